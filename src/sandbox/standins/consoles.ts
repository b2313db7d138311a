import { preamble } from './library.ts';
import { daemonState, runningConfiguration } from './running-configuration.ts';
import { shell } from './shell.ts';
import { configurationPath } from './validate-config.ts';

/** `ec_console SOCKET COMMAND`: what a changed configuration needs, and what the running server goes by; refused while it is down. */
export function ecConsole(momentum: string): string {
  return shell`${preamble('/opt/msys/ecelerity/bin/ec_console')}
socket=$1
[ $# -gt 0 ] && shift
pid=$(head -n 1 "$root${daemonState}/ecelerity.pid" 2>/dev/null)
if ! alive "$pid"; then
  echo "Could not connect to $socket: No such file or directory" >&2
  exit 1
fi
${runningConfiguration(configurationPath)}
case "$*" in
  version) echo 'ecelerity ${momentum} r(Core:${momentum})' ;;
  'config reload')
    if [ -n "$("$root/opt/msys/ecelerity/bin/validate_config")" ]; then
      take_up && echo OK
    else
      echo 'Reconfigure failed.'
      echo 'Global configuration error.'
      exit 1
    fi
    ;;
  'tls flush cache') echo 'TLS cache flushed' ;;
  'config eval '?*)
    shift 2
    evaluate "$@"
    ;;
  *) echo "$1 command not understood" ;;
esac
`;
}
