import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { issuePair } from '../../src/tls/certificate/issue.ts';
import type { StartTls } from '../../src/tls/probe/endpoint.ts';
import { type Protocol, protocols } from '../../src/tls/protocol.ts';
import { freePort } from '../tls/servers/child.ts';
import { legacyNodesMissing, startLegacy } from '../tls/servers/legacy.ts';
import { makePlace, type Place } from '../tls/servers/place.ts';
import { opensslServer, serve } from '../tls/support.ts';
import { run, secure, secureJson, sharedTree } from './support.ts';

const CONF = 'opt/msys/ecelerity/etc/conf/default/ecelerity.conf';

let place: Place;
beforeAll(async () => {
  place = await makePlace();
});
afterAll(() => place?.remove());

const only = (accepted: readonly Protocol[]) =>
  Object.fromEntries(protocols.map((protocol) => [protocol, accepted.includes(protocol) ? 'accepted' : 'refused']));
const statuses = (findings: readonly { id: string; status: string }[]) => findings.map(({ id, status }) => `${id} ${status}`);
const legacyMissing = legacyNodesMissing();

describe('verify of a host whose servers run', () => {
  const tree = sharedTree({ servers: true });

  test('has every socket with all it shows, beside what is configured', async () => {
    await tree().apply({ databaseSsl: 'require', webUiSsl: 'require' });
    const { exit, doc } = await tree().secureJson('verify');
    expect(exit, JSON.stringify(doc.findings)).toBe(0);
    const of = (service: string) => doc.targets.find((target: { service: string }) => target.service === service);
    for (const service of ['msyspg', 'ecwebui']) {
      expect(of(service)).toMatchObject({
        protocols: only(['TLSv1.2', 'TLSv1.3']),
        cbc: { outcome: 'accepted' },
        dhe: { outcome: 'accepted', verdict: { verdict: 'good' } },
        fallbackScsv: { outcome: 'supported' },
        poodle: { verdict: 'not-vulnerable' },
        certificate: { subject: expect.any(String) },
        daysLeft: expect.any(Number),
        configured: { protocols: ['TLSv1.2', 'TLSv1.3'], line: expect.any(Number) },
      });
    }
    expect(of('msyspg')).toMatchObject({ port: tree().ports.database, starttls: 'postgres' });
    expect(of('ecwebui')).toMatchObject({ port: tree().ports.https, configured: { option: 'SSLProtocol' } });
    expect(statuses(doc.findings)).toEqual(expect.arrayContaining(['database-protocols pass', 'web-ui-protocols pass']));
    // What deliveries negotiate is nobody's to see from here.
    expect(doc.unobserved).toEqual(
      expect.arrayContaining([expect.objectContaining({ direction: 'outbound', scopes: expect.arrayContaining(['global']) })]),
    );
    const { out } = await tree().secure('verify');
    expect(out).toMatch(/global;.*\n? *.*not observable from here/s);
  });

  test('a version that the file has switched off since, and the server still speaks', async () => {
    tree().edit('var/db/msyspg/postgresql.conf', (text) => `${text}\nssl_min_protocol_version = 'TLSv1.3'\n`);
    const { exit, doc } = await tree().secureJson('verify');
    expect(exit).toBe(2);
    const found = doc.findings.filter(({ status }: { status: string }) => status === 'fail');
    expect(found.length).toBeGreaterThan(0);
    for (const { id, what, evidence } of found) {
      expect(id).toBe('database-protocols');
      expect(what).toContain('speaks TLSv1.2, which is configured to be off');
      expect(evidence[0]).toMatch(/postgresql\.conf:\d+/);
    }
  });
});

