import { httpdPath, httpdTranslated } from './httpd.ts';
import { preamble } from './library.ts';
import { shell } from './shell.ts';

export const webPidFile = '/var/run/ecwebui/httpd.pid';
export const webErrorLog = '/var/log/ecelerity/webui/error_log';

/** The init script of the web console. It stops by signal, so that a broken configuration cannot keep it running. */
export function webConsoleInit(): string {
  return shell`${preamble('/etc/init.d/ecwebconsole')}
cd /
pidfile=$root${webPidFile}
errors=$root${webErrorLog}

# The server's number, where it is alive and was started from this tree.
server() {
  pid=$(head -n 1 "$pidfile" 2>/dev/null)
  alive "$pid" && tr '\0' ' ' < "/proc/$pid/cmdline" | grep -qF -- "-f $root${httpdTranslated}/conf/"
}

start() {
  server && return 0
  rm -f "$pidfile"
  before=$(wc -c 2>/dev/null < "$errors" || echo 0)
  said=$("$root${httpdPath}" -k start 2>&1 </dev/null)
  code=$?
  left=500
  # It writes its number once it listens.
  while [ "$code" -eq 0 ] && ! server; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || code=1
    sleep 0.02
  done
  [ "$code" -eq 0 ] && return 0
  {
    printf '%s\n' "$said"
    as ecuser tail -c "+$((before + 1))" "$errors" 2>/dev/null
  } | host_paths >&2
  return "$code"
}

stop() {
  server || return 0
  as ecuser sh -c 'kill -TERM "$1"' sh "$pid" && wait_gone "$pid" 300 && return 0
  echo "httpd ($pid) does not end" >&2
  return 1
}

case $1 in
  start) start ;;
  stop) stop ;;
  restart) stop && start ;;
  *)
    echo 'Usage: {start|stop|restart}'
    exit 1
    ;;
esac
`;
}
