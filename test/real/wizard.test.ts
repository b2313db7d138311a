import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Terminal } from '../../scripts/terminal.ts';
import { stepTitled } from '../steps/step-titled.ts';
import { key, onward, programHere, walk } from './faces.ts';
import { differences, snapshot } from './program.ts';
import { secure, sharedTree, type Tree } from './support.ts';

const { enter, home, end, down, ctrlC, ctrlU } = key;
const open = programHere();

const STATE = 'var/lib/momentum-secure';
/** From the welcome to the last question, both choices at require. */
const questions = [
  [enter, 'Should connections to the database use TLS?'],
  [`${end}${enter}`, 'Should the web console use TLS?'],
  [`${end}${enter}`, '443 is what browsers try'],
  [onward, stepTitled('Certificates')],
  [enter, 'Separated by commas'],
  [enter, 'RSA. 2048 bits'],
  [enter, 'A year is what Momentum itself gives'],
] as const;
const toPreflight = [...questions, [enter, stepTitled('Preflight')]] as const;
const toPreview = [...toPreflight, ['', 'in order'], [enter, stepTitled('Preview')], ['', 'server.key']] as const;

async function toApply(terminal: Terminal): Promise<void> {
  await terminal.shows(stepTitled('Secure this Momentum'));
  await walk(terminal, [...toPreview, ['a', 'Apply these changes?'], ['y', stepTitled('Apply')]]);
}

