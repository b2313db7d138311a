import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recoverFirst } from '../../src/operations/recover-first.ts';
import { key, onward, programHere, walk } from './faces.ts';
import { differences, snapshot, Workshop } from './program.ts';

const CREDMGR = 'opt/msys/ecelerity/bin/credmgr';
const STORE = 'opt/msys/ecelerity/etc/credentials.db';
const ON = ['--set', 'encryptedPasswords=true'];
const OFF = ['--set', 'encryptedPasswords=false'];
/** With what shells and SQL take for their own. */
const CANARY = `Can4ry-${randomBytes(12).toString('base64url')}'"$ `;

const shop = new Workshop();
const open = programHere();
let stock = '';

beforeAll(async () => {
  stock = (await shop.sandbox('stock')).directory;
});
afterAll(() => shop.close());

/** Puts words of a shell script before and after credmgr's own work. */
function hook(tree: string, before: string, after = ''): void {
  const path = join(tree, CREDMGR);
  const script = readFileSync(path, 'utf8');
  const real = /^exec ("\$node_bin".*)$/m;
  expect(script).toMatch(real);
  writeFileSync(
    path,
    script.replace(real, (_, command: string) => `${before}\n${command}\ncode=$?\n${after}\nexit $code`),
  );
}

const COUNT = 'n=$(($(cat "$root/tmp/calls" 2>/dev/null || echo 0) + 1)); echo "$n" > "$root/tmp/calls"';
const apply = (tree: string, ...args: string[]) => shop.run(tree, ['apply', '--yes', '--no-services', ...args]);

describe('killed with SIGKILL around the calls of credmgr', () => {
  const killed = 'kill -9 "$PPID"; sleep 0.2';
  test.each([
    ['before the first', `[ "$n" = 1 ] && { ${killed}; exit 1; }`, ''],
    ['after create_db', '', `[ "$n" = 1 ] && { ${killed}; }`],
    ['after create_key', '', `[ "$n" = 2 ] && { ${killed}; }`],
    ['with the third entry half written', `[ "$n" = 5 ] && { printf half > "$root/${STORE}-journal"; ${killed}; exit 1; }`, ''],
    ['after the last entry', '', `[ "$n" = 7 ] && { ${killed}; }`],
    ['while one of them goes on alone', `[ "$n" = 4 ] && { kill -9 "$PPID"; sleep 1.5; }`, ''],
    ['after the last is read back', '', `[ "$n" = 12 ] && { ${killed}; }`],
  ])('%s: the next run puts all back', async (what, before, after) => {
    const tree = shop.copy(stock, `kill-${what.replaceAll(' ', '-')}`);
    hook(tree, `${COUNT}\n${before}`, after);
    const whole = snapshot(tree);
    expect((await apply(tree, ...ON)).exit).toBe('SIGKILL');
    expect(existsSync(join(tree, 'var/lib/momentum-secure/journal.json'))).toBe(true);
    expect(await recoverFirst(tree, 'test', false)).toMatchObject({ said: expect.stringContaining('put back') });
    expect(differences(whole, snapshot(tree))).toEqual([]);
    rmSync(tree, { recursive: true });
  });

  test('while our entries go from a database of the operator, which is as before then', async () => {
    const tree = shop.copy(stock, 'kill-off');
    const credmgr = (...args: string[]) => shop.tool(join(tree, CREDMGR), args);
    for (const args of [['create_db'], ['create_key'], ['set_cred', '-h', 'db2', '-u', 'them', '-f', 'odbc', '-p', 'theirs']])
      await credmgr(...args);
    expect(await apply(tree, ...ON)).toMatchObject({ exit: 0 });
    await credmgr('set_cred', '-h', 'db3', '-u', 'them', '-f', 'odbc', '-p', 'theirs');
    hook(tree, '', '[ "$1" = del_cred ] && { kill -9 "$PPID"; sleep 0.2; }');
    const whole = snapshot(tree);
    expect((await apply(tree, ...OFF)).exit).toBe('SIGKILL');
    expect(differences(whole, snapshot(tree))).not.toEqual([]);
    expect(await recoverFirst(tree, 'test', false)).toMatchObject({ said: expect.stringContaining('put back') });
    expect(differences(whole, snapshot(tree))).toEqual([]);
  });
});

/** A tree in which no file of Momentum has the password. */
function withoutPassword(name: string): string {
  const tree = shop.copy(stock, name);
  const kept = ['.svcpasswd', 'installer/lastinstall', 'installer/ecelerity.d/ecdb.conf', 'installer/eccmgr.d/ecdb.conf'];
  for (const path of [...kept.map((one) => `opt/msys/etc/${one}`), 'opt/msys/3rdParty/etc/php.d/ecdb.ini'])
    rmSync(join(tree, path));
  return tree;
}

