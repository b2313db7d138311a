import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { planPair, readPair } from '../../src/choices/certificates/pair.ts';
import { hostPath } from '../../src/model/paths.ts';
import { msyspg } from '../../src/services/msyspg/index.ts';
import { issuePair } from '../../src/tls/certificate/issue.ts';
import { smallTree, type Tree } from '../preflight/support.ts';

const KEY = hostPath('/opt/msys/server.key');
const CERTIFICATE = hostPath('/opt/msys/server.crt');
const place = { key: KEY, certificate: CERTIFICATE, owner: 'msyspg', group: 'msyspg' };
const DAY = 86_400_000;

async function treeWith(pair: { keyPem?: string; certificatePem?: string }): Promise<Tree> {
  const tree = smallTree();
  if (pair.keyPem !== undefined) tree.write(KEY, pair.keyPem);
  if (pair.certificatePem !== undefined) tree.write(CERTIFICATE, pair.certificatePem);
  return tree;
}

const issue = (now = new Date(), days = 30) =>
  issuePair({ hostname: 'mail1.example.com', altNames: [], keyBits: 2048, days }, { now });

describe('a pair as it lies on the disk', () => {
  test('absent, valid, and each way in which one is of no use', async () => {
    const [pair, other] = await Promise.all([issue(), issue()]);
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const encrypted = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }) as string;
    const cases: readonly [Parameters<typeof treeWith>[0], string, RegExp?][] = [
      [{}, 'absent'],
      [pair, 'valid'],
      [{ keyPem: pair.keyPem }, 'broken', /has no certificate/],
      [{ certificatePem: pair.certificatePem }, 'broken', /has no key/],
      [{ ...pair, keyPem: other.keyPem }, 'broken', /does not match/],
      [{ ...pair, keyPem: encrypted }, 'broken', /passphrase/],
      [{ ...pair, certificatePem: 'garbage\n' }, 'broken', /server\.crt: /],
      [await issue(new Date(Date.now() - 60 * DAY)), 'broken', /ran out on \d{4}-\d\d-\d\d/],
      [await issue(new Date(Date.now() + 60 * DAY)), 'broken', /not valid yet/],
    ];
    for (const [files, state, problem] of cases) {
      const found = await readPair((await treeWith(files)).host(), place, 'databaseSsl');
      expect(found.state, JSON.stringify(Object.keys(files))).toBe(state);
      if (problem !== undefined) expect(found).toMatchObject({ problem: expect.stringMatching(problem) });
    }
  });

  test.each([
    ['absent', {}, 'There is no certificate yet'],
    ['a self-signed one that ran out', { ago: 60 }, 'ran out on'],
    ['a valid one of somebody else', { ago: 0 }, undefined],
  ])('%s: reissued or kept', async (_, { ago }: { ago?: number }, why) => {
    const tree = await treeWith(ago === undefined ? {} : await issue(new Date(Date.now() - ago * DAY)));
    const request = {
      choice: 'databaseSsl',
      key: 'database',
      service: msyspg,
      place,
      addressedAs: ['db.example.com'],
      affects: [],
    } as const;
    const changes = await planPair(tree.host(), { certificates: { hostname: 'new.example.com' } }, request);
    if (why === undefined) expect(changes).toEqual([]);
    else
      expect(changes).toMatchObject([
        {
          kind: 'certificate',
          why: expect.stringContaining(why),
          facts: { hostname: 'new.example.com' },
          keyAttributes: { mode: 0o600 },
        },
      ]);
  });
});
