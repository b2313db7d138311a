import { describe, expect, test } from 'vitest';
import type { Answers, CertificateSource } from '../../src/answers/answers.ts';
import { planPair } from '../../src/choices/certificates/pair.ts';
import { sourceFindings } from '../../src/choices/certificates/source-findings.ts';
import { LAYOUT } from '../../src/host/layout.ts';
import { hostPath, joinPath } from '../../src/model/paths.ts';
import { ecwebui } from '../../src/services/ecwebui/index.ts';
import { issueAuthority, signLeaf } from '../../src/tls/certificate/authority.ts';
import { generateRsaKey, issuePair } from '../../src/tls/certificate/issue.ts';
import { smallTree, type Tree } from '../preflight/support.ts';

const place = {
  key: hostPath('/opt/msys/server.key'),
  certificate: hostPath('/opt/msys/server.crt'),
  owner: 'ecuser',
  group: 'ecuser',
};
const request = { choice: 'webUiSsl', key: 'webUi', service: ecwebui, place, addressedAs: [], affects: [] } as const;
const FACTS = { hostname: 'mail1.example.com', altNames: [], keyBits: 2048, days: 90 } as const;
const LONG_AGO = new Date(Date.now() - 100 * 86_400_000);

const company = issueAuthority({ name: 'Company CA', keyBits: 2048, days: 900 }, LONG_AGO);

type Kind = 'none' | 'self-signed' | 'company' | 'local-ca';

async function treeWith(kind: Kind, now = new Date()): Promise<Tree> {
  const tree = smallTree();
  if (kind === 'none') return tree;
  const authority = kind === 'local-ca' ? await issueAuthority({ name: 'Own CA', keyBits: 2048, days: 900 }, now) : await company;
  if (kind === 'local-ca') {
    tree.write(joinPath(LAYOUT.authorities, 'ca-1.key'), authority.keyPem);
    tree.write(joinPath(LAYOUT.authorities, 'ca-1.crt'), authority.certificatePem);
  }
  const { privateKey } = await generateRsaKey(2048);
  const pair =
    kind === 'self-signed'
      ? await issuePair(FACTS, { now })
      : { keyPem: privateKey, certificatePem: await signLeaf(privateKey, FACTS, authority, now) };
  tree.write(place.key, pair.keyPem);
  tree.write(place.certificate, pair.certificatePem);
  return tree;
}

async function look(tree: Tree, source: CertificateSource) {
  const answers: Answers = { certificates: { ...FACTS, altNames: [], hostname: 'new.example.com', webUi: { source } } };
  const [changes, findings] = await Promise.all([
    planPair(tree.host(), answers, request),
    sourceFindings(tree.host(), answers, request),
  ]);
  return { changes, findings };
}

describe('a pair that an authority is asked to sign', () => {
  test('starts with one signed by itself, and every plan says what comes next', async () => {
    const { changes, findings } = await look(await treeWith('none'), 'csr');
    expect(changes).toMatchObject([{ kind: 'certificate', why: 'There is no certificate yet' }]);
    expect(changes[0]).not.toHaveProperty('signer');
    expect(findings).toMatchObject([
      {
        status: 'warn',
        remedy: { steps: expect.arrayContaining([expect.stringContaining('certificate request ecwebui --out')]) },
      },
    ]);
  });

  test.each<[Kind, boolean]>([
    ['self-signed', true],
    ['local-ca', true],
    ['company', false],
  ])('%s: it is kept, whatever names are asked for; to be signed still: %j', async (kind, warned) => {
    const { changes, findings } = await look(await treeWith(kind), 'csr');
    expect(changes).toEqual([]);
    expect(findings.length > 0).toBe(warned);
  });

  test('one that ran out is made anew about the same key, which a request may be about; never where an authority signed it', async () => {
    const { changes } = await look(await treeWith('self-signed', LONG_AGO), 'csr');
    expect(changes).toMatchObject([{ why: expect.stringContaining('ran out'), keyFrom: { kind: 'kept', path: place.key } }]);
    expect(await look(await treeWith('company', LONG_AGO), 'csr')).toEqual({ changes: [], findings: [] });
  });
});

test('source: self-signed leads back from an authority, though nothing else were different', async () => {
  const tree = await treeWith('company');
  const answers: Answers = { certificates: { ...FACTS, webUi: { source: 'self-signed' } } };
  const changes = await planPair(tree.host(), answers, request);
  expect(changes).toMatchObject([{ why: 'The certificate is signed by Company CA, not by itself' }]);
});
