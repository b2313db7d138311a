import { preamble } from './library.ts';
import { shell } from './shell.ts';

export const credmgrPath = '/opt/msys/ecelerity/bin/credmgr';
export const credmgrScriptPath = '/.momentum-secure-sandbox/credmgr.mjs';

/** `credmgr ACTION [options]`: finds its tree, and leaves the rest to Node, which has SQLite and AES. */
export function credmgr(): string {
  return shell`${preamble(credmgrPath)}
cd /
[ -x "$node_bin" ] || node_bin=node
account ecuser
exec "$node_bin" --no-warnings "$root${credmgrScriptPath}" "$self" "$gid" "$@"
`;
}
