import type { DatabaseLayout } from '../site.ts';
import { preamble } from './library.ts';
import { shell } from './shell.ts';

/** PostgreSQL's programs that the tree offers beside the server itself. */
export const databasePrograms = ['psql', 'pg_dump', 'pg_dumpall', 'pg_restore', 'dropdb', 'createdb', 'initdb', 'pg_controldata'];

/** A launcher of a real program; a link to it would leave the tree. */
export function databaseProgram(layout: DatabaseLayout, name: string): string {
  return shell`${preamble(`${layout.programs}/${name}`)}
exec "$pg_bin/${name}" "$@"
`;
}

/** pg_ctl starts the server beside itself: here that has to be the launcher. */
export function pgCtl(layout: DatabaseLayout): string {
  return shell`${preamble(`${layout.programs}/pg_ctl`)}
case " $* " in
  *' start '* | *' restart '*) exec "$pg_bin/pg_ctl" "$@" -p "$root${layout.programs}/postgres" ;;
esac
exec "$pg_bin/pg_ctl" "$@"
`;
}

/**
 * The server. Its configuration holds paths of the tree, which this machine's PostgreSQL would look
 * for at its own /: settings that name one are overridden on the command line. So such a change needs
 * a restart; relative paths, which PostgreSQL takes from the data directory, work as everywhere.
 * Files included by an absolute path are read from a copy below the socket's directory.
 */
export function postgres(layout: DatabaseLayout): string {
  return shell`${preamble(`${layout.programs}/postgres`)}
real=$pg_bin/postgres
case $1 in
  --single | --boot | --check | --describe-config | --version | -V | --help | '-?') exec "$real" "$@" ;;
esac

data=$PGDATA
asks=
previous=
for word in "$@"; do
  case $previous in -D) data=$word ;; esac
  case $word in
    -C) asks=yes ;;
    -D?*) data=@{word#-D} ;;
  esac
  previous=$word
done
main=$data/postgresql.conf
[ -r "$main" ] || exec "$real" "$@"

absolute="[[:space:]]*=?[[:space:]]*'/(opt|var|etc|tmp|run)[/']"
copies=$root${layout.socketDirectory}/configuration

# mirror FILE: a copy in which every include names the disk; files that are included by an absolute path likewise.
mirror() {
  [ -e "$copies$1" ] && return
  mkdir -p "$copies@{1%/*}" && chmod 700 "$copies" || exit 1
  sed -E -e "s#^([[:space:]]*include(_if_exists|_dir)?[[:space:]=]+')$root/#\1/#" \
    -e "s#^([[:space:]]*include(_if_exists|_dir)?[[:space:]=]+')(/)#\1$copies$root\3#" \
    -e "s#^([[:space:]]*include(_if_exists|_dir)?[[:space:]=]+')([^/])#\1$copies@{1%/*}/\3#" "$1" > "$copies$1"
  sed -nE "s#^[[:space:]]*include(_if_exists|_dir)?[[:space:]=]+'([^']+)'.*#\2#p" "$1" | while read -r target; do
    case $target in
      "$root"/*) ;;
      /*) target=$root$target ;;
      *) target=@{1%/*}/$target ;;
    esac
    if [ -d "$target" ]; then
      mkdir -p "$copies$target"
      for each in "$target"/*.conf; do [ -f "$each" ] && (mirror "$each"); done
    elif [ -f "$target" ]; then
      (mirror "$target")
    fi
  done
}

if grep -qE "^[[:space:]]*include(_if_exists|_dir)?$absolute" "$main"; then
  rm -rf "$copies"
  (umask 077 && mirror "$main")
  set -- "$@" -c "config_file=$copies$main"
fi
[ -n "$asks" ] && exec "$real" "$@"

for each in $(find "$data" "$copies" -maxdepth 2 -name '*.conf' -exec grep -hE "^[[:space:]]*[a-z_]+$absolute" {} + 2>/dev/null |
  sed -E 's/^[[:space:]]*([a-z_]+).*/\1/' | grep -v '^include' | sort -u); do
  value=$("$real" -C "$each" "$@" 2>/dev/null </dev/null) || continue
  on_disk=$(printf '%s\n' "$value" | sed -E -e "s#$root/#/#g" -e "s#(^|[ ,\"])/(opt|var|etc|tmp|run)([/,]|\$)#\1$root/\2\3#g")
  [ "$value" = "$on_disk" ] || set -- "$@" -c "$each=$on_disk"
done
exec "$real" "$@"
`;
}