describe.skipIf(legacyMissing !== undefined)('verify of a mail server', () => {
  const tree = sharedTree();
  afterAll(() => run([tree().at('etc/init.d/ecelerity'), 'stop']));

  test('tells what contradicts the file, what nobody reaches, and what is fine', async () => {
    const start = (options: readonly string[]) => startLegacy({ release: '0.10.42', pair: place, starttls: 'smtp', options });
    const [open, closed] = await Promise.all([start([]), start(['SSL_OP_NO_SSLv2', 'SSL_OP_NO_SSLv3'])]);
    onTestFinished(open.stop);
    onTestFinished(closed.stop);
    const nobody = await freePort();
    const listen = (port: number) => `  Listen "127.0.0.1:${port}" { TLS_Protocols = "+ALL:-SSLv2:-SSLv3" }\n`;
    tree().edit(CONF, (text) =>
      text
        .replace(
          'ESMTP_Listener {\n',
          `ESMTP_Listener {\n  SMTP_Extensions = ( "STARTTLS" )\n${[open.port, closed.port, nobody].map(listen).join('')}`,
        )
        .replace('  SMTP_Extensions = ( "ENHANCEDSTATUSCODES" "8BITMIME" "PIPELINING" )\n', ''),
    );
    expect(await run([tree().at('etc/init.d/ecelerity'), 'start'])).toMatchObject({ exit: 0 });
    const { exit, doc } = await tree().secureJson('verify');
    expect(exit).toBe(2);
    const about = (port: number) =>
      doc.findings
        .filter(({ what }: { what: string }) => what.includes(`port ${port}`))
        .map(({ id, status }: { id: string; status: string }) => `${id} ${status}`);
    expect(about(open.port)).toEqual(expect.arrayContaining(['mail-server-protocols fail', 'poodle warn', 'old-protocol warn']));
    expect(about(closed.port)).toEqual(expect.arrayContaining(['mail-server-protocols pass', 'old-protocol warn']));
    expect(about(closed.port)).not.toContain('poodle warn');
    expect(about(nobody)).toEqual(['mail-server-protocols warn']);
    const target = doc.targets.find(({ port }: { port: number }) => port === open.port);
    expect(target).toMatchObject({
      service: 'ecelerity',
      starttls: 'smtp',
      protocols: only(['SSLv2', 'SSLv3', 'TLSv1.0', 'TLSv1.1', 'TLSv1.2']),
      poodle: { verdict: 'vulnerable' },
      configured: { scope: `esmtp_listener / listen "127.0.0.1:${open.port}"`, value: '+ALL:-SSLv2:-SSLv3' },
    });
    expect(target.configured.file).toBe(`/${CONF}`);
    const { out } = await tree().secure('verify');
    expect(out).toContain('not reachable');
    expect(out).toContain('POODLE   vulnerable');
  });
});