describe('the wizard on a fresh install', () => {
  const tree = sharedTree({ servers: true });
  let stock: ReturnType<Tree['snapshot']>;

  test('is walked to its last screen; then both servers refuse plain text and speak TLS', async () => {
    stock = tree().snapshot();
    const terminal = open(tree().root);
    await terminal.shows('Momentum 3.6.6');
    expect(terminal.isAlternate).toBe(true);
    expect(terminal.text()).toContain('warn SSL to the database: off');
    expect(terminal.text()).not.toMatch(/ok .*: off/);

    // A wrong port stays where it is; going back and jumping lose neither it nor what was chosen before.
    await walk(terminal, questions.slice(0, 3));
    await walk(terminal, [[`${ctrlU}99999${enter}`, '"99999" is no port']]);
    expect(terminal.text()).toMatch(stepTitled('SSL for the web UI'));
    await walk(terminal, [[key.escape, stepTitled('SSL to the database')]]);
    expect(terminal.text()).toContain('(•) require');
    await walk(terminal, [
      ['g', 'Go to which step?'],
      [`${home}${enter}`, stepTitled('Secure this Momentum')],
      ['g', '"99999" is no port'],
      [`${down}${down}${enter}`, stepTitled('SSL for the web UI')],
      ['\t', '443 is what browsers try'],
    ]);
    expect(terminal.text()).toContain('99999');
    await walk(terminal, [
      [`${ctrlU}${tree().ports.https}`, String(tree().ports.https)],
      ...questions.slice(3),
      [enter, stepTitled('Preflight')],
      ['', 'in order'],
    ]);

    await walk(terminal, [
      [enter, stepTitled('Preview')],
      ['', 'Services'],
    ]);
    for (const [columns, rows] of [
      [60, 16],
      [120, 40],
      [100, 30],
    ] as const) {
      terminal.resize(columns, rows);
      await expect.poll(() => terminal.lines().at(-1)).toMatch(/^ ?Enter .*q quit$/);
      await expect.poll(() => terminal.lines().filter((line) => stepTitled('Preview').test(line))).toHaveLength(1);
    }
    // Enter at the question says no.
    await walk(terminal, [
      [enter, 'Apply these changes?'],
      [enter, stepTitled('Preview')],
    ]);
    expect(tree().snapshot()).toEqual(stock);
    await walk(terminal, [
      ['a', 'Apply these changes?'],
      ['y', stepTitled('Done')],
    ]);
    expect(terminal.text()).toContain('Applied as 0001');
    expect(terminal.text().indexOf('What is left for you')).toBeLessThan(terminal.text().indexOf('What was proved'));
    // The repository is here and has nothing else waiting: Enter at the question says no.
    await walk(terminal, [[enter, 'Commit it now as admin?']]);
    terminal.type(enter);
    expect(await terminal.exit()).toBe(0);
    expect([terminal.isAlternate, terminal.isCursorShown]).toEqual([false, true]);
    expect(terminal.scrollback()).toContain('To undo it: momentum-secure rollback 0001');
    expect(terminal.scrollback()).not.toMatch(/\d of \d/);

    for (const host of ['127.0.0.1', '127.0.0.2', '::1']) expect((await tree().psql(host, 'disable')).exit, host).toBe(2);
    const checked = { sslrootcert: tree().at('var/db/msyspg/server.crt') };
    expect(await tree().psql('localhost', 'verify-full', checked)).toMatchObject({ exit: 0, out: '1\n' });
    expect(await tree().http('/login')).toMatchObject({ status: '302', location: expect.stringMatching(/^https:/) });
    expect(await tree().https('/login')).toMatchObject({ status: '200', body: expect.stringContaining('Momentum web console') });
  });

  test('run again, it starts from what is; the same answers are nothing to do, and exit 0', async () => {
    const secured = tree().snapshot();
    const terminal = open(tree().root);
    await terminal.shows(stepTitled('Summary'));
    await walk(terminal, [
      ['', 'ok   SSL to the database: require'],
      ['', 'Nobody has changed what we manage'],
      ['', 'nothing is changed so far'],
      [enter, stepTitled('Preflight')],
      ['', 'Nothing to change'],
    ]);
    terminal.type(enter);
    expect(await terminal.exit()).toBe(0);
    expect(terminal.scrollback()).toContain('Nothing to change');
    expect(tree().snapshot()).toEqual(secured);
  });

  test('what somebody took out by hand is said, and is a change that the next plan makes', async () => {
    const rules = tree().at('var/db/msyspg/pg_hba.conf');
    const kept = readFileSync(rules, 'latin1');
    onTestFinished(() => writeFileSync(rules, kept, 'latin1'));
    writeFileSync(rules, kept.replace(/^hostnossl .*\n/gm, '# by hand\n'), 'latin1');
    const terminal = open(tree().root, { rows: 60 });
    await terminal.shows(stepTitled('Summary'));
    await walk(terminal, [
      ['', /FAIL .*pg_hba\.conf was edited since it was left by 0001/],
      ['', 'SSL to the database (databaseSsl) is not in force as it was applied'],
      ['', 'changed: offer -> require'],
      [enter, stepTitled('Preflight')],
      [onward, stepTitled('Preview')],
      ['', 'pg_hba.conf'],
      ['q', 'Nothing was written.'],
    ]);
  });

  test('other names on certificates that are there and good have new ones made', async () => {
    const terminal = open(tree().root, { rows: 40 });
    await terminal.shows(stepTitled('Summary'));
    await walk(terminal, [
      [`${end}${enter}`, stepTitled('Certificates')],
      ['', 'are there and good, and are kept'],
      [`${ctrlU}mail9.example.com`, 'mail9.example.com'],
      [onward, stepTitled('Summary')],
      ['', 'mail1.example.com -> mail9.example.com'],
      [enter, stepTitled('Preflight')],
      [onward, stepTitled('Preview')],
      ['', 'server.crt'],
      ['q', 'Nothing was written.'],
    ]);
  });

  test('turned off again, every byte, mode and owner is as before', async () => {
    const terminal = open(tree().root);
    await terminal.shows(stepTitled('Summary'));
    await walk(terminal, [
      [`${down}${enter}`, stepTitled('SSL to the database')],
      [`${home}${enter}`, 'changed: require -> off'],
      [`${down}${down}${enter}`, stepTitled('SSL for the web UI')],
      [`${home}${enter}`, stepTitled('Summary')],
      [`${down}${down}${down}${enter}`, stepTitled('TLS versions of the mail server')],
      [`${end}${enter}`, /deliveries use\?\s*\n[\s\S]*► \(•\) take back/],
      [onward, stepTitled('Summary')],
      [`${down}${down}${down}${down}${enter}`, 'offer Diffie-Hellman (DHE)?'],
      [enter, /► \(•\) ffdhe2048/],
      [end, /► \( \) built in/],
      [enter, /\(•\) built in/],
      [onward, stepTitled('Summary')],
      ['', '4 steps are changed'],
      [enter, stepTitled('Preflight')],
      ['', 'in order'],
      [enter, stepTitled('Preview')],
      ['', 'Services'],
      ['ay', 'Done'],
      ['', 'Applied as 0002'],
    ]);
    terminal.type(enter);
    expect(await terminal.exit()).toBe(0);
    expect(tree().snapshot()).toEqual(stock);
    expect((await tree().psql('127.0.0.1', 'disable')).exit).toBe(0);
    expect((await tree().http('/login')).status).toBe('200');
  });
});

