import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { documentedEntries, inWords, isLineOf } from '../../src/choices/encrypted-passwords/entries.ts';
import { encryptedPasswords } from '../../src/choices/encrypted-passwords/index.ts';
import { LocalHost } from '../../src/host/local.ts';
import { createSandbox, removeSandbox } from '../../src/sandbox/index.ts';

const ON = { encryptedPasswords: true };
const GIVEN = { servicePassword: 'given' };

async function sandbox(momentum: string): Promise<string> {
  const work = mkdtempSync('/var/tmp/ms-encrypted-');
  chmodSync(work, 0o755);
  const { directory } = await createSandbox({ directory: join(work, 't'), momentum });
  onTestFinished(async () => {
    await removeSandbox(directory);
    rmSync(work, { recursive: true });
  });
  return directory;
}

const plan = (root: string, answers = ON, secrets = GIVEN) => encryptedPasswords.plan(new LocalHost(root), answers, secrets);
const entries = async (root: string) => (await documentedEntries(new LocalHost(root))).map(inWords);

test('the database has entries under every name by which this host reaches it, and this host where it is reached by none', async () => {
  const root = await sandbox('3.6.6');
  const five = ['ecuser at _ecconfigd_ for ecconfigd'];
  const pair = (name: string) => [`ecuser at ${name} for pgsql`, `ecuser at ${name} for ecdb`];
  expect(await entries(root)).toEqual([...five, ...pair('127.0.0.1'), ...pair('localhost')]);
  const overlay = (directory: string) => join(root, `opt/msys/etc/installer/${directory}/ecdb.conf`);
  const write = (path: string, host: string) =>
    writeFileSync(path, `#uri = "pgsql:host=old;user=ecuser"\nuri = "pgsql:host=${host};user=ecuser"\n`);
  write(overlay('ecelerity.d'), 'db1');
  write(overlay('eccmgr.d'), 'db1.example.com');
  writeFileSync(join(root, 'opt/msys/3rdParty/etc/php.d/ecdb.ini'), 'ecdb.host = "localhost"\n');
  expect(await entries(root)).toEqual([...five, ...pair('db1'), ...pair('db1.example.com'), ...pair('localhost')]);
  for (const directory of ['ecelerity.d', 'eccmgr.d']) write(overlay(directory), '/var/run/msyspg');
  expect(await entries(root)).toEqual([...five, ...pair('mail1.example.com'), ...pair('localhost')]);
});

test('a line of the list is that of an entry where all its words stand in it as words, however it is laid out', () => {
  const entry = { hostname: 'db1', username: 'ecuser', facility: 'pgsql' };
  for (const line of ['ecuser\tdb1\tpgsql', 'pgsql: ecuser@db1', 'db1 | ecuser | pgsql', 'host=db1, user=ecuser, facility=pgsql'])
    expect(isLineOf(line, entry), line).toBe(true);
  for (const line of ['ecuser\tdb1.example.com\tpgsql', 'ecuser\tdb1\tpgsql2', 'ecuser db1'])
    expect(isLineOf(line, entry), line).toBe(false);
});

test.each(['4.2.1', '5.2.0'])('Momentum %s: the same five entries, and the stanza before the overlay', async (momentum) => {
  const changes = await plan(await sandbox(momentum));
  const tools = changes.filter((change) => change.kind === 'tool');
  expect(tools.map(({ args }) => args[0])).toEqual([
    'create_db',
    'create_key',
    ...Array(5).fill('set_cred'),
    ...Array(5).fill('get_cred'),
  ]);
  expect(JSON.stringify(changes)).not.toContain('given');
  expect(changes.at(-1)).toMatchObject({ kind: 'edit', splices: [{ text: expect.stringContaining('securecreds {') }] });
});

test('older than 3.2 it cannot be turned on, and the risks say so', async () => {
  const root = await sandbox('3.1.0');
  expect(await plan(root)).toEqual([]);
  const risks = await encryptedPasswords.risks(new LocalHost(root), ON, GIVEN);
  expect(risks).toMatchObject([{ status: 'fail', what: expect.stringContaining('3.2') }]);
});

test('a link of root, where nobody else can put another, leads from the default place to the store', async () => {
  const root = await sandbox('3.6.6');
  chmodSync(join(root, 'opt/msys/ecelerity/etc'), 0o755);
  for (const name of ['credentials.db', 'credentials.key']) {
    mkdirSync(join(root, 'opt/msys/etc'), { recursive: true });
    writeFileSync(join(root, 'opt/msys/etc', name), '', { mode: 0o640 });
    symlinkSync(`/opt/msys/etc/${name}`, join(root, 'opt/msys/ecelerity/etc', name));
  }
  const changes = await plan(root);
  const touched = changes.flatMap((change) => (change.kind === 'tool' ? change.touches.map(({ path }) => path) : []));
  expect([...new Set(touched)]).toEqual(['/opt/msys/etc/credentials.db', '/opt/msys/etc/credentials.db-journal']);
});

test('nothing to take back is no change, and nothing needs a password', async () => {
  const root = await sandbox('3.6.6');
  for (const encrypted of [false, null])
    expect(await encryptedPasswords.plan(new LocalHost(root), { encryptedPasswords: encrypted })).toEqual([]);
  await expect(encryptedPasswords.plan(new LocalHost(root), ON)).rejects.toMatchObject({ name: 'MissingSecretError' });
});
