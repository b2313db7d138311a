import { preamble } from './library.ts';
import { shell } from './shell.ts';

/** What ecconfigd's repository holds of conf/; the real one is Subversion's. */
export const committedPath = '/var/ecconfigd/repo/boot';

/**
 * `eccfg`: status, commit and pull. As the real one, pull replaces the whole working copy, so whoever stands
 * in it stands nowhere afterwards; commit asks for the password it was not given, and about unknown files.
 */
export function eccfg(): string {
  return shell`${preamble('/opt/msys/ecelerity/bin/eccfg')}
etc=$root/opt/msys/ecelerity/etc
committed=$root${committedPath}

# Every difference to the repository, as svn status marks it.
differences() {
  (cd "$etc/conf" && find . -type f ! -name '.*' ! -name ecdb.conf | sort) | sed 's#^\./##' | while read -r name; do
    if [ ! -f "$committed/$name" ]; then echo "?       $name"
    elif ! cmp -s "$etc/conf/$name" "$committed/$name"; then echo "M       $name"
    fi
  done
  (cd "$committed" && find . -type f | sort) | sed 's#^\./##' | while read -r name; do
    [ -f "$etc/conf/$name" ] || echo "!       $name"
  done
}

commit() {
  username=$USER password='' add='' delete=''
  while [ $# -gt 0 ]; do
    case $1 in
      --username | -u) username=$2; shift ;;
      --password | -p) password=$2; shift ;;
      --message | -m) shift ;;
      --add-all) add=y ;;
      --delete-all) delete=y ;;
      *) echo "eccfg commit: unknown option $1" >&2; exit 1 ;;
    esac
    shift
  done
  changed=$(differences)
  if [ -z "$changed" ]; then echo 'Nothing to commit'; exit 0; fi
  if [ -z "$password" ]; then
    stty -echo 2>/dev/null
    printf 'Password for %s: ' "$username"
    read -r password
    stty echo 2>/dev/null
    echo
  fi
  if [ "$username:$password" != "admin:$(sed -n 's/^ADMIN_PASSWORD=//p' "$root/opt/msys/etc/installer/lastinstall")" ]; then
    echo "svn: Commit failed: authorization failed for $username" >&2
    exit 1
  fi
  printf '%s\n' "$changed" | while read -r mark name; do
    case $mark in
      M) echo "Sending        $name" ;;
      '?') [ -n "$add" ] || continue; echo "Adding         $name" ;;
      '!') if [ -n "$delete" ]; then echo "Deleting       $name"; rm -f "$committed/$name"; fi; continue ;;
    esac
    mkdir -p "$(dirname "$committed/$name")" && cp -p "$etc/conf/$name" "$committed/$name"
  done
  revision=$(($(cat "$committed/../revision" 2>/dev/null || echo 46) + 1))
  echo "$revision" > "$committed/../revision"
  echo 'Transmitting file data .'
  echo "Committed revision $revision."
}

verb=$1
[ $# -gt 0 ] && shift
case $verb in
  status) differences ;;
  commit) commit "$@" ;;
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
    echo 'Usage: eccfg {status|commit|pull} [options]' >&2
    exit 1
    ;;
esac
`;
}