describe('nothing, or everything as before', () => {
  const tree = sharedTree({ servers: true });
  const whole = () => snapshot(tree().root);
  const asBefore = (before: ReturnType<typeof whole>) => expect(differences(before, whole())).toEqual([]);

  test.each([
    ['q on the first screen', [], 'q', 0],
    ['Ctrl-C in a text field', questions.slice(0, 3), ctrlC, 130],
    ['q in the preview, after saying no', [...toPreview, ['a', 'Apply these changes?'], ['n', stepTitled('Preview')]], 'q', 0],
    ['Ctrl-C at the question whether to apply', [...toPreview, ['a', 'Apply these changes?']], ctrlC, 130],
  ] as const)('%s leaves, and nothing was written, not even our own directory', async (_name, steps, leave, exit) => {
    const before = whole();
    const terminal = open(tree().root);
    await terminal.shows(stepTitled('Secure this Momentum'));
    await walk(terminal, steps);
    terminal.type(leave);
    expect(await terminal.exit()).toBe(exit);
    expect([terminal.isAlternate, terminal.isCursorShown]).toEqual([false, true]);
    expect(terminal.text()).toContain('Nothing was written.');
    asBefore(before);
    expect(existsSync(tree().at(STATE))).toBe(false);
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ])('%s at a question ends it with %i, and gives the terminal back', async (signal, exit) => {
    const terminal = open(tree().root);
    await terminal.shows(stepTitled('Secure this Momentum'));
    await walk(terminal, questions.slice(0, 2));
    terminal.kill(signal);
    expect(await terminal.exit()).toBe(exit);
    expect([terminal.isAlternate, terminal.isCursorShown]).toEqual([false, true]);
    expect(existsSync(tree().at(STATE))).toBe(false);
  });

  test('at 40 x 20, in a locale without UTF-8 and without colour, every screen fits and is plain ASCII', async () => {
    const terminal = open(tree().root, { columns: 40, rows: 20, env: { LC_ALL: 'C', NO_COLOR: '1' } });
    await terminal.shows(stepTitled('Secure this Momentum'));
    for (const step of [
      ['', stepTitled('Secure this Momentum')],
      ...toPreview,
      ['f', 'RSA'],
      ['f', 'Apply these'],
      ['a', 'Apply these changes?'],
    ] as const) {
      await walk(terminal, [step]);
      // A line that is too wide would push the first or the last one out of its place.
      await expect.poll(() => terminal.lines()[0]).toMatch(/^\d+ of \d+ {2}\S/);
      await expect.poll(() => terminal.lines().at(-1)).toMatch(/quit$/);
    }
    // biome-ignore lint/suspicious/noControlCharactersInRegex: bytes are what this is about
    expect(terminal.output).toMatch(/^[\x00-\x7f]*$/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what this is about
    expect(terminal.output).not.toMatch(/\u001b\[[0-9;]*m/);
  });

  test('what preflight finds keeps the changes out; p puts right what has a remedy, r looks again', async () => {
    const config = tree().at('opt/msys/ecelerity/etc/conf');
    const { mode } = statSync(config);
    chmodSync(config, 0o600);
    onTestFinished(() => chmodSync(config, mode));
    const squatter = createServer().listen(tree().ports.https, '127.0.0.1');
    onTestFinished(() => void squatter.close());
    const before = whole();

    const terminal = open(tree().root, { rows: 60 });
    await terminal.shows(stepTitled('Secure this Momentum'));
    await walk(terminal, [
      ...toPreflight,
      ['', '2 to put right before anything can be applied'],
      [enter, '2 checks fail: press p'],
      ['p', '1 put right together with the changes'],
    ]);
    expect(terminal.text()).toContain('is taken by another program');
    expect(terminal.text()).toContain('fix  /opt/msys/ecelerity/etc/conf');
    await walk(terminal, [
      ['g', 'Go to which step?'],
      [`${down}${enter}`, stepTitled('Preview')],
      ['a', '1 check fails in the preflight'],
      [key.escape, stepTitled('Preflight')],
    ]);
    await new Promise((resolve) => squatter.close(resolve));
    await walk(terminal, [
      ['r', /1 put right[\s\S]*Nobody listens yet/],
      [enter, stepTitled('Preview')],
      ['', 'ecuser has to enter it'],
      ['q', 'Nothing was written.'],
    ]);
    expect(await terminal.exit()).toBe(0);
    asBefore(before);
  });

  test('another run that holds the lock is named, with the exit code that the command line has for it', async () => {
    mkdirSync(tree().at(STATE), { recursive: true, mode: 0o700 });
    const holder: ChildProcess = spawn('flock', ['--exclusive', tree().at(`${STATE}/lock`), 'sleep', '600'], {
      detached: true,
      stdio: 'ignore',
    });
    onTestFinished(() => {
      process.kill(-(holder.pid as number), 'SIGKILL');
      rmSync(tree().at(STATE), { recursive: true });
    });
    const terminal = open(tree().root);
    await terminal.shows(stepTitled('Secure this Momentum'));
    await walk(terminal, [...toPreview, ['a', 'Apply these changes?'], ['y', 'Another run of momentum-secure holds the lock']]);
    await walk(terminal, [['', 'r plan it again']]);
    terminal.type(enter);
    expect(await terminal.exit()).toBe(6);
  });

  test('Ctrl-C while it applies puts everything back, waits for it, and exits 130', async () => {
    const before = whole();
    const terminal = open(tree().root);
    await toApply(terminal);
    await walk(terminal, [
      ['', 'Restarting PostgreSQL'],
      [ctrlC, stepTitled('Put back')],
    ]);
    terminal.type(enter);
    expect(await terminal.exit()).toBe(130);
    expect(terminal.text()).toContain('Put back: everything is as it was before.');
    asBefore(before);
    expect((await tree().psql('127.0.0.1', 'disable')).exit).toBe(0);
    expect((await tree().http('/login')).status).toBe('200');
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ])('%s while it applies does the same by itself, and exits %i', async (signal, exit) => {
    const before = whole();
    const terminal = open(tree().root);
    await toApply(terminal);
    await terminal.shows('Restarting PostgreSQL');
    terminal.kill(signal);
    expect(await terminal.exit()).toBe(exit);
    expect([terminal.isAlternate, terminal.isCursorShown]).toEqual([false, true]);
    expect(terminal.text()).toContain('Put back: everything is as it was before.');
    asBefore(before);
    expect((await tree().psql('127.0.0.1', 'disable')).exit).toBe(0);
  });

  test('killed while it applies: the next run says so, and puts everything back before it looks', async () => {
    const before = whole();
    const killed = open(tree().root);
    await toApply(killed);
    await killed.shows('Restarting PostgreSQL');
    killed.kill('SIGKILL');
    await killed.exit();
    const terminal = open(tree().root);
    await terminal.shows('did not finish');
    await walk(terminal, [['y\r', stepTitled('Secure this Momentum')]]);
    expect(terminal.text()).toContain('warn SSL to the database: off');
    terminal.type('q');
    expect(await terminal.exit()).toBe(0);
    asBefore(before);
    expect((await tree().psql('127.0.0.1', 'disable')).exit).toBe(0);
  });
});

describe('where there is no Momentum', () => {
  const offered = 'Make a sandbox to try the wizard in?';

  function emptyRoot(): string {
    const root = mkdtempSync('/var/tmp/ms-empty-');
    onTestFinished(() => rmSync(root, { recursive: true }));
    return root;
  }

  test.each([
    ['n\r', 0],
    ['\r', 0],
    [ctrlC, 130],
  ])('%j at the offer of a sandbox leaves with %i', async (answer, exit) => {
    const terminal = open(emptyRoot());
    await terminal.shows(offered);
    terminal.type(answer);
    expect(await terminal.exit()).toBe(exit);
    expect(terminal.text().toLowerCase()).toContain('nothing was changed');
  });

  test('y makes one below /var/tmp, with real servers, and the wizard begins in it', async () => {
    const terminal = open(emptyRoot());
    await terminal.shows(offered);
    terminal.type('y\r');
    await terminal.shows(/Secure this Momentum[\s\S]*running {2}Web UI/);
    const directory = /at (\/var\/tmp\/momentum-sandbox-\w+)/.exec(terminal.text())?.[1] as string;
    onTestFinished(async () => {
      await secure(['sandbox', directory, '--remove']);
      expect(existsSync(directory)).toBe(false);
    });
    await walk(terminal, toPreview);
    terminal.type('q');
    expect(await terminal.exit()).toBe(0);
    expect(terminal.scrollback().replaceAll('\n', '')).toContain(`momentum-secure sandbox ${directory} --remove`);
  });
});
