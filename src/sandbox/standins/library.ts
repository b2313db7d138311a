import type { Programs } from '../programs.ts';
import { shell } from './shell.ts';

/** Where the tree keeps what its launchers share: not a path of Momentum, so it cannot be mistaken for one. */
export const libraryPath = '/.momentum-secure-sandbox/library.sh';

/** First lines of a script at `path`: it finds its tree from its own path and needs no environment. */
export function preamble(path: string): string {
  return shell`
#!/bin/sh
# Part of a momentum-secure sandbox; stands in for Momentum's own ${path}.
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH
self=$(readlink -f "$0")
root=@{self%${path}}
. "$root${libraryPath}"
`;
}

/** What the scripts of a tree share: the machine's real programs, the tree's accounts, host paths in messages. */
export function library(programs: Programs | undefined): string {
  return shell`
# Sourced by the scripts of this sandbox, with $root set.
pg_bin=${programs?.postgres ?? ''}
httpd_bin=${programs?.httpd ?? ''}
node_bin=${process.execPath}

# Descriptors of the caller end here: a daemon that kept a lock or a pipe open would hold up whoever waits for it.
exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-

# account NAME: its uid, gid and groups, from the tree's own files (this machine does not know it).
account() {
  uid=$(awk -F: -v n="$1" '$1 == n { print $3; exit }' "$root/etc/passwd")
  gid=$(awk -F: -v n="$1" '$1 == n { print $4; exit }' "$root/etc/passwd")
  groups=$(awk -F: -v n="$1" -v all="$gid" -v own="$gid" '
    { count = split($4, member, ","); for (i = 1; i <= count; i++) if (member[i] == n && $3 != own) all = all "," $3 }
    END { print all }' "$root/etc/group")
  if [ -z "$uid" ] || [ -z "$gid" ]; then
    echo "user $1 does not exist" >&2
    exit 1
  fi
}

# become NAME COMMAND...: this shell turns into it, under that account where we may choose, else as who we are.
become() {
  account "$1"
  shift
  if [ "$(id -u)" = 0 ] && [ "$uid" != 0 ]; then
    exec setpriv --reuid "$uid" --regid "$gid" --groups "$groups" -- "$@"
  fi
  exec "$@"
}

# as NAME COMMAND...: the same, and waits for it.
as() {
  (become "$@")
}

# inside PATH: where a path of the tree, or one on this machine's disk below it, is on the disk.
inside() {
  case $1 in
    "$root"/*) printf '%s\n' "$1" ;;
    *) printf '%s\n' "$root$1" ;;
  esac
}

# host_paths: a filter that turns this machine's paths into those of the tree.
host_paths() {
  sed -e "s#$root/#/#g"
}

# alive PID: it exists and is not merely waiting to be reaped.
alive() {
  [ -n "$1" ] && [ -r "/proc/$1/stat" ] && ! grep -q '^[0-9]* (.*) [ZX] ' "/proc/$1/stat" 2>/dev/null
}

# wait_gone PID TENTHS: until it has ended; false when it has not.
wait_gone() {
  left=$(($2 * 5))
  while alive "$1"; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || return 1
    sleep 0.02
  done
}
`;
}
