import { chmod, chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issuePair } from '../../../src/tls/certificate/issue.ts';

/** A directory with a key and a certificate, which servers of another account may enter. */
export interface Place {
  readonly directory: string;
  readonly keyFile: string;
  readonly certFile: string;
  readonly remove: () => Promise<void>;
}

export async function makePlace(): Promise<Place> {
  const directory = await mkdtemp(join(tmpdir(), 'momentum-secure-servers-'));
  await chmod(directory, 0o755);
  const facts = { hostname: 'localhost', altNames: ['127.0.0.1'], keyBits: 2048, days: 30 } as const;
  const pair = await issuePair(facts, { now: new Date() });
  const [keyFile, certFile] = [join(directory, 'server.key'), join(directory, 'server.crt')];
  await writeFile(keyFile, pair.keyPem, { mode: 0o600 });
  await writeFile(certFile, pair.certificatePem);
  return { directory, keyFile, certFile, remove: () => rm(directory, { recursive: true, force: true }) };
}

export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** The first of `names` that this machine has an account for. */
export async function accountOf(...names: readonly string[]): Promise<Account> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const found = names.map((name) => lines.find(([account]) => account === name)).find((fields) => fields !== undefined);
  if (found === undefined) throw new Error(`none of the accounts ${names.join(', ')} is on this machine`);
  return { name: found[0] ?? '', uid: Number(found[2]), gid: Number(found[3]) };
}

export const isRoot = process.geteuid?.() === 0;

/** A copy of `file` that only `account` reads. */
export async function lend(file: string, copy: string, account: Account): Promise<string> {
  await writeFile(copy, await readFile(file), { mode: 0o600 });
  if (isRoot) await chown(copy, account.uid, account.gid);
  return copy;
}
