import { X509Certificate } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { authorityIn, worked } from './authority.ts';
import { run, secure, sharedScratch, sharedTree, type Tree } from './support.ts';

const CERTIFICATE = 'var/db/msyspg/server.crt';
const KEY = 'var/db/msyspg/server.key';
const STORE = 'var/lib/momentum-secure';

const { at, openssl, makeAuthority, sign } = authorityIn(sharedScratch());
beforeAll(makeAuthority);

function fingerprint(tree: Tree): string {
  return new X509Certificate(tree.read(CERTIFICATE)).fingerprint256;
}

describe('a certificate of an authority of the company', () => {
  const tree = sharedTree();
  const importing = (...args: string[]) => tree().secureJson('certificate', 'import', 'msyspg', '--yes', ...args);
  const refusal = async (about: string, ...args: string[]) => {
    const before = tree().snapshot();
    const refused = await importing(...args);
    expect(refused).toMatchObject({ exit: 3, doc: { changed: false, outcome: 'refused', id: null } });
    expect(refused.doc.findings).toContainEqual(expect.objectContaining({ id: `import-${about}`, status: 'fail' }));
    expect(tree().snapshot()).toEqual(before);
  };

  beforeAll(async () => {
    worked(await tree().secure('apply', '--yes', '--set', 'databaseSsl=require'));
  });

  test('is asked for with a new key, put in place with its chain, and kept from renewal and from apply', async () => {
    const own = fingerprint(tree());
    worked(await tree().secure('certificate', 'request', 'msyspg', '--new-key', '--out', at('new.csr')));
    const { out, err } = await openssl('req', '-in', 'new.csr', '-verify', '-noout', '-text');
    expect(out + err).toMatch(/verify OK/i);
    expect(out).toContain('DNS:mail1.example.com');
    const pending = `${STORE}/requests/msyspg.key`;
    expect(tree().facts(pending)).toMatchObject({ mode: 0o600, uid: 0 });
    const key = tree().read(pending);
    expect(tree().read(KEY)).not.toBe(key);

    await sign('new.csr', 'new.crt');
    await refusal('chain', '--certificate', at('new.crt'), '--chain', at('root.crt'));
    const applied = await importing('--certificate', at('new.crt'), '--chain', at('middle.crt'));
    worked(applied);
    expect(applied.doc).toMatchObject({ changed: true, outcome: 'applied' });
    expect(applied.out).not.toContain('PRIVATE KEY');
    const until = new Date(new X509Certificate(tree().read(CERTIFICATE)).validTo).toISOString().slice(0, 10);
    expect(applied.doc.next).toContain(`Renew /${CERTIFICATE} before ${until}`);
    expect((await tree().secure('status')).out).toContain(`until ${until} (`);
    expect(tree().read(KEY)).toBe(key);
    expect(tree().facts(KEY)).toMatchObject({ mode: 0o600, uid: statSync(tree().at('var/db/msyspg')).uid });
    expect(
      tree()
        .read(CERTIFICATE)
        .match(/BEGIN CERTIFICATE/g),
    ).toHaveLength(2);
    expect(existsSync(tree().at(pending))).toBe(false);
    await openssl('verify', '-CAfile', 'root.crt', '-untrusted', tree().at(CERTIFICATE), tree().at(CERTIFICATE));
    expect((await importing('--certificate', at('new.crt'), '--chain', at('middle.crt'))).doc).toMatchObject({ changed: false });

    const theirs = tree().facts(CERTIFICATE);
    expect((await tree().secureJson('renew', 'msyspg', '--force', '--yes')).doc).toMatchObject({ outcome: 'unchanged' });
    await tree().apply({ databaseSsl: 'require', 'certificates.hostname': 'other.example.com' });
    expect(tree().facts(CERTIFICATE)).toEqual(theirs);

    worked(await tree().secure('rollback', '--yes'));
    expect(fingerprint(tree())).toBe(own);
    expect(tree().read(pending)).toBe(key);
  });

  test('is refused for what a service or its clients would find out later', async () => {
    worked(await tree().secure('certificate', 'request', 'msyspg', '--out', at('own.csr')));
    await sign('own.csr', 'own.crt');
    const chain = ['--chain', at('middle.crt')];
    await openssl(
      'req',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      'other.key',
      '-out',
      'other.csr',
      '-subj',
      '/CN=elsewhere.example.org',
    );
    await refusal('match', '--certificate', at('own.crt'), '--key', at('other.key'), ...chain);
    await sign('other.csr', 'other.crt');
    await refusal('names', '--certificate', at('other.crt'), '--key', at('other.key'), ...chain);
    const signOld = (...dates: string[]) =>
      openssl(
        ...['x509', '-req', '-in', 'own.csr', '-CA', 'middle.crt', '-CAkey', 'middle.key'],
        ...['-copy_extensions', 'copy', ...dates, '-out', 'old.crt'],
      );
    await signOld('-not_before', '20200101000000Z', '-not_after', '20210101000000Z')
      // OpenSSL before 3.4 has no -not_after.
      .catch(() => signOld('-days', '-1'));
    await refusal('dates', '--certificate', at('old.crt'), ...chain);
    await openssl(
      'req',
      '-newkey',
      'rsa:1024',
      '-nodes',
      '-keyout',
      'weak.key',
      '-out',
      'weak.csr',
      '-subj',
      '/CN=mail1.example.com',
    );
    await sign('weak.csr', 'weak.crt');
    await refusal('strength', '--certificate', at('weak.crt'), '--key', at('weak.key'), ...chain);
    await refusal(
      'usage',
      '--certificate',
      at('middle.crt'),
      '--key',
      at('middle.key'),
      '--set',
      'certificates.hostname=mail1.example.com',
    );
  });

  test('comes with a key under a passphrase only where that is given; it is stored in clear and shown nowhere', async () => {
    await openssl(
      'req',
      '-newkey',
      'rsa:2048',
      '-passout',
      'pass:canary-77',
      '-keyout',
      'locked.key',
      '-out',
      'locked.csr',
      '-subj',
      '/CN=mail1.example.com',
    );
    await sign('locked.csr', 'locked.crt');
    const args = ['--certificate', at('locked.crt'), '--chain', at('middle.crt'), '--key', at('locked.key')];
    expect(await importing(...args)).toMatchObject({ exit: 64, err: expect.stringContaining('--password-file') });
    writeFileSync(at('wrong'), 'canary-78\n', { mode: 0o600 });
    expect(await importing(...args, '--password-file', at('wrong'))).toMatchObject({
      exit: 1,
      err: expect.stringContaining('passphrase'),
    });
    writeFileSync(at('right'), 'canary-77\n', { mode: 0o600 });
    const applied = await importing(...args, '--password-file', at('right'));
    worked(applied);
    expect(tree().read(KEY)).toContain('-----BEGIN RSA PRIVATE KEY-----');
    const store = await run(['grep', '-r', 'canary-7', tree().at(STORE)]);
    expect(store.out + applied.out + applied.err).not.toContain('canary-7');
  });

  test('is given out without its key', async () => {
    const { out } = await tree().secure('certificate', 'export', 'msyspg');
    expect(new X509Certificate(out).fingerprint256).toBe(fingerprint(tree()));
    expect(out).not.toContain('PRIVATE');
    worked(await tree().secure('certificate', 'export', 'msyspg', '--out', at('exported.pem')));
    expect(readFileSync(at('exported.pem'), 'utf8')).toBe(out);
    expect(statSync(at('exported.pem')).mode & 0o777).toBe(0o644);
    expect(await tree().secure('certificate', 'export', '--ca')).toMatchObject({
      exit: 1,
      err: expect.stringContaining('local-ca'),
    });
  });
});

