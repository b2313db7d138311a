import { chown, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Account, parseAccounts } from '../host/accounts.ts';
import type { Host } from '../host/host.ts';
import { onDisk, resolveInRoot } from '../host/resolve.ts';
import type { Scratch } from '../host/scratch.ts';
import { guardScratch } from './clear-up.ts';
import { runDetached } from './run-detached.ts';

/** Accounts of this machine that own nothing worth having, in order of preference. */
const UNPRIVILEGED = ['postgres', 'nobody', 'daemon'];

/**
 * Makes a scratch directory, lets `use` work in it and removes it with all that still runs in it: a
 * new private key may lie there. initdb looks its own uid up in the
 * machine's passwd, so it runs as `wanted` only where the machine knows that account by the same
 * number, else as one that every machine has.
 */
export async function withScratch<R>(host: Host, wanted: string, use: (scratch: Scratch) => Promise<R>): Promise<R> {
  const account = await scratchAccount(host, wanted);
  const directory = await mkdtemp(join(tmpdir(), 'momentum-secure-try-'));
  const clearUp = guardScratch(directory);
  const give = async (path: string) => {
    if (account !== undefined) await chown(path, account.uid, account.gid);
  };
  try {
    await give(directory);
    return await use({
      directory,
      async write(name, bytes) {
        const path = join(directory, name);
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        await give(dirname(path));
        await writeFile(path, bytes, { mode: 0o600 });
        await give(path);
      },
      read: (name) => readFile(join(directory, name), 'utf8').catch(() => ''),
      async run(program, args, timeoutMs) {
        const resolved = await resolveInRoot(host.root, program);
        const file = onDisk(host.root, resolved?.real ?? program);
        return runDetached({ file, args, account, timeoutMs, environment: { HOME: directory } });
      },
    });
  } finally {
    await clearUp();
  }
}

/** Undefined: we are not root, and try it as ourselves. */
export async function scratchAccount(host: Host, wanted: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const machine = parseAccounts(await readFile('/etc/passwd', 'latin1'), await readFile('/etc/group', 'latin1'));
  const own = (await host.accounts()).find(wanted);
  const known = machine.find(wanted);
  if (own !== undefined && known?.uid === own.uid) return own;
  for (const name of UNPRIVILEGED) {
    const found = machine.find(name);
    if (found !== undefined) return found;
  }
  throw new Error(`Expected one of ${UNPRIVILEGED.join(', ')} in /etc/passwd to try the new configuration with`);
}
