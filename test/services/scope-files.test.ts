import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { issuePair, type Pair } from '../../src/tls/certificate/issue.ts';
import { sharedTree } from '../real/support.ts';

const MAIN = 'opt/msys/ecelerity/etc/conf/default/ecelerity.conf';
const CERTS = '/opt/msys/ecelerity/etc/certs';
const issue = (days: number, now = new Date()): Promise<Pair> =>
  issuePair({ hostname: 'mail1.example.com', altNames: [], keyBits: 2048, days }, { now });

describe('certificates, keys and authorities that scopes name', () => {
  const tree = sharedTree();
  let stock = '';
  let good: Pair;
  let other: Pair;

  beforeAll(async () => {
    [good, other] = await Promise.all([issue(300), issue(300)]);
  });
  beforeEach(() => {
    stock ||= tree().read(MAIN);
  });

  function put(name: string, text: string, mode = 0o644): string {
    const path = `${CERTS}/${name}`;
    mkdirSync(dirname(tree().at(path)), { recursive: true });
    writeFileSync(tree().at(path), text);
    chmodSync(tree().at(path), mode);
    if (process.getuid?.() === 0) chownSync(tree().at(path), 0, 0);
    return path;
  }

  async function status(conf: string) {
    tree().write(MAIN, `${conf}\n${stock}`);
    const ran = await tree().secureJson('status', '--no-services');
    const findings = ran.doc.findings.filter(({ id }: { id: string }) => /^scope-/.test(id));
    return { ...ran, findings: findings as { id: string; status: string; what: string; evidence: string[] }[] };
  }

  test('a pair that is in order, of several scopes, is one line; what each scope sets is listed with its line', async () => {
    const [certificate, key] = [put('server.crt', good.certificatePem), put('server.key', good.keyPem)];
    const scope = (name: string) =>
      `Binding "${name}" {\n  TLS_Certificate = "${certificate}"\n  TLS_Key = "${key}"\n  TLS_Ciphers = "HIGH"\n}`;
    const { exit, doc, findings } = await status(`${scope('one')}\n${scope('two')}`);
    expect(exit).toBe(0);
    expect(findings).toMatchObject([{ id: 'scope-certificate', status: 'pass' }]);
    expect(findings[0]?.what).toMatch(/ of 2 scopes: mail1\.example\.com, until \d{4}-\d\d-\d\d \(\d+ days\); its key matches$/);
    expect(findings[0]?.evidence).toEqual([`binding "one" (/${MAIN}:2)`, `binding "two" (/${MAIN}:7)`]);
    expect(doc.tlsSettings).toContainEqual({
      scope: 'binding "two"',
      option: 'tls_ciphers',
      value: 'HIGH',
      file: `/${MAIN}`,
      line: 9,
    });
    expect(doc.tlsSettings).toHaveLength(6);
    const text = (await tree().secure('status', '--no-services')).out;
    expect(text).toContain(`tls_ciphers = HIGH\n    binding "one" (/${MAIN}:4); binding "two" (/${MAIN}:9)\n`);
    expect(text).toContain('its key matches');
  });

  test.each([
    { what: 'it ran out on 2020-', days: 30, issued: new Date('2020-01-01'), status: 'fail', exit: 2 },
    { what: 'mail1.example.com, until ', days: 10, issued: new Date(), status: 'warn', exit: 0 },
  ])('$what', async ({ what, days, issued, ...expected }) => {
    const pair = await issue(days, issued);
    // Key and certificate may be in one file.
    const path = put('both.pem', `${pair.keyPem}${pair.certificatePem}`);
    const { exit, findings } = await status(`ESMTP_Listener { TLS_Certificate = "${path}" }`);
    expect(findings).toMatchObject([{ status: expected.status, evidence: [`esmtp_listener (/${MAIN}:1)`] }]);
    expect(findings[0]?.what).toContain(what);
    expect(exit).toBe(expected.exit);
  });

  test('a key that belongs to another certificate, an authority that is not there, and none, which cancels', async () => {
    const [certificate, key] = [put('server.crt', good.certificatePem), put('other.key', other.keyPem)];
    const { exit, findings } = await status(
      `Domain "a.org" { TLS_CERTIFICATE = ${certificate}\n TLS_Key = ${key} TLS_CA = "/nowhere/ca.pem" }\nBinding "b" { TLS_Certificate = "none" }`,
    );
    expect(exit).toBe(2);
    expect(findings.map(({ id, what }) => [id, what])).toEqual([
      ['scope-certificate', expect.stringContaining(`the key in ${key} belongs to another certificate`)],
      ['scope-ca', 'Authority /nowhere/ca.pem of 1 scope: there is no such file'],
    ]);
  });

  test.skipIf(process.getuid?.() !== 0)('a key that ecuser cannot read', async () => {
    const [certificate, key] = [put('server.crt', good.certificatePem), put('closed.key', good.keyPem, 0o600)];
    const { findings } = await status(`HTTP_Listener { TLS_Certificate = "${certificate}" TLS_Key = "${key}" }`);
    expect(findings).toMatchObject([{ status: 'fail', what: expect.stringContaining(`ecuser cannot read ${key}`) }]);
  });
});
