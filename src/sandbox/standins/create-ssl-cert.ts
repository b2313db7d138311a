import { atLeast } from '../site.ts';
import { preamble } from './library.ts';
import { shell } from './shell.ts';

/** How long a certificate of this Momentum is valid: five years since 3.5.8 and 3.6.1, as its change log says. */
function days(momentum: string): string {
  if (atLeast(momentum, '4')) return '365';
  return atLeast(momentum, '3.6.1') || (atLeast(momentum, '3.5.8') && !atLeast(momentum, '3.6')) ? '1825' : '365';
}

/** `create_ssl_cert SERVICE HOSTNAME PREFIX [USER]`: a self-signed pair below PREFIX, for USER, by OpenSSL. */
export function createSslCert(momentum: string): string {
  const services = atLeast(momentum, '4') ? 'ecconfigd | msyspg' : 'ecconfigd | ecwebui | msyspg';
  return shell`${preamble('/opt/msys/ecelerity/bin/create_ssl_cert')}
usage() {
  echo 'Usage: create_ssl_cert service hostname prefix [user]' >&2
  exit 1
}
[ $# -eq 3 ] || [ $# -eq 4 ] || usage
case $1 in ${services}) ;; *) usage ;; esac
[ -n "$2" ] && [ -n "$3" ] || usage
user=@{4:-ecuser}
prefix=$(inside "$3")
account "$user"
if [ ! -d "$prefix" ]; then
  echo "$3: No such file or directory" >&2
  exit 1
fi
command -v openssl > /dev/null || {
  echo 'openssl: not found' >&2
  exit 127
}
work=$(mktemp -d "$prefix/.create_ssl_cert.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
echo 'Generating a 2048 bit RSA private key' >&2
openssl req -x509 -nodes -days ${days(momentum)} -newkey rsa:2048 -sha256 -subj "/CN=$2" \
  -keyout "$work/server.key" -out "$work/server.crt" 2> "$work/said" || {
  cat "$work/said" >&2
  exit 1
}
echo "writing new private key to '@{3%/}/server.key'" >&2
chmod 600 "$work/server.key" && chmod 644 "$work/server.crt" || exit 1
if [ "$(id -u)" = 0 ]; then chown "$uid:$gid" "$work/server.key" "$work/server.crt" || exit 1; fi
mv -f "$work/server.key" "$work/server.crt" "$prefix/"
`;
}