describe('source: csr', () => {
  const tree = sharedTree();
  const ANSWERS = { webUiSsl: 'offer', 'certificates.webUi.source': 'csr' };
  const INCLUDE = 'opt/msys/ecwebui/config/momentum-secure-ssl.conf';
  const asked = async (...args: string[]) => {
    const { doc } = await tree().secureJson(...args);
    const steps = doc.findings.find(({ id }: { id: string }) => id === 'certificate-ecwebui-to-be-signed')?.remedy.steps;
    return { changed: doc.changed, steps: steps?.join('; ') };
  };
  const plan = ['plan', '--set', 'webUiSsl=offer', '--set', 'certificates.webUi.source=csr'];

  test('says how an authority is asked, until it has signed; then it keeps what that signed', async () => {
    await tree().apply(ANSWERS);
    const waiting = expect.stringMatching(/certificate request ecwebui --out.*; .*certificate import ecwebui --certificate/);
    expect(await asked(...plan)).toEqual({ changed: false, steps: waiting });
    expect((await asked('status')).steps).toEqual(waiting);
    worked(await tree().secure('certificate', 'request', 'ecwebui', '--out', at('console.csr')));
    await sign('console.csr', 'console.crt');
    // What the authority was sent is about the present key.
    worked(await tree().secure('renew', 'ecwebui', '--force', '--yes', '--set', 'certificates.days=90'));
    worked(await tree().secure('apply', '--yes', ...plan.slice(1), '--set', 'certificates.hostname=mail2.example.com'));
    const files = ['--certificate', at('console.crt'), '--chain', at('middle.crt')];
    worked(await tree().secure('certificate', 'import', 'ecwebui', '--yes', ...files));
    expect(await asked(...plan)).toEqual({ changed: false, steps: undefined });
    expect((await asked('status')).steps).toBeUndefined();
    // The chain of it is named in the file of ours, where this Apache wants that; the file goes with the choice all the same.
    expect(tree().read(INCLUDE)).toContain('SSLCertificateChainFile');
    await tree().apply({ webUiSsl: 'off' });
    expect(existsSync(tree().at(INCLUDE))).toBe(false);
  });
});

