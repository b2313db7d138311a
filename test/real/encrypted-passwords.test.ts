import { chmodSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { run, sharedScratch, sharedTree, type Tree } from './support.ts';

const STORE = 'opt/msys/ecelerity/etc/credentials.db';
const KEY = 'opt/msys/ecelerity/etc/credentials.key';
const CONF = 'opt/msys/ecelerity/etc/conf/default/ecelerity.conf';
const ON = { encryptedPasswords: true };
const OFF = { encryptedPasswords: false };

/** The manual's five, for a database that is reached at 127.0.0.1. */
const FIVE = ['_ecconfigd_\tecconfigd', '127.0.0.1\tecdb', 'localhost\tecdb', '127.0.0.1\tpgsql', 'localhost\tpgsql'].map(
  (rest) => `ecuser\t${rest}`,
);

const credmgr = (tree: Tree, ...args: string[]) => run([tree.at('opt/msys/ecelerity/bin/credmgr'), ...args]);
const entries = async (tree: Tree) => (await credmgr(tree, 'get_cred')).out.split('\n').filter(Boolean);
const identity = (host: string, facility: string) => [`--hostname=${host}`, '-u', 'ecuser', '-f', facility];

describe('encrypted passwords, with a database that can be asked', () => {
  const tree = sharedTree({ servers: true });
  const scratch = sharedScratch();
  let stock: Record<string, string> = {};

  const passwordFile = (text: string, mode = 0o600) => {
    const path = join(scratch(), 'password');
    writeFileSync(path, text);
    chmodSync(path, mode);
    return path;
  };

  beforeAll(async () => {
    stock = tree().snapshot();
    expect((await run([tree().at('etc/init.d/ecelerity'), 'start'])).exit).toBe(0);
  });

  test('the plan names every call, the exposure of the password, the copies in plain text, and proves the password', async () => {
    const { doc, out } = await tree().plan(ON);
    expect(doc.changes.map(({ path }: { path: string }) => path).sort()).toEqual([`/${CONF}`, `/${STORE}`, `/${KEY}`]);
    const store = doc.changes.find(({ path }: { path: string }) => path === `/${STORE}`);
    expect(store).toMatchObject({ kind: 'tool', before: null, after: { owner: 'root', group: 'ecuser', mode: '0640' } });
    expect(store.notes.filter((note: string) => note.includes('set_cred'))).toHaveLength(5);
    expect(store.notes.join()).toContain('the process list shows it');
    const found = (id: string) => doc.findings.find((one: { id: string }) => one.id === id);
    expect(found('encrypted-passwords-login')).toMatchObject({ status: 'pass' });
    expect(found('encrypted-passwords-plain-copy').what).toContain('/opt/msys/3rdParty/etc/php.d/ecdb.ini');
    expect(out).not.toContain(tree().password());
    expect(tree().snapshot()).toEqual(stock);
  });

  test('on: exactly the five entries, the documented owners, the stanza before the overlay; a second time nothing', async () => {
    const ran = await tree().apply(ON);
    expect(ran.out).toContain('ecelerity was reloaded');
    expect(await entries(tree())).toEqual(FIVE);
    expect((await credmgr(tree(), 'get_cred', ...identity('127.0.0.1', 'pgsql'))).out).toBe(`${tree().password()}\n`);
    expect([tree().facts(STORE).mode, tree().facts(KEY).mode]).toEqual([0o640, 0o640]);
    expect(tree().read(CONF)).toMatch(
      /securecreds \{\n {2}Credentials = "\/opt\/msys\/ecelerity\/etc\/credentials\.db"\n {2}Key = "\/opt\/msys\/ecelerity\/etc\/credentials\.key"\n\}/,
    );
    expect(tree().read(CONF).trimEnd().endsWith('readonly_include "/opt/msys/etc/installer/ecelerity.d/"')).toBe(true);
    const { doc } = await tree().secureJson('status');
    expect(doc.answers.encryptedPasswords).toBe(true);
    const verified = await tree().secureJson('verify');
    const login = verified.doc.findings.find((one: { id: string }) => one.id === 'encrypted-passwords-login');
    expect(login).toMatchObject({ status: 'pass' });
    expect((await tree().plan(ON)).doc.changed).toBe(false);
  });

  test('what is missing or open to others is a gap, which the next apply closes', async () => {
    await credmgr(tree(), 'del_cred', ...identity('localhost', 'ecdb'));
    chmodSync(tree().at(KEY), 0o644);
    const { exit, doc } = await tree().secureJson('status');
    expect(exit).toBe(2);
    const failing = doc.findings.filter(({ status }: { status: string }) => status === 'fail');
    expect(failing.map(({ id }: { id: string }) => id).sort()).toEqual([
      'encrypted-passwords-entries',
      'encrypted-passwords-mode',
    ]);
    await tree().apply(ON);
    expect(await entries(tree())).toEqual(FIVE);
    expect(tree().facts(KEY).mode).toBe(0o640);
    expect((await tree().secureJson('status')).exit).toBe(0);
  });

  test.each([OFF, { encryptedPasswords: null }])(
    '%j gives the bytes back that were there, and rollback brings the store back',
    async (off) => {
      await tree().apply(ON);
      const on = tree().snapshot();
      await tree().apply(off);
      expect(tree().snapshot()).toEqual(stock);
      expect((await tree().plan(off)).doc.changed).toBe(false);
      expect((await tree().secure('rollback', '--yes')).exit).toBe(0);
      expect(tree().snapshot()).toEqual(on);
      await tree().apply(off);
    },
  );

  test('a wrong password is refused by the database, before anything is written', async () => {
    const ran = await tree().secure(
      'apply',
      '--yes',
      '--set',
      'encryptedPasswords=true',
      '--password-file',
      passwordFile('Wrong-4711\n'),
    );
    expect(ran.exit).toBe(3);
    expect(ran.out + ran.err).toContain('does not let ecuser in with this password');
    expect(ran.out + ran.err).not.toContain('Wrong-4711');
    expect(tree().snapshot()).toEqual(stock);
  });

  test('a password file that others can read, or that holds no password, is refused by name', async () => {
    const apply = (path: string) => tree().secure('apply', '--yes', '--set', 'encryptedPasswords=true', '--password-file', path);
    const open = await apply(passwordFile('Known-4711\n', 0o644));
    expect(open).toMatchObject({ exit: 64, err: expect.stringContaining(`${join(scratch(), 'password')}: everybody`) });
    for (const text of ['', '\n', 'two\nlines\n']) expect((await apply(passwordFile(text))).exit).toBe(64);
    expect((await apply(join(scratch(), 'absent'))).exit).toBe(64);
    expect(tree().snapshot()).toEqual(stock);
  });

  test("the operator's own database, key and entries survive on and off, also when they come in between", async () => {
    await credmgr(tree(), 'create_db');
    await credmgr(tree(), 'create_key');
    await credmgr(tree(), 'set_cred', '-h', 'db2.example.com', '-u', 'report', '-f', 'mysql', '-p', 'theirs');
    await credmgr(tree(), 'set_cred', ...identity('localhost', 'pgsql'), '-p', 'another');
    const own = tree().snapshot();
    const ran = await tree().apply(ON);
    expect(ran.out).toContain('holds another password, and was not made by us');
    expect(await entries(tree())).toHaveLength(6);
    expect((await credmgr(tree(), 'get_cred', ...identity('localhost', 'pgsql'))).out).toBe('another\n');
    await tree().apply(OFF);
    expect(tree().snapshot()).toEqual(own);
    await tree().apply(ON);
    await credmgr(tree(), 'set_cred', '-h', 'db3.example.com', '-u', 'report', '-f', 'odbc', '-p', 'new');
    await tree().apply(OFF);
    expect(await entries(tree())).toEqual([
      'report\tdb2.example.com\tmysql',
      'report\tdb3.example.com\todbc',
      'ecuser\tlocalhost\tpgsql',
    ]);
    expect(tree().read(CONF)).not.toContain('securecreds');
    for (const path of [STORE, KEY]) rmSync(tree().at(path));
    expect(tree().snapshot()).toEqual(stock);
  });

  test('a database of ours to which somebody added an entry stays with that entry alone', async () => {
    await tree().apply(ON);
    await credmgr(tree(), 'set_cred', '-h', 'db2.example.com', '-u', 'report', '-f', 'mysql', '-p', 'theirs');
    await tree().apply(OFF);
    expect(await entries(tree())).toEqual(['report\tdb2.example.com\tmysql']);
    for (const path of [STORE, KEY]) rmSync(tree().at(path));
    expect(tree().snapshot()).toEqual(stock);
  });

  test('entries of ours follow a password that changed', async () => {
    await tree().apply(ON);
    const old = tree().password();
    await tree().superuser("alter role ecuser password 'Turned-2026'");
    await tree().apply(ON, '--password-file', passwordFile('Turned-2026\n'));
    expect((await credmgr(tree(), 'get_cred', ...identity('127.0.0.1', 'ecdb'))).out).toBe('Turned-2026\n');
    await tree().superuser(`alter role ecuser password '${old}'`);
    await tree().apply(OFF);
    expect(tree().snapshot()).toEqual(stock);
  });

  test('a stanza that somebody else wrote is respected: not edited, not taken back', async () => {
    await credmgr(tree(), 'create_db');
    await credmgr(tree(), 'create_key');
    const theirs =
      'securecreds { Credentials = "/opt/msys/ecelerity/etc/credentials.db" Key = "/opt/msys/ecelerity/etc/credentials.key" }\n';
    tree().edit(CONF, (text) => theirs + text);
    const before = tree().read(CONF);
    await tree().apply(ON);
    expect(tree().read(CONF)).toBe(before);
    expect(await entries(tree())).toEqual(FIVE);
    const off = await tree().secure('apply', '--yes', '--set', 'encryptedPasswords=false');
    expect(off).toMatchObject({ exit: 3, out: expect.stringContaining('turned on by somebody else') });
    await tree().apply({ encryptedPasswords: null });
    expect(await entries(tree())).toEqual([]);
    expect(tree().read(CONF)).toBe(before);
    tree().edit(CONF, (text) => text.slice(theirs.length));
    for (const path of [STORE, KEY]) rmSync(tree().at(path));
    expect(tree().snapshot()).toEqual(stock);
  });

  test('a store at the other default place is not written past', async () => {
    tree().write('opt/msys/etc/credentials.db', 'theirs', 0o640);
    const ran = await tree().secure('apply', '--yes', '--set', 'encryptedPasswords=true');
    expect(ran).toMatchObject({ exit: 3, out: expect.stringContaining('ln -s /opt/msys/etc/credentials.db') });
    rmSync(tree().at('opt/msys/etc/credentials.db'));
    expect(tree().snapshot()).toEqual(stock);
  });
});

describe('where no file of Momentum has the password', () => {
  const tree = sharedTree();

  test('it has to be given: 64 says how, and nothing is changed', async () => {
    for (const [path, text] of Object.entries(filesWithPassword(tree())))
      tree().write(path, text.replaceAll(tree().password(), ''));
    rmSync(tree().at('opt/msys/etc/.svcpasswd'));
    const stock = tree().snapshot();
    const ran = await tree().secure('apply', '--yes', '--set', 'encryptedPasswords=true');
    expect(ran).toMatchObject({ exit: 64, err: expect.stringContaining('--password-file') });
    expect(tree().snapshot()).toEqual(stock);
  });
});

function filesWithPassword(tree: Tree): Readonly<Record<string, string>> {
  const names = readdirSync(tree.at('opt'), { recursive: true, encoding: 'utf8' }).map((name) => join('opt', name));
  const files = names.filter((name) => statSync(tree.at(name)).isFile() && tree.read(name).includes(tree.password()));
  return Object.fromEntries(files.filter((name) => !name.endsWith('.svcpasswd')).map((name) => [name, tree.read(name)]));
}