describe('a canary password', () => {
  let tree = '';
  let file = '';
  const seen: string[] = [];

  beforeAll(() => {
    tree = shop.copy(stock, 'canary');
    file = join(shop.directory, 'password');
    writeFileSync(file, `${CANARY}\n`, { mode: 0o600 });
    // What the process list and /proc show of us, and of credmgr but for its arguments, while it runs.
    const look =
      'cat "/proc/$PPID/cmdline" "/proc/$PPID/environ" "/proc/$$/environ" >> "$root/tmp/looked"; echo >> "$root/tmp/looked"';
    hook(tree, look);
  });

  /** All that has no business with it: the whole tree, what was said, and what lies beside. */
  function places(): ReadonlyMap<string, string> {
    const found = new Map(seen.map((text, index) => [`output ${index}`, text]));
    for (const directory of [tree, shop.temporary, join(shop.directory, 'out')]) {
      for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
        const path = join(directory, name);
        if (statSync(path).isFile()) found.set(path, readFileSync(path, 'latin1'));
      }
    }
    return found;
  }

  const FORMS = [
    CANARY,
    CANARY.trim(),
    Buffer.from(CANARY).toString('base64'),
    Buffer.from(CANARY).toString('hex'),
    JSON.stringify(CANARY).slice(1, -1),
  ];

  function expectNowhere(): void {
    for (const [where, text] of places()) for (const form of FORMS) expect(text.includes(form), where).toBe(false);
  }

  async function say(...args: string[]) {
    const ran = await shop.run(tree, args);
    seen.push(ran.out, ran.err);
    return ran;
  }

  test('is found nowhere but encrypted in the credentials database', async () => {
    const out = join(shop.directory, 'out');
    mkdirSync(out);
    const given = ['--password-file', file, '--log-file', join(out, 'log'), '--verbose'];
    expect((await say('plan', ...ON, ...given, '--out', join(out, 'plan.json'))).exit).toBe(2);
    for (const format of ['json', 'markdown', 'html'])
      expect((await say('plan', ...ON, ...given, '--format', format)).exit, format).toBe(2);
    expect((await say('apply', join(out, 'plan.json'), '--yes', '--no-services', ...given)).exit).toBe(0);
    const stored = await shop.tool(join(tree, CREDMGR), ['get_cred', '--hostname=localhost', '-u', 'ecuser', '-f', 'pgsql']);
    expect(stored).toBe(`${CANARY}\n`);
    expect(readFileSync(join(tree, 'tmp/looked'), 'latin1')).toContain('--password-file');
    for (const args of [['status', '--json'], ['verify'], ['history'], ['show', '1'], ['drift'], ['status', ...given]])
      await say(...args);
    expectNowhere();
    expect((await say('apply', '--yes', '--no-services', ...OFF, ...given)).exit).toBe(0);
    expect((await say('rollback', '--yes', '--no-services', ...given)).exit).toBe(0);
    expect((await say('rollback', '1', '--yes', '--no-services', '--json')).exit).not.toBe(64);
    expectNowhere();
  });

  test('is in no message of a tool that fails and repeats it', async () => {
    const broken = shop.copy(stock, 'broken');
    hook(broken, 'case $1 in set_cred) echo "cannot store $*" >&2; exit 1 ;; esac');
    const whole = snapshot(broken);
    const ran = await apply(broken, ...ON, '--password-file', file);
    expect(ran).toMatchObject({ exit: 4, err: expect.stringContaining('cannot store') });
    expect(ran.out + ran.err).not.toContain(CANARY.trim());
    expect(differences(whole, snapshot(broken))).toEqual([]);
  });

  test('asked for by apply on a terminal it is not shown, and stored; Ctrl-C leaves all as it was', async () => {
    const asked = withoutPassword('asked');
    const whole = snapshot(asked);
    const leaving = open(asked, { columns: 100, rows: 60, args: ['apply', '--yes', '--no-services', ...ON] });
    await leaving.shows('(not shown):');
    leaving.type(key.ctrlC);
    expect(await leaving.exit()).toBe(130);
    expect(differences(whole, snapshot(asked))).toEqual([]);
    const terminal = open(asked, { columns: 100, rows: 60, args: ['apply', '--yes', '--no-services', ...ON] });
    await terminal.shows('(not shown):');
    terminal.type(`${CANARY}\r`);
    expect(await terminal.exit()).toBe(0);
    expect(terminal.output).not.toContain(CANARY.trim());
    expect(await shop.tool(join(asked, CREDMGR), ['get_cred', '--hostname=localhost', '-u', 'ecuser', '-f', 'ecdb'])).toBe(
      `${CANARY}\n`,
    );
  });

  test.each([['--plain'], []])('typed into the wizard (%s) it is on no screen, and stored', async (...args) => {
    const typed = withoutPassword(`typed${args.join('')}`);
    const terminal = open(typed, {
      columns: 100,
      rows: 60,
      args: [...args, '--no-services', '--set', 'databaseSsl=off', '--set', 'webUiSsl=off'],
    });
    const plain = args.length > 0;
    await walk(terminal, [
      [onward, "Should the database's passwords be kept encrypted?"],
      ...(plain
        ? ([['yes\r', 'Which password does the service account ecuser have?']] as const)
        : ([['y', 'Which password']] as const)),
    ]);
    if (!plain) await walk(terminal, [['\t', 'Which password']]);
    terminal.type(`${CANARY}\r`);
    await walk(terminal, [[onward, plain ? 'Apply these changes?' : 'credentials.db']]);
    expect(terminal.output).not.toContain(CANARY.trim());
    terminal.type(plain ? 'yes\r' : key.escape);
    if (!plain) return;
    expect(await terminal.exit()).toBe(0);
    expect(terminal.output).not.toContain(CANARY.trim());
    const stored = await shop.tool(join(typed, CREDMGR), ['get_cred', '--hostname=localhost', '-u', 'ecuser', '-f', 'pgsql']);
    expect(stored).toBe(`${CANARY}\n`);
  });
});