describe('what the running mail server goes by', () => {
  const tree = sharedTree();
  beforeAll(async () => {
    expect(await run([tree().at('etc/init.d/ecelerity'), 'start'])).toMatchObject({ exit: 0 });
  });
  afterAll(() => run([tree().at('etc/init.d/ecelerity'), 'stop']));
  const status = async (...options: string[]) => {
    const { exit, doc } = await tree().secureJson('status', ...options);
    const running = doc.tlsPolicy.find(({ scope }: { scope: string }) => scope === 'global').running;
    return { exit, running, finding: doc.findings.find(({ id }: { id: string }) => id === 'mail-server-running') };
  };

  test('a line that waits for a reload shows up in status and verify, until it is read', async () => {
    expect(await status()).toMatchObject({ exit: 0, running: '+ALL', finding: { status: 'pass' } });
    tree().edit(CONF, (text) => `TLS_Protocols = "+ALL:-SSLv3"\nBinding "b1" { tls_protocols = '+ALL' }\n${text}`);
    const waiting = await status();
    expect(waiting).toMatchObject({ exit: 2, running: '+ALL', finding: { status: 'fail' } });
    expect(waiting.finding.evidence[0]).toBe(`global: /${CONF}:1 says +ALL:-SSLv3, running is +ALL`);
    const { doc } = await tree().secureJson('verify');
    expect(statuses(doc.findings)).toContain('mail-server-running fail');
    // Without services nobody is asked.
    expect(await status('--no-services')).toMatchObject({ exit: 0, running: null, finding: undefined });
    const console = [tree().at('opt/msys/ecelerity/bin/ec_console'), '/tmp/2025', 'config', 'reload'];
    expect(await run(console)).toMatchObject({ exit: 0, out: 'OK\n' });
    expect(await status()).toMatchObject({ exit: 0, running: '+ALL:-SSLv3', finding: { status: 'pass' } });
  });

  test('a certificate that it uses along with the web UI: it has to let go of what it keeps of the old one', async () => {
    const shared = '/opt/msys/ecwebui/config/site/server.crt';
    tree().edit(CONF, (text) => `${text}\nDomain "shared.example.com" { TLS_Certificate = "${shared}" }\n`);
    const { doc } = await tree().secureJson('apply', '--yes', '--set', 'webUiSsl=offer');
    tree().edit(CONF, (text) => text.replace(/\nDomain "shared.*\n$/, ''));
    expect(doc.next.join('\n')).toMatch(/uses \/opt.*server\.crt too: .*config reload, then .*tls flush cache/);
    expect((await tree().secureJson('rollback', '--yes')).exit).toBe(0);
    expect(await run([tree().at('opt/msys/ecelerity/bin/ec_console'), '/tmp/2025', 'tls', 'flush', 'cache'])).toMatchObject({
      exit: 0,
    });
  });

  test('a looser file that waits is no danger, only said', async () => {
    tree().edit(CONF, (text) => text.replace('"+ALL:-SSLv3"', '"+ALL"'));
    expect(await status()).toMatchObject({ exit: 0, running: '+ALL:-SSLv3', finding: { status: 'warn' } });
  });

  test('the console evaluates by the documented fallback, in included files too', async () => {
    const included = 'opt/msys/ecelerity/etc/conf/default/more.conf';
    tree().write(
      included,
      'BINDING_GROUP "g" {\r\n  Tls_Protocols = "+ALL:-SSLv2"\r\n  Binding "in" { }\r\n}\r\nDomain "d" { TLS_Protocols = "+TLSv1.2" }\r\n',
    );
    tree().edit(CONF, (text) => `include "more.conf"\n${text}`);
    const ask = async (...words: string[]) =>
      (await run([tree().at('opt/msys/ecelerity/bin/ec_console'), '/tmp/2025', 'config', ...words])).out.trim();
    expect(await ask('reload')).toBe('OK');
    expect(await ask('eval', 'binding_group', 'g', 'binding', 'in', 'TLS_Protocols')).toBe('TLS_Protocols = +ALL:-SSLv2');
    expect(await ask('eval', 'Binding_Group', 'g', 'Binding', 'in', 'Domain', 'd', 'tls_protocols')).toBe(
      'tls_protocols = +ALL:-SSLv2',
    );
    expect(await ask('eval', 'Binding', 'default-binding', 'Domain', 'd', 'tls_protocols')).toBe('tls_protocols = +TLSv1.2');
    expect(await status()).toMatchObject({ finding: { status: 'pass' } });
  });
});

describe('verify of an endpoint that is named', () => {
  const named = (port: number, starttls: StartTls, ...options: string[]) =>
    secureJson(['verify', '--host', '127.0.0.1', '--port', String(port), '--starttls', starttls, ...options]);
  const every = (outcome: string) => Object.fromEntries(protocols.map((protocol) => [protocol, outcome]));

  test.skipIf(legacyMissing !== undefined)('POODLE over SMTP, named as the risk that it is', async () => {
    const server = await startLegacy({ release: '0.10.42', pair: place, starttls: 'smtp' });
    onTestFinished(server.stop);
    const { exit, doc } = await named(server.port, 'smtp');
    expect(doc.targets[0]).toMatchObject({ service: '-', protocols: { SSLv3: 'accepted' }, poodle: { verdict: 'vulnerable' } });
    expect(doc.findings).toContainEqual(
      expect.objectContaining({ id: 'poodle', status: 'warn', what: expect.stringContaining('CVE-2014-3566') }),
    );
    expect(exit).toBe(0);
    const { out } = await secure(['verify', '--host', '127.0.0.1', '--port', String(server.port), '--starttls', 'smtp']);
    expect(out).toContain('POODLE');
    for (const line of (out.split('127.0.0.1 port').at(-1) ?? '').split('\n')) expect(line.length, line).toBeLessThanOrEqual(40);
  });

  test('a certificate that ran out', async () => {
    const facts = { hostname: 'localhost', altNames: [], keyBits: 2048, days: 30 } as const;
    const old = await issuePair(facts, { now: new Date('2020-01-01') });
    const [key, certificate] = [join(place.directory, 'old.key'), join(place.directory, 'old.crt')];
    await Promise.all([writeFile(key, old.keyPem), writeFile(certificate, old.certificatePem)]);
    const port = await opensslServer('-cert', certificate, '-key', key);
    const { exit, doc } = await named(port, 'none');
    expect(exit).toBe(2);
    expect(doc.targets[0].daysLeft).toBeLessThan(0);
    expect(statuses(doc.findings)).toContain('certificate-served fail');
  });

  test('one that hangs, one that speaks garbage, one that closes: each named', async () => {
    const kinds: readonly StartTls[] = ['none', 'smtp', 'postgres'];
    const hanging = await serve(() => {});
    const garbage = await serve((socket) => socket.write(Buffer.from('\x00\x01\xfe garbage\r\n', 'latin1')));
    const closing = await serve((socket) => socket.end());
    const ask = (port: number) => Promise.all(kinds.map((kind) => named(port, kind)));
    const [hung, babbled, closed] = await Promise.all([ask(hanging), ask(garbage), ask(closing)]);
    for (const { exit, doc } of hung) {
      expect(doc.targets[0].protocols).toEqual(every('timeout'));
      expect([exit, ...statuses(doc.findings)]).toEqual([0, 'endpoint warn']);
    }
    for (const { exit, doc } of babbled) {
      expect(doc.targets[0].protocols).toEqual(every('not-tls'));
      expect([exit, ...statuses(doc.findings)]).toEqual([2, 'endpoint fail']);
    }
    for (const { exit, doc } of closed) {
      expect(doc.targets[0].protocols).toEqual(every('unknown'));
      expect([exit, ...statuses(doc.findings)]).toEqual([0, 'endpoint warn']);
    }
  });
});
