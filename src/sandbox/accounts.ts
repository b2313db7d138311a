import { readFile } from 'node:fs/promises';
import { run } from './run.ts';

/** One account of the tree's own passwd, with a group of the same name. */
export interface SandboxAccount {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly comment: string;
  readonly home: string;
  readonly shell: string;
}

/** Whoever runs this; `root` decides whether files can be given to others. */
export function whoAmI(): { readonly uid: number; readonly gid: number; readonly root: boolean } {
  const uid = process.geteuid?.() ?? 0;
  return { uid, gid: process.getegid?.() ?? 0, root: uid === 0 };
}

/**
 * The accounts of a stock tree. As root, Momentum's own get numbers that this machine's passwd does
 * not know, so that nothing of the machine can be mistaken for the tree's. As an ordinary user they
 * and the tree's root are all that user: then nothing has to be given away, and everything works.
 */
export async function treeAccounts(serviceAccounts: readonly string[]): Promise<SandboxAccount[]> {
  const me = whoAmI();
  const free = me.root ? await unknownIds(serviceAccounts.length) : [];
  const own = serviceAccounts.map((name, index) => ({
    name,
    uid: free[index] ?? me.uid,
    gid: free[index] ?? me.gid,
    comment: 'Momentum',
    home: name === 'ecuser' ? '/opt/msys/ecelerity' : '/var/db/msyspg',
    shell: '/bin/sh',
  }));
  const system = (name: string, id: number, home: string): SandboxAccount => ({
    name,
    uid: id,
    gid: id,
    comment: name,
    home,
    shell: '/sbin/nologin',
  });
  return [
    { name: 'root', uid: me.uid, gid: me.gid, comment: 'root', home: '/root', shell: '/bin/sh' },
    system('bin', 1, '/bin'),
    system('daemon', 2, '/sbin'),
    system('mail', 8, '/var/spool/mail'),
    system('nobody', 99, '/'),
    ...own,
  ];
}

/** Numbers from 28001 up that are neither a user nor a group here, local files and directory services alike. */
async function unknownIds(count: number): Promise<number[]> {
  const taken = new Set<number>();
  for (const path of ['/etc/passwd', '/etc/group']) {
    for (const line of (await readFile(path, 'utf8').catch(() => '')).split('\n')) taken.add(Number(line.split(':')[2]));
  }
  const free: number[] = [];
  for (let id = 28_001; free.length < count; id++) {
    if (taken.has(id)) continue;
    const elsewhere = await Promise.all(
      ['passwd', 'group'].map((kind) => run('getent', [kind, String(id)], { timeoutMs: 5_000 })),
    );
    if (elsewhere.every((answer) => answer.exit !== 0)) free.push(id);
  }
  return free;
}
