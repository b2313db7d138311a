import { atLeast } from '../site.ts';
import { preamble } from './library.ts';
import { shell } from './shell.ts';

export const configurationPath = '/opt/msys/ecelerity/etc/conf/default/ecelerity.conf';

/** Options that this Momentum would refuse: one unknown option makes the whole configuration invalid. */
function unknownOptions(momentum: string): string {
  const has = (three: string, four: string) => atLeast(momentum, atLeast(momentum, '4') ? four : three);
  const dhe = has('3.6.6', '4.1') ? [] : ['tls_dhparams_file', 'tls_enable_dhe_ciphers'];
  const protocols = has('3.6.6', '4.1.0.2') ? [] : ['tls_protocols'];
  const others = has('4.2', '4.2') ? [] : ['tls_ec_curve_names'];
  return [...protocols, ...dhe, ...others, ...SCANNERS].join(' ');
}

/** Content scanners are packages of their own, and a stock installation has none of them. */
const SCANNERS = ['brightmail', 'cloudmark', 'csapi'];

/**
 * `validate_config`: says that a configuration is valid, and of an invalid one nothing at all. What it
 * checks: strings and comments that end, brackets that match, includes that can be read, options that
 * this version has.
 */
export function validateConfig(momentum: string): string {
  return shell`${preamble('/opt/msys/ecelerity/bin/validate_config')}
main=$root${configurationPath}
if [ ! -f "$main" ]; then
  echo 'No configuration found'
  exit 1
fi

# check FILE: fails for a file that does not parse; prints the files it includes.
check() {
  [ -r "$1" ] && awk -v unknown='${unknownOptions(momentum)}' '
    { text = text $0 "\n" }
    END {
      count = split(unknown, names, " ")
      size = length(text); depth = 0; word = ""; wants = 0
      for (i = 1; i <= size; i++) {
        c = substr(text, i, 1)
        if (c == "#") { while (i < size && substr(text, i, 1) != "\n") i++; c = "\n" }
        else if (substr(text, i, 2) == "/*") {
          end = index(substr(text, i + 2), "*/")
          if (!end) exit 1
          i += end + 2; c = " "
        }
        if (c == "\"") {
          start = ++i
          while (i <= size && substr(text, i, 1) != "\"") { if (substr(text, i, 1) == "\\") i++; i++ }
          if (i > size) exit 1
          if (wants) print substr(text, start, i - start)
          wants = 0; word = ""
          continue
        }
        if (c ~ /[A-Za-z0-9_]/) { word = word c; continue }
        if (word != "") {
          lower = tolower(word)
          for (n = 1; n <= count; n++) if (lower == names[n]) exit 1
          wants = (lower == "include" || lower == "readonly_include")
          word = ""
        }
        if (c ~ /[[({]/) stack[++depth] = c
        if (c ~ /[])}]/) {
          pair = (depth ? stack[depth--] : "") c
          if (pair != "{}" && pair != "()" && pair != "[]") exit 1
        }
      }
      exit depth != 0
    }' "$1"
}

# check_all FILE: it and, file by file, what it includes; 20 levels are more than anybody needs.
check_all() {
  [ "$2" -gt 0 ] || return 1
  included=$(check "$1") || return 1
  printf '%s\n' "$included" | while read -r target; do
    case $target in
      '') continue ;;
      /*) target=$root$target ;;
      *) for each in "@{1%/*}" "$root/opt/msys/ecelerity/etc" "$root/opt/msys/ecelerity/etc/conf/global" "$root/opt/msys/ecelerity/etc/conf/default"; do
          [ -e "$each/$target" ] && target=$each/$target && break
        done ;;
    esac
    if [ -d "$target" ]; then
      for each in "$target"/*; do
        [ -f "$each" ] || continue
        (check_all "$each" $(($2 - 1))) || exit 1
      done
    else
      (check_all "$target" $(($2 - 1))) || exit 1
    fi
  done
}

check_all "$main" 20 2>/dev/null || exit 1
echo 'Configuration valid'
`;
}
