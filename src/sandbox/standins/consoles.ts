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
  'config eval '?*)
    shift 2
    evaluate "$@"
    ;;
  *) echo "$1 command not understood" ;;
esac
`;
}

/**
 * `eccfg`: status and pull. As the real one it replaces the whole working copy, so whoever stands in it
 * stands nowhere afterwards.
 */
export function eccfg(): string {
  return shell`${preamble('/opt/msys/ecelerity/bin/eccfg')}
etc=$root/opt/msys/ecelerity/etc
case $1 in
  status) exit 0 ;;
  pull)
    fresh=$(mktemp -d "$etc/confXXXXXX") || exit 1
    cp -a "$etc/conf/." "$fresh/" && chmod 755 "$fresh" || exit 1
    account ecuser
    if [ "$(id -u)" = 0 ]; then chown "$uid:$gid" "$fresh"; fi
    mv "$etc/conf" "$fresh.old" && mv "$fresh" "$etc/conf" && rm -rf "$fresh.old" || exit 1
    echo OK
    echo 'Note: your current working directory has been invalidated by the "pull"'
    echo 'command.  You will need to run "cd /opt/msys/ecelerity/etc/conf"'
    echo 'to return to the same location in the file system.'
    ;;
  *)
    echo 'Usage: eccfg {status|pull} [options]' >&2
    exit 1
    ;;
esac
`;
}
