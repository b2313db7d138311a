import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from 'vitest';
import { sharedTree } from '../real/support.ts';
import { CONF, configuration, override } from './overridden.ts';

const FIX = { tls: { inbound: 'poodle-fix', outbound: 'poodle-fix' } };
const FIXED = '+ALL:-SSLv2:-SSLv3';

describe('a configuration in which bindings, a domain and a listener override the global setting', () => {
  const tree = sharedTree();
  let stock = '';
  let before: Readonly<Record<string, string>>;

  beforeEach(async () => {
    stock ||= tree().read(`${CONF}/ecelerity.conf`);
    override(tree(), stock);
    before = configuration(tree());
  });

  test('a file of this node alone needs a restart, not a reload', async () => {
    const node = tree().read('etc/hostname').trim();
    tree().write(`opt/msys/ecelerity/etc/conf/${node}/own.conf`, 'Binding "own" { TLS_Protocols = "+ALL" }\n');
    const services = async () => (await tree().plan({ tls: { outbound: 'poodle-fix', scopes: ['binding "own"'] } })).doc.services;
    expect(await services()).toMatchObject([{ service: 'ecelerity', needs: 'reload' }]);
    tree().edit(`${CONF}/ecelerity.conf`, (text) => `include "own.conf"\n${text}`);
    expect(await services()).toMatchObject([{ service: 'ecelerity', needs: 'restart' }]);
  });

  test('status names every scope that allows SSLv3 with the line that decides', async () => {
    const { doc } = await tree().secureJson('status');
    const policy = (scope: string) => doc.tlsPolicy.find((one: { scope: string }) => one.scope === scope);
    expect(policy('binding "late" / domain "example.net"')).toMatchObject({
      option: 'tls_protocols',
      value: '+ALL',
      file: `/${CONF}/bindings.conf`,
      line: 4,
    });
    expect(policy('esmtp_listener / listen ":2525"').file).toBe(`/${CONF}/ecelerity.conf`);
    expect(policy('binding "other"').protocols).toEqual(['SSLv3', 'TLSv1.0', 'TLSv1.1', 'TLSv1.2']);
    expect(policy('global')).toMatchObject({ value: null, file: null, line: null });
    expect(doc.tlsPolicy.map((one: { scope: string }) => one.scope)).not.toContain('control_listener');
    expect(doc.findings.find((one: { id: string }) => one.id === 'mail-server-sslv3').status).toBe('warn');
  });

  test('the fix reaches all of them, changes nothing else, and plans nothing a second time', async () => {
    await tree().apply(FIX, '--no-services');
    const after = configuration(tree());
    expect(after['bindings.conf']).toBe(before['bindings.conf']?.replaceAll('"+ALL"', `"${FIXED}"`));
    expect(after['more.conf']).toBe(before['more.conf']?.replace('"+ALL:-SSLv2"', `"${FIXED}"`));
    expect(after['ecelerity.conf']?.trimEnd().endsWith('readonly_include "/opt/msys/etc/installer/ecelerity.d/"')).toBe(true);
    const { doc } = await tree().secureJson('status');
    const open = doc.tlsPolicy.filter(({ protocols }: { protocols: string[] }) => protocols.some((one) => one.startsWith('SSL')));
    expect(open).toEqual([]);
    const again = await tree().plan(FIX);
    expect([again.exit, again.doc.changed]).toEqual([0, false]);
    const valid = execFileSync(tree().at('opt/msys/ecelerity/bin/validate_config'), { encoding: 'utf8', env: {} });
    expect(valid).toContain('Configuration valid');

    expect((await tree().secure('rollback', '--yes', '--no-services')).exit).toBe(0);
    expect(configuration(tree())).toEqual(before);
  });

  test('plan says for every scope what it was, what it will be, and which line decides', async () => {
    const { doc } = await tree().plan(FIX);
    const change = (scope: string) => doc.scopes.find((one: { scope: string }) => one.scope === scope);
    expect(change('binding "other"')).toEqual({
      scope: 'binding "other"',
      direction: 'outbound',
      option: 'tls_protocols',
      before: {
        value: '+ALL:-SSLv2',
        file: `/${CONF}/more.conf`,
        line: 1,
        protocols: ['SSLv3', 'TLSv1.0', 'TLSv1.1', 'TLSv1.2'],
      },
      after: { value: FIXED, file: `/${CONF}/more.conf`, line: 1, protocols: ['TLSv1.0', 'TLSv1.1', 'TLSv1.2'] },
    });
    expect(change('domain "example.org"').before).toMatchObject({ value: null, file: null });
    expect(change('domain "example.org"').after).toMatchObject({ value: FIXED, file: `/${CONF}/ecelerity.conf` });
    const text = (await tree().secure('plan', '--set', 'tls.outbound=poodle-fix')).out;
    expect(text).toContain(`/${CONF}/more.conf:1  tls_protocols: "+ALL:-SSLv2" -> "${FIXED}"`);
    expect(text).toContain('    SSLv3 TLSv1.0 TLSv1.1 TLSv1.2 -> TLSv1.0 TLSv1.1 TLSv1.2\n    binding "other"\n');
    expect(text).toMatch(/ {4}global; .*; and \d+ more\n/);
  });

  test('null gives every byte back', async () => {
    await tree().apply(FIX, '--no-services');
    await tree().apply({ tls: { inbound: null, outbound: null } }, '--no-services');
    expect(configuration(tree())).toEqual(before);
  });

  test('null for one direction alone is refused: it would take the other one back too', async () => {
    await tree().apply(FIX, '--no-services');
    const fixed = configuration(tree());
    const ran = await tree().secureJson('apply', '--yes', '--no-services', '--set', 'tls.inbound=null');
    expect([ran.exit, ran.doc.outcome]).toEqual([3, 'refused']);
    expect(configuration(tree())).toEqual(fixed);
    await tree().apply({ tls: { inbound: null, outbound: null } }, '--no-services');
  });

  test('an answer that cannot be carried out ends with 3, though nothing would change', async () => {
    const ran = await tree().secure('apply', '--yes', '--no-services', '--set', 'tls.outbound=modern');
    expect(ran.exit).toBe(3);
    expect(ran.out + ran.err).toContain('plain text');
    expect(ran.out).not.toContain('Nothing to change');
    expect((await tree().secure('plan', '--set', 'tls.outbound=modern')).exit).toBe(2);
  });

  test('tls.scopes leaves the others as they are, and a scope that is not there stops it', async () => {
    const { doc } = await tree().plan({ tls: { outbound: 'poodle-fix', scopes: ['binding "other"'] } });
    expect(doc.changes.map(({ path }: { path: string }) => path)).toEqual([`/${CONF}/ecelerity.conf`, `/${CONF}/more.conf`]);
    const wrong = await tree().secureJson(
      'apply',
      '--yes',
      '--no-services',
      '--set',
      'tls.outbound=poodle-fix',
      '--set',
      'tls.scopes=[binding "nobody"]',
    );
    expect([wrong.exit, wrong.doc.outcome]).toEqual([3, 'refused']);
    expect(configuration(tree())).toEqual(before);
  });

  test('more than the fix for deliveries is said to send mail in plain text, by name of the scope', async () => {
    const { doc } = await tree().plan({ tls: { outbound: ['TLSv1.2'] } });
    const finding = doc.findings.find((one: { id: string }) => one.id === 'tls-outbound-plain');
    expect(finding.evidence).toContain('domain "x.org"');
  });

  test('more than the fix on listeners that strangers connect to is said from the side of the senders', async () => {
    const { doc } = await tree().plan({ tls: { inbound: ['TLSv1.2'] } });
    const said = doc.findings.find((one: { id: string }) => one.id === 'tls-inbound-plain');
    expect(said).toMatchObject({ status: 'warn', what: expect.stringContaining('would send to us in plain text') });
    expect(said.evidence.join()).toContain('esmtp_listener');
    const fixed = await tree().plan(FIX);
    expect(fixed.doc.findings.map((one: { id: string }) => one.id)).not.toContain('tls-inbound-plain');
  });

  test('keep leaves a direction as it is', async () => {
    const { exit, doc } = await tree().plan({ tls: { inbound: 'keep', outbound: 'keep' } });
    expect([exit, doc.changed]).toEqual([0, false]);
  });

  test('a file with an unclosed brace is named with its line, and nothing is written', async () => {
    writeFileSync(tree().at(`${CONF}/more.conf`), 'Binding "broken" {\n');
    const broken = configuration(tree());
    const ran = await tree().secure('apply', '--yes', '--no-services', '--set', 'tls.outbound=poodle-fix');
    expect(ran.exit).not.toBe(0);
    expect(ran.out + ran.err).toMatch(/more\.conf:1:/);
    expect(configuration(tree())).toEqual(broken);
  });

  test.each([
    [['TLSv1.1', 'SSLv9'], 'tls.inbound'],
    ['strongest', 'tls.inbound'],
    [['poodle-fix', 'TLSv1.2'], 'tls.inbound'],
  ])('%j is no policy: 64, with the key and what is allowed', async (inbound, key) => {
    const ran = await tree().plan({ tls: { inbound } });
    expect(ran.exit).toBe(64);
    expect(ran.err).toContain(key);
    expect(ran.err).toContain('poodle-fix, as-in-manual, intermediate, modern');
  });

  test('a running mail server takes it up by config reload, and a rollback by another', async () => {
    const init = tree().at('etc/init.d/ecelerity');
    execFileSync(init, ['start'], { env: {}, stdio: 'ignore' });
    try {
      const ran = await tree().apply(FIX);
      expect(ran.err).toContain('Reloading Mail server');
      expect((await tree().secure('rollback', '--yes')).out).toContain('ecelerity was reloaded');
    } finally {
      execFileSync(init, ['stop'], { env: {}, stdio: 'ignore' });
    }
  });
});

