import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { secure, secureJson, sharedScratch, sharedTree } from '../real/support.ts';

describe('wrong usage is 64, says what is wrong, and changes nothing', () => {
  const tree = sharedTree();
  const scratch = sharedScratch();
  const cases: readonly [args: readonly string[], says: RegExp][] = [
    [['nope'], /There is no command nope; there are plan, apply, status/],
    [['plan', '--nope'], /Unknown option '--nope'/],
    [['plan', '--root'], /--root/],
    [['plan', 'saved.plan'], /plan: expected no further words, got saved\.plan/],
    [['apply', '/nonexistent.plan', '--yes'], /apply \/nonexistent\.plan: ENOENT/],
    [['apply', 'one', 'two', '--yes'], /apply: expected \[PLAN\], got one two/],
    [['rollback', '1', '2', '--yes'], /rollback: expected \[ID\], got 1 2/],
    [['rollback', 'x', '--yes'], /expected the number of an entry, got x/],
    [['show'], /show: expected the number of an entry/],
    [['explain', 'colour'], /colour is no answer that is known; there are databaseSsl/],
    [['explain', 'tls'], /tls holds several answers; expected one of tls\.inbound, tls\.outbound/],
    [['plan', '--set', 'databaseSsl'], /--set databaseSsl: expected key=value/],
    [['plan', '--set', 'databaseSsl=maybe'], /databaseSsl: expected off, offer or require, got "maybe"/],
    [['plan', '--set', 'databaseSsl='], /expected a value; null takes back/],
    [['plan', '--set', 'colour=red'], /colour is not known \(it was "red"\); the answers may have databaseSsl/],
    [['plan', '--set', 'webUi.httpsPort=0'], /webUi\.httpsPort: expected a whole number from 1 to 65535, got 0/],
    [['plan', '--set', 'certificates.hostname=a b'], /certificates\.hostname: expected a host name .*got "a b"/],
    [
      ['plan', '--set', 'tls.inbound=modern', '--set', 'tls.inbound=[TLSv1.2]'],
      /tls\.inbound was given both a named policy and a list/,
    ],
    [['plan', '--answers', '/nonexistent.yaml'], /--answers \/nonexistent\.yaml: ENOENT/],
    [['plan', '--answers', '/etc'], /--answers \/etc: EISDIR/],
    [['verify', '--host', 'h'], /--port: expected a number from 1 to 65535, got nothing/],
    [['verify', '--host', 'h', '--port', '70000'], /--port: .*got 70000/],
    [['verify', '--host', 'h', '--port', '25', '--starttls', 'imap'], /--starttls: expected smtp, postgres or none, got imap/],
    [['verify', '--port', '25'], /--port: expected --host with it/],
    [['plan', '--log-file', '/nonexistent/log'], /--log-file \/nonexistent\/log: ENOENT/],
    [['apply', '--set', 'databaseSsl=require'], /Nobody can be asked here: give --yes/],
    [['apply', '--json', '--set', 'databaseSsl=require'], /Nobody can be asked here: give --yes/],
    [['sandbox', '/var/tmp/ms-never', '--momentum', '2.0'], /There is no sandbox of Momentum 2\.0: give a version like/],
    [['rollback'], /Nobody can be asked here: give --yes/],
  ];

  test.each(cases)('%j', async (args, says) => {
    const { exit, out, err } = await tree().secure(...args);
    expect(exit).toBe(64);
    expect(err).toMatch(says);
    if (!args.includes('--json')) expect(out).toBe('');
  });

  test('an empty --root is no root', async () => {
    expect(await secure(['status', '--root', ''])).toMatchObject({ exit: 64, err: expect.stringContaining('--root') });
  });

  test('bad YAML: the line, from a file and from standard input', async () => {
    const file = `${scratch()}/answers.yaml`;
    writeFileSync(file, 'databaseSsl: require\nwebUi: {httpsPort: 443\n');
    expect((await tree().secure('plan', '--answers', file)).err).toMatch(/answers\.yaml:\d+:\d+: /);
    const piped = await secure(['--root', tree().root, 'plan', '--answers', '-'], { input: 'a: 1\na: 2\n' });
    expect(piped).toMatchObject({ exit: 64, err: expect.stringMatching(/-:2:1: /) });
  });

  test('nothing was written by any of that', async () => {
    expect((await tree().secureJson('history')).doc).toEqual([]);
  });

  test('answers come from a file, from standard input, and --set goes over them', async () => {
    const file = `${scratch()}/good.json`;
    writeFileSync(file, '{"databaseSsl": "require", "webUiSsl": "require"}');
    const { doc } = await secureJson(['--root', tree().root, 'plan', '--answers', file, '--set', 'webUiSsl=off']);
    expect(new Set(doc.changes.flatMap(({ choices }: { choices: string[] }) => choices))).toEqual(new Set(['databaseSsl']));
    const piped = await secureJson(['--root', tree().root, 'plan', '--answers', '-'], { input: 'webUiSsl: offer\n' });
    expect(new Set(piped.doc.changes.flatMap(({ choices }: { choices: string[] }) => choices))).toEqual(new Set(['webUiSsl']));
  });

  test('every command takes every global option', async () => {
    const all = [
      '--set',
      'databaseSsl=offer',
      '--password-file',
      '/x',
      '--yes',
      '--plain',
      '--no-input',
      '--no-color',
      '--no-services',
      '--verbose',
    ];
    for (const command of [['plan'], ['status'], ['verify'], ['history'], ['explain', 'webUiSsl']])
      expect([0, 2], command[0]).toContain((await tree().secure(...command, ...all)).exit);
  });
});

describe('not a Momentum tree', () => {
  const scratch = sharedScratch();

  test.each([['plan'], ['apply', '--yes'], ['status'], ['verify'], ['history'], ['rollback', '--yes'], ['show', '1']])(
    '%s: exit 1, with the next step',
    async (...args) => {
      const { exit, err } = await secure(['--root', scratch(), ...args]);
      expect(exit).toBe(1);
      expect(err).toMatch(/not a Momentum tree[\s\S]*momentum-secure sandbox DIR|nothing to roll back|no entry/i);
    },
  );

  test('a root that is not there, or is a file', async () => {
    for (const root of ['/nonexistent', '/etc/passwd']) expect((await secure(['--root', root, 'status'])).exit).toBe(1);
  });

  test('without a terminal the wizard says what is missing and ends with 64', async () => {
    const { exit, err } = await secure(['--root', scratch()]);
    expect(exit).toBe(64);
    expect(err).toMatch(/there is no Momentum at/i);
  });
});
