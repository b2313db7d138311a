import { describe, expect, test } from 'vitest';
import { CONF, configuration, override } from '../choices/overridden.ts';
import { stepTitled } from '../steps/step-titled.ts';
import { key, onward, programHere, walk } from './faces.ts';
import { sharedTree } from './support.ts';

const { enter, home, end, down } = key;
const open = programHere();
const FIXED = '+ALL:-SSLv2:-SSLv3';

/** The two choices before are left off: what is asked here is TLS of the mail server. */
const toPicker = [
  [enter, 'Should connections to the database use TLS?'],
  [`${home}${enter}`, 'Should the web console use TLS?'],
  [`${home}${enter}`, stepTitled('TLS versions of the mail server')],
] as const;
const plainToPicker = [
  ['\r', 'connections to the database'],
  ['off\r', 'web console use TLS'],
  ['off\r', 'those use who connect?'],
  ['', 'Number 1 to'],
] as const;

describe('the picker, over a configuration in which scopes override the global setting', () => {
  const tree = sharedTree();
  let before: Readonly<Record<string, string>>;

  test('what is offered fixes all of them; then there is nothing to change, and a rollback gives every byte back', async () => {
    override(tree(), tree().read(`${CONF}/ecelerity.conf`));
    before = configuration(tree());
    const terminal = open(tree().root, { rows: 40 });
    await terminal.shows(stepTitled('Secure this Momentum'));
    await walk(terminal, [...toPicker, ['', FIXED], [enter, /deliveries use\?\s*\n[\s\S]*►/], [enter, '4 of 4 found, 4 marked']]);
    expect(terminal.text()).toContain('+ALL  bindings.conf:4');
    await walk(terminal, [
      [onward, stepTitled('Preview')],
      ['a', 'Apply these changes?'],
      ['y', stepTitled('Done')],
      ['', 'Applied as 0001'],
      [enter, 'Commit it now as admin?'],
    ]);
    terminal.type(enter);
    expect(await terminal.exit()).toBe(0);
    const after = configuration(tree());
    expect(after['bindings.conf']).toBe(before['bindings.conf']?.replaceAll('"+ALL"', `"${FIXED}"`));
    expect(after['more.conf']).toBe(before['more.conf']?.replace('"+ALL:-SSLv2"', `"${FIXED}"`));
    expect(after['ecelerity.conf']).toContain(`tls_PROTOCOLS = "${FIXED}"`);
    const again = await tree().plan({ tls: { inbound: 'poodle-fix', outbound: 'poodle-fix' } });
    expect([again.exit, again.doc.changed]).toEqual([0, false]);
    const { doc } = await tree().secureJson('status');
    expect(doc.findings.map((one: { id: string }) => one.id)).not.toContain('mail-server-sslv3');

    expect((await tree().secure('rollback', '--yes')).exit).toBe(0);
    expect(configuration(tree())).toEqual(before);
  });

  test('versions are picked one by one, with the value that comes of them and what is wrong with it', async () => {
    const terminal = open(tree().root, { rows: 40 });
    await terminal.shows(stepTitled('Secure this Momentum'));
    await walk(terminal, [
      ...toPicker,
      [`${end}${enter}`, /TLSv1\.3 +not here: Momentum 3\.6\.6 does not know it/],
      ['', `tls_protocols = "${FIXED}"`],
      ['', /SSLv3 .*POODLE.*RFC 7568/],
      [' ', 'tls_protocols = "+ALL:-SSLv3"'],
      ['', 'Careful: SSLv3 off between versions that are on'],
      [`${down}${down}${down}${down} `, 'tls_protocols = "+ALL:-SSLv3:-TLSv1.2"'],
    ]);
  });

  test('deliveries get no more than the POODLE fix unless somebody says yes to plain text, by name of the scopes', async () => {
    const terminal = open(tree().root, { rows: 40 });
    await terminal.shows(stepTitled('Secure this Momentum'));
    await walk(terminal, [
      ...toPicker,
      [enter, /deliveries use\?\s*\n[\s\S]*►/],
      [`${end}${enter}`, 'Versions for deliveries'],
      ['', `tls_protocols = "${FIXED}"`],
      [`${home}${down}${down} `, 'tls_protocols = "+ALL:-SSLv2:-SSLv3:-TLSv1.0"'],
      [enter, 'domain "x.org"'],
      ['', 'tls_ifavailable_fallback = false'],
      ['n', 'then choose keep or poodle-fix'],
      ['g', 'Go to which step?'],
      [`${end}${enter}`, 'Some answers cannot be used yet'],
      [enter, stepTitled('TLS versions of the mail server')],
    ]);
    expect(configuration(tree())).toEqual(before);
  });

  test('scopes are found by typing and left out many at once: those keep what they have', async () => {
    const terminal = open(tree().root, { columns: 40, rows: 20, env: { LC_ALL: 'C', NO_COLOR: '1' } });
    await terminal.shows(/\d+ of \d+ {2}Secure/);
    await walk(terminal, [
      ...toPicker,
      [enter, 'deliveries use?'],
      [enter, '4 of 4 found, 4 marked'],
      ['late', '2 of 4 found'],
      ['\u0001', '2 marked'],
      [key.escape, '4 of 4 found'],
      [onward, stepTitled('Preview')],
    ]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: bytes are what this is about
    expect(terminal.output).toMatch(/^[\x00-\x7f]*$/);
    await terminal.shows('more.conf');
    // That one holds nothing but what was left out.
    expect(terminal.text()).not.toContain('bindings.conf');
    await walk(terminal, [['q', 'Nothing was written.']]);
  });

  test('the same in plain prompts', async () => {
    const terminal = open(tree().root, { columns: 100, rows: 400, args: ['--plain'] });
    await terminal.shows('Enter to begin: ');
    await walk(terminal, [
      ...plainToPicker,
      ['pick\r', 'Versions for those who connect'],
      ['', 'Numbers with commas between'],
      ['0\r', 'Expected at least one version'],
      ['3,4,5\r', `tls_protocols = "${FIXED}"`],
      ['', 'deliveries use?'],
      ['intermediate\r', 'intermediate cannot be chosen here'],
      ['\r', '4 of 4 marked, Enter for that: '],
      ['late\r', '2 found'],
      ['-late\r', '2 of 4 marked, Enter for that: '],
      [onward, 'Apply these changes?'],
    ]);
    expect(terminal.text()).toContain(`+BINDING other { tls_protocols = "${FIXED}" }`);
    expect(terminal.text()).not.toMatch(/[+-].*TLS_Protocols = .*# keep/);
    terminal.type('no\r');
    expect(await terminal.exit()).toBe(0);
    expect(configuration(tree())).toEqual(before);
  });
});

describe('a Momentum that has no tls_protocols', () => {
  const tree = sharedTree({ momentum: '3.6.5' });

  test('shows the picker grey, says to what to upgrade, and goes on', async () => {
    const terminal = open(tree().root);
    await terminal.shows(stepTitled('Secure this Momentum'));
    await walk(terminal, [
      ...toPicker,
      ['', 'not here: Momentum 3.6.5 has no tls_protocols: upgrade to 3.6.6 first'],
      [onward, stepTitled('Preflight')],
    ]);
  });
});