describe('a Momentum whose OpenSSL has no SSLv2 any more', () => {
  const tree = sharedTree({ momentum: '4.6' });

  test('is done with after the fix: no scope allows what the fix takes away, and nothing is left to change', async () => {
    await tree().apply(FIX, '--no-services');
    const { doc } = await tree().secureJson('status');
    expect(doc.findings.map((one: { id: string }) => one.id)).not.toContain('mail-server-sslv3');
    expect(doc.tlsPolicy[0]).toMatchObject({ value: '+ALL:-SSLv3', protocols: ['TLSv1.0', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] });
    expect((await tree().plan(FIX)).doc.changed).toBe(false);
    expect(
      (await tree().plan({ tls: { inbound: ['TLSv1.2', 'TLSv1.3'] } })).doc.findings.map((one: { id: string }) => one.id),
    ).not.toContain('tls-hole');
  });
});

describe('listeners that follow the global scope', () => {
  const tree = sharedTree();

  test('stay as they are asked to be where deliveries are asked to be otherwise', async () => {
    await tree().apply({ 'tls.outbound': ['TLSv1.2'] }, '--no-services');
    const both = { 'tls.inbound': ['TLSv1.2'], 'tls.outbound': 'poodle-fix' };
    await tree().apply(both, '--no-services');
    const { doc } = await tree().secureJson('status');
    const of = (name: string) => doc.tlsPolicy.find(({ scope }: { scope: string }) => scope === name).protocols;
    expect(of('global')).toEqual(['TLSv1.0', 'TLSv1.1', 'TLSv1.2']);
    for (const listener of ['esmtp_listener', 'http_listener']) expect(of(listener)).toEqual(['TLSv1.2']);
    expect((await tree().plan(both)).doc.changed).toBe(false);
  });
});

describe('a Momentum that has no tls_protocols', () => {
  const tree = sharedTree({ momentum: '3.6.5' });

  test('says to what to upgrade, and never writes the option', async () => {
    const before = configuration(tree());
    const { doc } = await tree().secureJson('status');
    expect(doc.findings.find((one: { id: string }) => one.id === 'tls-protocols-too-old').remedy.steps.join()).toContain('3.6.6');
    expect(doc.findings.find((one: { id: string }) => one.id === 'mail-server-sslv3').remedy).toBeUndefined();
    const ran = await tree().secureJson('apply', '--yes', '--no-services', '--set', 'tls.inbound=poodle-fix');
    expect(ran.doc.changed).toBe(false);
    expect(JSON.stringify(ran.doc.findings)).toContain('upgrade to 3.6.6 first');
    expect(configuration(tree())).toEqual(before);
  });
});
