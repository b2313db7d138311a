import { preamble } from './library.ts';
import { shell } from './shell.ts';

export const httpdPath = '/opt/msys/3rdParty/apache/sbin/httpd';
export const httpdConfiguration = '/opt/msys/ecwebui/config/httpd.conf';
/** The running server reads its configuration again from here at every `graceful`, so it has to stay. */
export const httpdTranslated = '/run/ecwebui';

/**
 * The launcher of this machine's Apache. The tree's configuration names paths of the tree, so Apache gets
 * a copy of it, and of every file it includes, in which they lead to the disk; line numbers stay, and what
 * it says is turned back. `User` and `Group` are left out of the copy: this machine does not know the
 * tree's accounts, so Apache is started as ecuser instead.
 */
export function httpd(): string {
  return shell`${preamble(httpdPath)}
cd /
conf=${httpdConfiguration}
stable=yes
signal=

# The words of the command line: where they name files of the tree, on the disk; -f is taken out.
expect=
for word in "$@"; do
  shift
  case $expect in
    -f) conf=$word; expect=; continue ;;
    -d | -E) word=$(inside "$word") ;;
    -k) signal=$word ;;
  esac
  if [ -n "$expect" ]; then
    expect=
    set -- "$@" "$word"
    continue
  fi
  case $word in
    -f) expect=-f; continue ;;
    -f?*) conf=@{word#-f}; continue ;;
    -d | -E | -k | -D | -C | -c | -e) expect=$word ;;
    -v | -h | -l | -L) exec "$httpd_bin" "$@" "$word" ;;
    -k?*) signal=@{word#-k} ;;
    -t | -S | -M | -V) stable= ;;
  esac
  set -- "$@" "$word"
done
[ -n "$signal" ] && stable=yes
case $conf in
  "$root"/*) conf=@{conf#"$root"} ;;
  /*) ;;
  *) conf=/opt/msys/3rdParty/apache/$conf ;;
esac

work=$(mktemp -d "$root/tmp/httpd.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
# Where the copies will be when Apache reads them, and where they are made.
if [ -n "$stable" ]; then copies=$root${httpdTranslated}/conf; else copies=$work/conf; fi
making=$work/conf
server_root=$(sed -nE 's/^[[:space:]]*ServerRoot[[:space:]]+"?([^"[:space:]]+).*/\1/Ip' "$root$conf" 2>/dev/null | tail -n 1)
server_root=@{server_root:-/opt/msys/3rdParty/apache}

# copy_file PATH: a configuration file of the tree, and all it includes.
copy_file() {
  [ -e "$making$1" ] && return
  [ -f "$root$1" ] || return
  mkdir -p "$making@{1%/*}"
  sed -E -e "s#$root/#/#g" -e '/^[[:space:]]*#/b' -e 's/^([[:space:]]*)((User|Group)[[:space:]])/\1# \2/I' \
    -e "s#^([[:space:]]*Include(Optional)?[[:space:]]+\"?)/#\1$copies/#I;t" \
    -e "s#^([[:space:]]*Include(Optional)?[[:space:]]+\"?)([^\"/])#\1$copies$server_root/\3#I;t" \
    -e "s#(^|[[:space:]\"':|=,])/(opt|var|etc|tmp|run)([/[:space:]\"',]|\$)#\1<root>/\2\3#g" \
    -e "s#(^|[[:space:]\"':|=,])/(opt|var|etc|tmp|run)([/[:space:]\"',]|\$)#\1<root>/\2\3#g" \
    -e "s#<root>#$root#g" "$root$1" > "$making$1"
  sed -nE 's/^[[:space:]]*Include(Optional)?[[:space:]]+"?([^"]*[^"[:space:]])"?[[:space:]]*$/\2/Ip' "$root$1" |
    while read -r target; do
      target=@{target#"$root"}
      case $target in /*) ;; *) target=$server_root/$target ;; esac
      for each in $root$target; do
        if [ -d "$each" ]; then
          find "$each" -type f | while read -r one; do (copy_file "@{one#"$root"}"); done
        else
          (copy_file "@{each#"$root"}")
        fi
      done
    done
}

(umask 022 && copy_file "$conf")
if [ -n "$stable" ]; then
  (umask 022 && mkdir -p "$root${httpdTranslated}") && rm -rf "$copies.old" || exit 1
  [ -e "$copies" ] && mv "$copies" "$copies.old"
  { [ ! -e "$making" ] || mv "$making" "$copies"; } && rm -rf "$copies.old" || exit 1
fi

as ecuser "$httpd_bin" -f "$copies$conf" "$@" > "$work/out" 2> "$work/err" < /dev/null
code=$?
back() {
  sed -e "s#$copies##g" -e "s#$root/#/#g" -e 's#HTTPD_ROOT="[^"]*"#HTTPD_ROOT="/opt/msys/3rdParty/apache"#' \
    -e 's#SERVER_CONFIG_FILE="[^"]*"#SERVER_CONFIG_FILE="${httpdConfiguration}"#' "$1"
}
back "$work/out"
back "$work/err" >&2
exit "$code"
`;
}
