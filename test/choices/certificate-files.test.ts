import { spawnSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Answers, ServiceCertificateAnswers } from '../../src/answers/answers.ts';
import { type FilesTarget, planFiles } from '../../src/choices/certificates/files.ts';
import { certificateQuestions } from '../../src/choices/certificates/questions.ts';
import { sourceNotUsed } from '../../src/choices/certificates/source-findings.ts';
import { hostPath } from '../../src/model/paths.ts';
import { msyspg } from '../../src/services/msyspg/index.ts';
import { issueAuthority, signLeaf } from '../../src/tls/certificate/authority.ts';
import { generateRsaKey, issuePair } from '../../src/tls/certificate/issue.ts';
import { isRoot, smallTree, stockTree, type Tree, UIDS } from '../preflight/support.ts';

const KEY = '/var/db/server.key';
const CERTIFICATE = '/var/db/server.crt';
const place = { key: hostPath(KEY), certificate: hostPath(CERTIFICATE), owner: 'msyspg', group: 'msyspg' };
const target: FilesTarget = { choice: 'databaseSsl', key: 'database', service: msyspg, place, affects: [] };
const NAMED = { source: 'files', certificate: '/root/new.crt', key: '/root/new.key', chain: '/root/ca.crt' } as const;
const FACTS = { hostname: 'mail1.example.com', altNames: [], keyBits: 2048, days: 90 } as const;

const authority = issueAuthority({ name: 'Company CA', keyBits: 2048, days: 900 }, new Date());

/** A tree with a pair of the company's authority in /root; `facts` and `now` make another one of it. */
async function handed(facts: Partial<typeof FACTS | { hostname: string }> = {}, now = new Date()): Promise<Tree> {
  const tree = smallTree();
  const { privateKey } = await generateRsaKey(2048);
  tree.write('/etc/hostname', 'mail1.example.com\n');
  tree.write('/root/new.key', privateKey, { mode: 0o600 });
  tree.write('/root/new.crt', await signLeaf(privateKey, { ...FACTS, ...facts }, await authority, now));
  tree.write('/root/ca.crt', (await authority).certificatePem);
  return tree;
}

async function look(tree: Tree, answered: ServiceCertificateAnswers = NAMED, hostname?: string) {
  const answers = { certificates: { ...(hostname === undefined ? {} : { hostname }), database: answered } };
  const { changes, findings } = await planFiles(tree.host(), answers, target);
  return {
    changes,
    said: findings.map(({ id, status, what }) => `${status} ${id} ${what}`),
    failed: findings.filter(({ status }) => status === 'fail').map(({ id }) => id),
  };
}

