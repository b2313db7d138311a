import type { DatabaseLayout } from '../site.ts';
import { preamble } from './library.ts';
import { shell } from './shell.ts';

/**
 * The init script of the database. It has no verb for reloading, as the real one has none. `fsync` is
 * off on its command line only: what the product finds and edits in postgresql.conf stays PostgreSQL's.
 */
export function databaseInit(layout: DatabaseLayout): string {
  return shell`${preamble(`/etc/init.d/${layout.service}`)}
unset PGDATA PGHOST PGPORT PGUSER PGDATABASE PGOPTIONS PGPASSFILE PGSERVICE
cd /
data=$root${layout.dataDirectory}
bin=$root${layout.programs}
startup=$data/pg_log/startup.log

# The postmaster's number, where it is alive and serves this very directory (a stale file proves nothing).
postmaster() {
  pid=$(head -n 1 "$data/postmaster.pid" 2>/dev/null)
  alive "$pid" && [ "$(readlink "/proc/$pid/cwd")" = "$data" ]
}

start() {
  postmaster && return 0
  if [ ! -f "$data/PG_VERSION" ]; then
    echo "There is no database in ${layout.dataDirectory}" >&2
    return 1
  fi
  marker=$(mktemp "$root/tmp/${layout.service}.XXXXXX") || return 1
  said=$(as ${layout.account} sh -c ': > "$1"; shift; exec "$@"' sh "$startup" \
    "$bin/pg_ctl" start -w -t 30 -s -D "$data" -l "$startup" -o '-c fsync=off' 2>&1 </dev/null)
  code=$?
  if [ "$code" -ne 0 ]; then
    # The log collector may still be writing down why.
    sleep 0.1
    {
      printf '%s\n' "$said"
      as ${layout.account} cat "$startup"
      as ${layout.account} find "$data/pg_log" -name 'postgresql-*.log' -newer "$marker" -exec tail -n 20 {} +
    } 2>/dev/null | host_paths >&2
  fi
  rm -f "$marker"
  return "$code"
}

stop() {
  postmaster || return 0
  said=$(as ${layout.account} "$bin/pg_ctl" stop -m fast -w -t 60 -s -D "$data" 2>&1 </dev/null) && wait_gone "$pid" 50 && return 0
  printf '%s\n' "$said" | host_paths >&2
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
