import { constants } from 'node:fs';
import { chmod, copyFile, lchown, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type SandboxAccount, whoAmI } from './accounts.ts';
import { directory, type Entry, type Tree } from './entry.ts';

/** Writes the tree below `root`, parents first, with exactly its modes whatever the umask. */
export async function writeTree(root: string, tree: Tree, accounts: readonly SandboxAccount[]): Promise<void> {
  const ids = new Map(accounts.map((account) => [account.name, account]));
  const me = whoAmI();
  const entries = withParents(tree);
  for (const path of [...entries.keys()].sort()) {
    const entry = entries.get(path) as Entry;
    const disk = join(root, path);
    if (entry.kind === 'directory') await mkdir(disk, { recursive: true, mode: 0o700 });
    else if (typeof entry.content === 'string') await writeFile(disk, entry.content, { mode: 0o600, flag: 'wx' });
    else await copyFile(entry.content.copyOf, disk, constants.COPYFILE_EXCL);
    const owner = ids.get(entry.owner);
    const group = ids.get(entry.group);
    if (owner === undefined || group === undefined)
      throw new Error(`${path}: the tree has no account ${entry.owner}:${entry.group}`);
    if (me.root && (owner.uid !== 0 || group.gid !== 0)) await lchown(disk, owner.uid, group.gid);
    // After the owner: a change of owner clears setuid and setgid.
    await chmod(disk, entry.mode);
  }
}

function withParents(tree: Tree): Map<string, Entry> {
  const all = new Map(Object.entries(tree));
  for (const path of Object.keys(tree)) {
    for (let parent = dirname(path); parent !== '/'; parent = dirname(parent)) {
      if (!all.has(parent)) all.set(parent, directory());
    }
  }
  return all;
}
