import { preamble } from './library.ts';
import { daemonState, runningConfiguration } from './running-configuration.ts';
import { shell } from './shell.ts';
import { configurationPath } from './validate-config.ts';

/** The mail server's program: it answers for its version, and runs without listening to anything. */
export function ecelerity(momentum: string): string {
  const path = '/opt/msys/ecelerity/sbin/ecelerity';
  return shell`${preamble(path)}
case $1 in
  -V | --version)
    echo 'ecelerity ${momentum} r(Core:${momentum})'
    exit 0
    ;;
esac
"$root/opt/msys/ecelerity/bin/validate_config" > /dev/null || {
  echo 'Global configuration error.' >&2
  exit 1
}
${runningConfiguration(configurationPath)}
take_up
echo $$ > "$root${daemonState}/ecelerity.pid"
trap 'kill "$!"; rm -f "$root${daemonState}/ecelerity.pid"; exit 0' TERM INT
while :; do
  sleep 3600 &
  wait "$!"
done
`;
}

/** The init script of one of Momentum's own daemons: ecelerity, ecconfigd; stopped in a new tree. */
export function daemonInit(service: string, program: string): string {
  return shell`${preamble(`/etc/init.d/${service}`)}
cd /
pidfile=$root${daemonState}/${service}.pid

running() {
  pid=$(head -n 1 "$pidfile" 2>/dev/null)
  alive "$pid" && tr '\0' ' ' < "/proc/$pid/cmdline" | grep -qF "$root${program}"
}

start() {
  running && return 0
  said=$root/var/log/ecelerity/${service}.start
  (become ecuser setsid sh -c 'exec "$1" > "$2" 2>&1' sh "$root${program}" "$said") < /dev/null > /dev/null 2>&1 &
  left=100
  until running; do
    left=$((left - 1))
    if [ "$left" -eq 0 ] || ! alive "$!"; then
      running && return 0
      as ecuser cat "$said" | host_paths >&2
      return 1
    fi
    sleep 0.02
  done
}

stop() {
  running || return 0
  as ecuser sh -c 'kill -TERM "$1"' sh "$pid" && wait_gone "$pid" 100
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

/** A daemon that is only ever asked to be there: ecconfigd, nginx. */
export function idleDaemon(path: string, service: string): string {
  return shell`${preamble(path)}
echo $$ > "$root${daemonState}/${service}.pid"
trap 'kill "$!"; rm -f "$root${daemonState}/${service}.pid"; exit 0' TERM INT
while :; do
  sleep 3600 &
  wait "$!"
done
`;
}
