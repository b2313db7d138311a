import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createSandbox, SandboxError } from '../../src/sandbox/index.ts';
import { listing, workDirectory } from './support.ts';

const root = process.getuid?.() === 0;

/** Fails unless it throws a SandboxError whose message matches. */
async function refusal(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(SandboxError);
  return (error as SandboxError).message;
}

function openWork(): string {
  const path = workDirectory();
  chmodSync(path, 0o755);
  return path;
}

describe('the place', () => {
  test('a new directory, and an empty one, are taken', async () => {
    const work = openWork();
    mkdirSync(join(work, 'empty'), { mode: 0o700 });
    for (const name of ['empty', 'new']) {
      const report = await createSandbox({ directory: join(work, name) });
      expect(report.directory).toBe(join(work, name));
      expect(statSync(report.directory).mode & 0o777).toBe(0o755);
    }
  });

  test('one that holds something is refused by name, and left alone', async () => {
    const directory = join(openWork(), 'full');
    mkdirSync(directory);
    writeFileSync(join(directory, 'letters.txt'), 'mine');
    expect(await refusal(createSandbox({ directory }))).toMatch(/not empty.*letters\.txt.*empty directory/);
    expect(readdirSync(directory)).toEqual(['letters.txt']);
  });

  test('a file, a dangling link, a missing parent and an odd name are refused', async () => {
    const work = openWork();
    writeFileSync(join(work, 'file'), '');
    symlinkSync('/nowhere', join(work, 'link'));
    expect(await refusal(createSandbox({ directory: join(work, 'file') }))).toMatch(/not a directory/);
    expect(await refusal(createSandbox({ directory: join(work, 'link') }))).toMatch(/not a directory/);
    expect(await refusal(createSandbox({ directory: join(work, 'a/b') }))).toMatch(/does not exist/);
    expect(await refusal(createSandbox({ directory: join(work, "it's mine") }))).toMatch(/letters, digits/);
    expect(readdirSync(work).sort()).toEqual(['file', 'link']);
  });

  test.runIf(root)('an ancestor that the accounts cannot get through is named', async () => {
    const work = workDirectory();
    mkdirSync(join(work, 'inner'));
    const message = await refusal(createSandbox({ directory: join(work, 'inner/sandbox') }));
    expect(message).toContain(`through ${work} (mode 0700)`);
    expect(message).toContain(`chmod o+x ${work}`);
  });

  test('a version that never was is refused before anything is made', async () => {
    const directory = join(openWork(), 'sandbox');
    for (const momentum of ['2.2.1', '6.0', 'newest', '3']) {
      expect(await refusal(createSandbox({ directory, momentum }))).toContain(momentum);
    }
    expect(() => statSync(directory)).toThrow(/ENOENT/);
  });
});

describe('modes and owners', () => {
  test('are the same under every umask', async () => {
    const work = openWork();
    const before = process.umask();
    const listings: Map<string, string>[] = [];
    try {
      for (const mask of [0o000, 0o022, 0o027, 0o077]) {
        process.umask(mask);
        listings.push(listing((await createSandbox({ directory: join(work, `u${mask}`) })).directory));
      }
    } finally {
      process.umask(before);
    }
    expect(listings[0]?.size).toBeGreaterThan(90);
    for (const each of listings) expect(each).toEqual(listings[0]);
  });

  test('are those of a real host', async () => {
    const { directory, accounts } = await createSandbox({ directory: join(openWork(), 's') });
    const of = (name: string) => accounts.find((account) => account.name === name);
    const rows = listing(directory);
    const row = (path: string) => rows.get(path)?.split(' ').slice(0, 3).join(' ');
    const [me, ecuser, msyspg] = [of('root'), of('ecuser'), of('msyspg')].map((account) => `${account?.uid} ${account?.gid}`);
    expect(row('/var/db/msyspg')).toBe(`700 ${msyspg}`);
    expect(row('/var/run/msyspg')).toBe(`700 ${msyspg}`);
    expect(row('/var/db/msyspg/postgresql.conf')).toBe(`600 ${msyspg}`);
    expect(row('/opt/msys/ecwebui/config/site')).toBe(`755 ${ecuser}`);
    expect(row('/opt/msys/ecelerity/etc/conf/default/ecelerity.conf')).toBe(`644 ${ecuser}`);
    expect(row('/opt/msys/etc/.svcpasswd')).toBe(`600 ${me}`);
    expect(row('/opt/msys/etc/installer/lastinstall')).toBe(`600 ${me}`);
    expect(row('/opt/msys/etc/installer/ecelerity.d/ecdb.conf')).toBe(`640 ${of('root')?.uid} ${of('ecuser')?.gid}`);
    expect(row('/opt/msys/3rdParty/etc/php.d/ecdb.ini')).toBe(`640 ${of('root')?.uid} ${of('ecuser')?.gid}`);
    expect(row('/tmp')).toBe(`1777 ${me}`);
    expect(row('/etc/init.d/msyspg')).toBe(`755 ${me}`);
    expect([...rows].filter(([path, facts]) => /^[0-7]*[2367] /.test(facts) && !/^\/(var\/)?tmp$/.test(path))).toEqual([]);
  });

  test('the accounts are strangers to this machine as root, and all you as anybody else', async () => {
    const { directory, accounts, notes } = await createSandbox({ directory: join(openWork(), 's') });
    const machine = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => Number(line.split(':')[2]));
    const services = accounts.filter((account) => ['ecuser', 'msyspg'].includes(account.name));
    for (const account of services) {
      expect(machine.includes(account.uid)).toBe(!root);
      expect(readFileSync(join(directory, 'etc/passwd'), 'utf8')).toContain(`${account.name}:x:${account.uid}:${account.gid}:`);
    }
    expect(new Set(services.map((account) => account.uid)).size).toBe(root ? 2 : 1);
    expect(notes.some((note) => note.includes('not root'))).toBe(!root);
  });
});
