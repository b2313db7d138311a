import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Terminal } from '../../scripts/terminal.ts';
import { stepTitled } from '../steps/step-titled.ts';
import { key, onward, programHere, walk } from './faces.ts';
import { run, secure, sharedTree, type Tree } from './support.ts';

const open = programHere();
const STATE = 'var/lib/momentum-secure';
/** Tall enough for all that is ever said: what is waited for has not scrolled away. */
const tall = { columns: 100, rows: 400 };

/** Everything the program wrote is a line after the other: nothing moves the cursor, nothing is erased or drawn again. */
function expectAppended(terminal: Terminal): void {
  expect(terminal.output).not.toContain('\u001b');
  expect(terminal.output.match(/Looking at this host/g)).toHaveLength(1);
}

describe('the plain prompts', () => {
  const tree = sharedTree({ servers: true });
  let stock: ReturnType<Tree['snapshot']>;

  test('--plain: answered to the end; then both servers refuse plain text and speak TLS', async () => {
    stock = tree().snapshot();
    const terminal = open(tree().root, { ...tall, args: ['--plain'] });
    await terminal.shows('Enter to begin: ');
    expect(terminal.text()).toContain('warn SSL to the database: off');
    await walk(terminal, [
      ['\r', 'Number 1 to 3, Enter for 3 (require): '],
      ['7\r', 'Expected a number from 1 to 3, got 7. Try again'],
      ['offer\r', stepTitled('SSL for the web UI')],
      ['', 'Should the web console'],
      // Back to the question before: it holds what was answered.
      ['<\r', 'Enter for 2 (offer): '],
      ['require\r', /SSL for the web UI\n[\s\S]*SSL for the web UI\n[\s\S]*Number 1 to 3/],
      ['3\r', 'speak TLS?'],
      ['http\r', '"http" is no port'],
      [`${tree().ports.https}\r`, `Enter for ${tree().ports.https}: ${tree().ports.https}`],
      [onward, 'Type it, or Enter for mail1.example.com: '],
      ['\r', 'Enter for mail1, localhost'],
      ['\r', 'Enter for 1 (2048 bits): '],
      ['\r', 'Type it, or Enter for 365: '],
      ['\r', 'Apply these changes? yes or no, Enter for no: '],
    ]);
    expect(terminal.text()).toContain('+hostnossl all all 0.0.0.0/0 reject');
    expect(tree().snapshot()).toEqual(stock);
    await walk(terminal, [['yes\r', 'Commit it now as admin?']]);
    terminal.type('\r');
    expect(await terminal.exit()).toBe(0);
    expect(terminal.text()).toContain('Not committed.');
    expect(terminal.text()).toContain('Restart services: Restarting PostgreSQL (msyspg)');
    expect(terminal.text()).toContain('Applied as 0001');
    expectAppended(terminal);

    for (const host of ['127.0.0.1', '127.0.0.2', '::1']) expect((await tree().psql(host, 'disable')).exit, host).toBe(2);
    const checked = { sslrootcert: tree().at('var/db/msyspg/server.crt') };
    expect(await tree().psql('localhost', 'verify-full', checked)).toMatchObject({ exit: 0, out: '1\n' });
    expect((await tree().http('/login')).status).toBe('302');
    expect((await tree().https('/login')).status).toBe('200');
  });

  test('TERM=dumb: run again, the same answers are nothing to do, and exit 0', async () => {
    const secured = tree().snapshot();
    const terminal = open(tree().root, { ...tall, env: { TERM: 'dumb', LANG: 'C' } });
    // Typed ahead, as on a slow line.
    terminal.type('\r'.repeat(30));
    expect(await terminal.exit()).toBe(0);
    expect(terminal.text()).toContain('ok   SSL to the database: require');
    expect(terminal.text()).toContain('1. SSL to the database: require');
    expect(terminal.text()).toContain('Nothing to change');
    expectAppended(terminal);
    expect(terminal.output).toMatch(/^[\r\n\x20-\x7e]*$/);
    expect(tree().snapshot()).toEqual(secured);
  });

  test('ACCESSIBLE: turned off again, every byte, mode and owner is as before', async () => {
    const terminal = open(tree().root, { ...tall, env: { ACCESSIBLE: '1' } });
    await walk(terminal, [
      ['', 'A number opens a step, Enter goes on to what would change, q quits: '],
      ['1\roff\r', '1. SSL to the database: changed: require -> off'],
      ['2\roff\r', '2. SSL for the web UI: changed: require -> off'],
      ['3\rnull\r', /deliveries use\?[\s\S]*\(take back\):/],
      ['\r', 'outbound: as it is -> take back'],
      ['4\r', 'offer Diffie-Hellman (DHE)?'],
      ['\r', 'In which group'],
      ['built-in\r', 'without forward secrecy be refused?'],
      ['\r', /ffdhe2048\s+->\s+built\s+in/],
      ['9\r', 'Expected a number from 1 to'],
      ['\r', 'Apply these changes?'],
    ]);
    terminal.type('y\r');
    expect(await terminal.exit()).toBe(0);
    expectAppended(terminal);
    expect(tree().snapshot()).toEqual(stock);
    expect((await tree().psql('127.0.0.1', 'disable')).exit).toBe(0);
    expect((await tree().http('/login')).status).toBe('200');
  });
});

