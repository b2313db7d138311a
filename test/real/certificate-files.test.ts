import { X509Certificate } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:tls';
import { beforeAll, describe, expect, test } from 'vitest';
import { authorityIn, worked } from './authority.ts';
import { run, sharedScratch, sharedTree } from './support.ts';

const DATABASE = 'var/db/msyspg/server';
const WEB_UI = 'opt/msys/ecwebui/config/site/server';
const FILES = { source: 'files', certificate: '/root/mail1.crt', key: '/root/mail1.key', chain: '/root/chain.pem' };
const ANSWERS = { databaseSsl: 'require', webUiSsl: 'offer', certificates: { database: FILES, webUi: FILES } };

const { at, openssl, makeAuthority, sign } = authorityIn(sharedScratch());

describe('a pair of the company, handed in as files', () => {
  const tree = sharedTree({ servers: true });
  const served = () =>
    new Promise<string>((resolve, reject) => {
      const options = { host: 'localhost', port: tree().ports.https, ca: readFileSync(at('root.crt')) };
      const socket = connect(options, () => {
        resolve(socket.getPeerCertificate().fingerprint256);
        socket.destroy();
      });
      socket.on('error', reject);
    });
  const certificate = () => new X509Certificate(tree().read('root/mail1.crt')).fingerprint256;
  /** A new pair, put into the same files; what stands in its key alone. */
  async function renew(): Promise<string> {
    const names = 'subjectAltName=DNS:mail1.example.com,DNS:localhost,IP:127.0.0.1';
    const request = '-newkey rsa:2048 -nodes -keyout new.key -out new.csr -subj /CN=mail1.example.com -addext'.split(' ');
    await openssl('req', ...request, names);
    await sign('new.csr', 'new.crt');
    for (const [name, from] of [
      ['mail1.crt', 'new.crt'],
      ['mail1.key', 'new.key'],
      ['chain.pem', 'middle.crt'],
    ] as const)
      tree().write(`root/${name}`, readFileSync(at(from), 'latin1'), 0o600);
    return tree().read('root/mail1.key').split('\n')[5] as string;
  }
  const holding = async (line: string) =>
    (await run(['grep', '-rlF', '-e', line, tree().root])).out
      .trim()
      .split('\n')
      .map((path) => path.slice(tree().root.length + 1))
      .sort();
  let before = {};
  let line = '';

  beforeAll(async () => {
    await makeAuthority();
    line = await renew();
    before = tree().snapshot();
  });

  test('is looked at, saved and applied; both services serve it with its chain, and its key is nowhere else', async () => {
    const planned = await tree().plan(ANSWERS, '--out', at('saved.plan'));
    expect(planned.exit, planned.err).toBe(2);
    const saved = readFileSync(at('saved.plan'), 'utf8');
    const applied = await tree().secure('apply', at('saved.plan'), '--yes');
    worked(applied);
    for (const said of [planned.out, saved, applied.out, applied.err]) {
      expect(said).not.toContain('PRIVATE KEY');
      expect(said).not.toContain(line);
    }
    expect(await holding(line)).toEqual([`${WEB_UI}.key`, 'root/mail1.key', `${DATABASE}.key`]);
    expect(await served()).toBe(certificate());
    const root = { sslrootcert: at('root.crt') };
    expect((await tree().psql('localhost', 'verify-full', root)).err).toBe('');
    expect(tree().facts(`${DATABASE}.key`)).toMatchObject({ mode: 0o600 });
  });

  test('is as asked from then on: for the same answers, for those of status, with the key put away, and for other names', async () => {
    expect((await tree().plan(ANSWERS)).doc).toMatchObject({ changed: false });
    worked(await tree().secure('status', '--answers-out', at('host.yaml')));
    expect(readFileSync(at('host.yaml'), 'utf8')).toContain('certificate: /root/mail1.crt');
    expect((await tree().secureJson('plan', '--answers', at('host.yaml'))).doc).toMatchObject({ changed: false });
    const key = tree().read('root/mail1.key');
    rmSync(tree().at('root/mail1.key'));
    expect((await tree().plan(ANSWERS)).doc).toMatchObject({ changed: false });
    tree().write('root/mail1.key', key, 0o600);
    const others = await tree().plan({ databaseSsl: 'require', webUiSsl: 'offer', 'certificates.hostname': 'other.example.com' });
    expect(others.doc.changes).toEqual([]);
    const renewed = await tree().secureJson('renew', '--force', '--yes');
    expect(renewed.doc).toMatchObject({ outcome: 'unchanged' });
    expect(renewed.doc.findings).toContainEqual(expect.objectContaining({ what: expect.stringContaining('comes from files') }));
  });

  test('is refused where the key is that of another one: nothing is changed', async () => {
    const now = tree().snapshot();
    tree().write('root/other.key', readFileSync(at('middle.key'), 'latin1'), 0o600);
    await openssl(
      ...'x509 -req -in new.csr -CA middle.crt -CAkey middle.key -days 60 -copy_extensions copy -out other.crt'.split(' '),
    );
    tree().write('root/other.crt', readFileSync(at('other.crt'), 'latin1'));
    const other = { ...FILES, certificate: '/root/other.crt', key: '/root/other.key' };
    const refused = await tree().secureJson('apply', '--yes', '--set', `certificates.webUi=${JSON.stringify(other)}`);
    expect(refused).toMatchObject({ exit: 3, doc: { changed: false, outcome: 'refused' } });
    expect(refused.doc.findings).toContainEqual(expect.objectContaining({ id: 'import-match', status: 'fail' }));
    expect(tree().snapshot()).toEqual(now);
  });

  test('renewed in the same files it is a change of the next plan, and of no plan from before', async () => {
    await renew();
    expect((await tree().plan(ANSWERS, '--out', at('stale.plan'))).doc).toMatchObject({ changed: true });
    line = await renew();
    expect((await tree().secure('apply', at('stale.plan'), '--yes')).exit).toBe(7);
    expect((await tree().secureJson('drift')).exit).toBe(2);
    const applied = await tree().secureJson('apply', '--again', '--yes');
    expect(applied.doc, applied.err).toMatchObject({ outcome: 'applied' });
    expect(await served()).toBe(certificate());
    expect(await holding(line)).toEqual([`${WEB_UI}.key`, 'root/mail1.key', `${DATABASE}.key`]);
    const proof = await tree().secureJson('verify');
    expect(proof.doc.findings.filter(({ status }: { status: string }) => status === 'fail')).toEqual([]);
  });

  test('goes with off and with a rollback: what stood before is there again', async () => {
    await tree().apply({ databaseSsl: 'off', webUiSsl: 'off' });
    const now = tree().snapshot();
    expect(now).toEqual(before);
    worked(await tree().secure('rollback', '--yes'));
    expect(await served()).toBe(certificate());
    await tree().apply({ databaseSsl: 'off', webUiSsl: 'off' });
    expect(tree().snapshot()).toEqual(before);
  });
});