describe('a pair from files', () => {
  test('is put in place with its chain; what a plan has of the key is its place and hash', async () => {
    const tree = await handed();
    const { changes, said } = await look(tree);
    expect(said).toEqual([]);
    const file = await tree.host().read(hostPath('/root/new.key'));
    expect(changes).toMatchObject([
      {
        kind: 'certificate',
        choice: 'databaseSsl',
        keyPath: KEY,
        keyFrom: { kind: 'kept', path: '/root/new.key', hash: file?.hash },
        signer: { kind: 'given', issuer: 'Company CA', pem: expect.stringMatching(/(BEGIN CERTIFICATE[\s\S]*){2}/) },
        facts: { hostname: 'mail1.example.com' },
        keyAttributes: { owner: 'msyspg', mode: 0o600 },
      },
    ]);
    expect(JSON.stringify(changes)).not.toContain('PRIVATE KEY');
  });

  test('is in place where the same certificates and the same key stand there, in whatever form; then a fault of it is no obstacle', async () => {
    const tree = await handed();
    const read = async (path: string) => (await tree.host().read(hostPath(path)))?.bytes.toString('latin1') ?? '';
    tree.write(KEY, `# by somebody else\r\n${await read('/root/new.key')}`, { mode: 0o600 });
    tree.write(CERTIFICATE, `${await read('/root/new.crt')}\n${await read('/root/ca.crt')}`);
    expect(await look(tree)).toEqual({ changes: [], said: [], failed: [] });
    const named = await look(tree, NAMED, 'mail2.example.com');
    expect(named.failed).toEqual([]);
    expect(named.said).toEqual([expect.stringMatching(/^warn import-names PostgreSQL \(msyspg\): .*not for mail2/)]);
    // The key need not lie about for ever; a new certificate about the same one needs none either.
    rmSync(tree.disk('/root/new.key'));
    expect(await look(tree)).toEqual({ changes: [], said: [], failed: [] });
    tree.write('/root/new.crt', await signLeaf(await read(KEY), FACTS, await authority, new Date()));
    expect((await look(tree)).changes).toMatchObject([{ keyFrom: { kind: 'kept', path: KEY } }]);
    tree.write(KEY, (await generateRsaKey(2048)).privateKey, { mode: 0o600 });
    expect((await look(tree)).failed).toEqual(['import-match']);
  });

  test.each<[string, string, (tree: Tree) => unknown, RegExp?]>([
    ['that are not there', 'import-certificate', (tree) => rmSync(tree.disk('/root/new.crt')), /new\.crt is not there/],
    ['without their chain', 'import-chain', (tree) => rmSync(tree.disk('/root/ca.crt')), /ca\.crt is not there/],
    [
      'that are none',
      'import-certificate',
      (tree) => {
        rmSync(tree.disk('/root/new.crt'));
        mkdirSync(tree.disk('/root/new.crt'));
      },
      /is a directory/,
    ],
    ['with something else in them', 'import-certificate', (tree) => tree.write('/root/new.crt', 'root:x:0\n')],
    ['with another key', 'import-match', async (tree) => newKey(tree, (await generateRsaKey(2048)).privateKey)],
    ['with no key in PEM', 'import-key', (tree) => newKey(tree, 'none\n'), /no private key in PEM/],
    [
      'with a key under a passphrase',
      'import-key',
      (tree) => newKey(tree, '-----BEGIN ENCRYPTED PRIVATE KEY-----\nMII=\n-----END ENCRYPTED PRIVATE KEY-----\n'),
      /asks for a passphrase/,
    ],
    ['in a directory that everybody writes', 'import-key', (tree) => chmodSync(tree.disk('/root'), 0o777), /\/root \(\S+ 0777\)/],
    [
      'with a key that has a second name',
      'import-key',
      (tree) => linkSync(tree.disk('/root/new.key'), tree.disk('/tmp/other')),
      /2 names \(hard links\)/,
    ],
  ])('%s: refused', async (_, id, spoil, what = /./) => {
    const tree = await handed();
    await spoil(tree);
    const { changes, said, failed } = await look(tree);
    expect(changes).toEqual([]);
    expect(failed).toContain(id);
    expect(said.join('\n')).toMatch(what);
    expect(said.join('\n')).not.toContain('root:x');
  });

  test.runIf(isRoot)('by way of a link that others decide about: refused; of one of root: taken', async () => {
    const tree = await handed();
    for (const name of ['new.crt', 'new.key', 'ca.crt']) symlinkSync(`/root/${name}`, tree.disk(`/var/lib/${name}`));
    const linked = { ...NAMED, certificate: '/var/lib/new.crt', key: '/var/lib/new.key', chain: '/var/lib/ca.crt' };
    expect((await look(tree, linked)).changes).toHaveLength(1);
    tree.own('/var/lib', { uid: UIDS.stranger, mode: 0o755 });
    expect((await look(tree, linked)).failed.sort()).toEqual(['import-certificate', 'import-chain', 'import-key']);
    // Nor a file that another account owns: which key a service gets is not for it to say.
    tree.own('/root/new.key', { uid: UIDS.stranger, mode: 0o600 });
    expect((await look(tree)).failed).toEqual(['import-key']);
  });

  test.runIf(isRoot)('that an ACL lets others write: refused, which the mode does not tell', async ({ skip }) => {
    const tree = await handed();
    chmodSync(tree.disk('/root/new.key'), 0o660);
    expect((await look(tree)).failed).toEqual([]);
    const granted = spawnSync('setfacl', ['-m', `u:${UIDS.stranger}:rw`, tree.disk('/root/new.key')]);
    if (granted.status !== 0) skip('no ACLs here');
    expect(await look(tree)).toMatchObject({
      changes: [],
      said: [expect.stringMatching(/new\.key \(root:root 0660, and an ACL\)/)],
    });
  });

  test('for another name, or out of date: refused; open to everybody: said', async () => {
    expect((await look(await handed({ hostname: 'elsewhere.example.org' }))).failed).toEqual(['import-names']);
    expect((await look(await handed({}, new Date(Date.now() - 100 * 86_400_000)))).failed).toEqual(['import-dates']);
    const tree = await handed();
    chmodSync(tree.disk('/root/new.key'), 0o644);
    const { changes, said } = await look(tree);
    expect(changes).toHaveLength(1);
    expect(said).toEqual([expect.stringMatching(/^warn import-key .*open to everybody/)]);
  });

  test('signed by itself is taken too: who hands it over knows why', async () => {
    const tree = await handed();
    const pair = await issuePair(FACTS, { now: new Date() });
    tree.write('/root/new.crt', pair.certificatePem);
    newKey(tree, pair.keyPem);
    const { key, certificate, source } = NAMED;
    expect((await look(tree, { source, certificate, key })).changes).toHaveLength(1);
  });
});

test('where TLS is off a source is passed over, and that is said', () => {
  for (const source of ['files', 'csr'] as const) {
    const certificates = { database: { source } };
    const [said, ...more] = sourceNotUsed({ certificates }, target);
    expect([said?.status, said?.what, more]).toEqual(['warn', expect.stringMatching(/is passed over.*has TLS off/), []]);
    expect(sourceNotUsed({ databaseSsl: 'off', certificates }, target)).toEqual([]);
  }
  expect(sourceNotUsed({ certificates: { database: { source: 'local-ca' } } }, target)).toEqual([]);
});

test('nothing is asked about a pair that is handed over', async () => {
  const host = (await stockTree()).host();
  const on: Answers = { databaseSsl: 'offer', webUiSsl: 'offer' };
  const one = await certificateQuestions(host, { ...on, certificates: { database: NAMED } });
  expect(one[0]?.help.join()).toMatch(/made for Web UI \(ecwebui\)\./);
  expect(await certificateQuestions(host, { ...on, certificates: { database: NAMED, webUi: NAMED } })).toEqual([]);
});

function newKey(tree: Tree, pem: string): void {
  tree.write('/root/new.key', pem, { mode: 0o600 });
}