describe('leaving, and nobody to ask', () => {
  const tree = sharedTree();

  test.each([
    ['Ctrl-C', (terminal: Terminal) => terminal.type(key.ctrlC), 130],
    ['Ctrl-D', (terminal: Terminal) => terminal.type('\u0004'), 130],
    ['SIGTERM', (terminal: Terminal) => terminal.kill('SIGTERM'), 143],
    ['SIGHUP', (terminal: Terminal) => terminal.kill('SIGHUP'), 129],
    ['q', (terminal: Terminal) => terminal.type('q\r'), 0],
  ] as const)('%s at a question leaves, and nothing was written', async (_name, leave, exit) => {
    const before = tree().snapshot();
    const terminal = open(tree().root, { ...tall, args: ['--plain'] });
    await terminal.shows('Enter to begin: ');
    await walk(terminal, [['\r', 'Number 1 to 3']]);
    leave(terminal);
    expect(await terminal.exit()).toBe(exit);
    expect(terminal.text()).toMatch(/[Nn]othing was written/);
    expect(tree().snapshot()).toEqual(before);
    expect(existsSync(tree().at(STATE))).toBe(false);
  });

  test('without a terminal it asks nothing: 64, and each missing answer as a flag and as a YAML key', async () => {
    const { exit, out, err } = await secure(['--root', tree().root, '--set', 'databaseSsl=require']);
    expect({ exit, out }).toEqual({ exit: 64, out: '' });
    expect(err).not.toContain('--set databaseSsl');
    expect(err).toContain('--set webUiSsl=require');
    expect(err).toMatch(/--set webUi\.httpsPort=\d+/);
    expect(err).toMatch(/\n +webUi:\n +httpsPort: \d+\n/);
    expect(err).toContain('momentum-secure apply --yes');
    expect(existsSync(tree().at(STATE))).toBe(false);
  });

  test('what it names can be given back as it stands: then nothing is missing', async () => {
    const { err } = await secure(['--root', tree().root]);
    const yaml = err.slice(err.indexOf('--answers:\n') + 11, err.indexOf('Then: '));
    const given = await secure(['--root', tree().root, '--answers', '-'], { input: yaml });
    expect(given).toMatchObject({ exit: 64, err: expect.stringContaining('All is answered') });
    const flags = [...err.matchAll(/--set ('[^']+'|\S+)/g)].map(([, flag]) => flag?.replaceAll("'", '') as string);
    const set = await secure(['--root', tree().root, ...flags.flatMap((flag) => ['--set', flag])]);
    expect(set).toMatchObject({ exit: 64, err: expect.stringContaining('All is answered') });
  });

  test('--json is one document, also when nobody can be asked', async () => {
    const { exit, out } = await secure(['--root', tree().root, '--json']);
    expect(exit).toBe(64);
    expect(JSON.parse(out)).toMatchObject({ changed: false, error: { kind: 'UsageError' } });
  });

  test('standard input from /dev/null on a terminal is nobody to ask', async () => {
    const script = `exec "$@" < /dev/null`;
    const terminal = open(tree().root, { ...tall, under: ['/bin/sh', '-c', script, 'sh'], args: ['--plain'] });
    expect(await terminal.exit()).toBe(64);
    expect(terminal.text()).toContain('--set webUiSsl=require');
  });

  test('a closed pipe on standard output does not keep it waiting', async () => {
    const program = join(import.meta.dirname, '../../dist/cli.js');
    const piped = await run([
      '/bin/sh',
      '-c',
      '"$1" "$2" --root "$3" | head -c 0; echo ended',
      'sh',
      process.execPath,
      program,
      tree().root,
    ]);
    expect(piped).toMatchObject({ exit: 0, out: 'ended\n' });
  });
});
