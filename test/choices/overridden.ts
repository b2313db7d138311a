import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tree } from '../real/support.ts';

/** Where the mail server's configuration lies. */
export const CONF = 'opt/msys/ecelerity/etc/conf/default';
const OVERLAY = '# Written by the installer; has to stay last.';

/** Overrides as they grow on a real server: two included files, CRLF, tabs, odd case, a missing last newline. */
export function override(tree: Tree, stock: string): void {
  const main = stock.replace(
    OVERLAY,
    `include "bindings.conf"\nESMTP_Listener {\n  Listen ":2525" {\n    tls_PROTOCOLS = +ALL\n  }\n}\n${OVERLAY}`,
  );
  writeFileSync(tree.at(`${CONF}/ecelerity.conf`), main);
  const bindings =
    'Binding "late" {\r\n\tTLS_Protocols = "+ALL"  # keep\r\n\tDomain "example.net" {\r\n\t\tTls_Protocols="+ALL"\r\n\t}\r\n}\r\ninclude "more.conf"\r\n';
  writeFileSync(tree.at(`${CONF}/bindings.conf`), bindings, 'latin1');
  writeFileSync(
    tree.at(`${CONF}/more.conf`),
    'BINDING other { tls_protocols = "+ALL:-SSLv2" }\r\nDomain "x.org" { TLS="ifavailable" }',
    'latin1',
  );
}

/** The bytes of every file of the configuration. */
export function configuration(tree: Tree): Readonly<Record<string, string>> {
  const directory = tree.at(CONF);
  return Object.fromEntries(readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), 'latin1')]));
}