describe("an authority of the host's own", () => {
  const tree = sharedTree();

  test('is made once, signs both services, verifies, and is given out to clients', async () => {
    const sources = { 'certificates.database.source': 'local-ca', 'certificates.webUi.source': 'local-ca' };
    await tree().apply({ databaseSsl: 'require', webUiSsl: 'offer', ...sources });
    expect(readdirSync(tree().at(`${STORE}/ca`)).sort()).toEqual(['ca-1.crt', 'ca-1.key']);
    expect(tree().facts(`${STORE}/ca/ca-1.key`)).toMatchObject({ mode: 0o600, uid: 0 });
    expect((await tree().plan({ databaseSsl: 'require', webUiSsl: 'offer', ...sources })).doc.changed).toBe(false);
    const { certificates } = (await tree().secureJson('status')).doc.answers;
    expect(certificates).toEqual({ database: { source: 'local-ca' }, webUi: { source: 'local-ca' } });
    worked(await tree().secure('certificate', 'export', '--ca', '--out', at('local.pem')));
    for (const path of [CERTIFICATE, 'opt/msys/ecwebui/config/site/server.crt'])
      await openssl(
        'verify',
        '-x509_strict',
        '-purpose',
        'sslserver',
        '-verify_hostname',
        'localhost',
        '-CAfile',
        'local.pem',
        tree().at(path),
      );
  });

  test('outlives the entry that made it: clients may have it by now', async () => {
    worked(await tree().secure('rollback', '--yes'));
    expect(existsSync(tree().at(CERTIFICATE))).toBe(false);
    expect(existsSync(tree().at(`${STORE}/ca/ca-1.key`))).toBe(true);
  });
});

describe('a compromised key', () => {
  const tree = sharedTree();
  const inStore = async (pem: string) => {
    // One line of the middle of it is in no other key.
    const line = pem.split('\n')[5] as string;
    return (await run(['grep', '-rlF', '-e', line, tree().at('var/lib'), tree().at('var/db')])).out;
  };

  test('is replaced and kept nowhere; it cannot be brought back, and off leaves what works', async () => {
    // The operator's own pair, which the choice has kept as the original.
    const create = [
      tree().at('opt/msys/ecelerity/bin/create_ssl_cert'),
      'msyspg',
      'mail1.example.com',
      '/var/db/msyspg',
      'msyspg',
    ];
    worked(await run(create));
    const key = tree().read(KEY);
    await tree().apply({ databaseSsl: 'offer', 'certificates.database.source': 'self-signed' });
    // The same key is back in its place, by way of a rollback, and so in the history twice.
    worked(await tree().secure('rollback', '--yes'));
    expect(tree().read(KEY)).toBe(key);
    await tree().apply({ databaseSsl: 'offer' });
    expect(await inStore(key)).not.toBe('');

    const renewed = await tree().secureJson('renew', 'msyspg', '--compromised', '--yes');
    worked(renewed);
    expect(renewed.doc.findings).toContainEqual(expect.objectContaining({ id: 'compromised-msyspg', status: 'warn' }));
    expect(await inStore(key)).toBe('');
    expect(tree().read(KEY)).not.toBe(key);

    const snapshot = tree().snapshot();
    expect(await tree().secure('rollback', '--yes')).toMatchObject({
      exit: 7,
      err: expect.stringContaining('others may have the key'),
    });
    expect(tree().snapshot()).toEqual(snapshot);
    await tree().apply({ databaseSsl: 'off' });
    expect(await tree().secure('verify', '--no-services')).toMatchObject({ exit: 0 });
  });
});

test.each([
  [['certificate', 'make'], /expected export, request or import, got make/],
  [['certificate', 'request', 'ecelerity'], /expected msyspg, ecwebui, ecconfigd/],
  [['certificate', 'import', 'msyspg'], /expected --certificate FILE/],
  [['certificate', 'export', 'msyspg', '--key', 'x'], /--key does not belong to it/],
])('%s is wrong usage', async (args, message) => {
  expect(await secure(args)).toMatchObject({ exit: 64, err: expect.stringMatching(message) });
});
