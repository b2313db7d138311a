import { expect, test } from 'vitest';
import { isFromAuthority, planAuthority, planNextAuthority, readAuthorities } from '../../src/choices/certificates/authority.ts';
import { LAYOUT } from '../../src/host/layout.ts';
import { joinPath } from '../../src/model/paths.ts';
import { issueAuthority, signLeaf } from '../../src/tls/certificate/authority.ts';
import { generateRsaKey } from '../../src/tls/certificate/issue.ts';
import { smallTree } from '../preflight/support.ts';

const DAY = 86_400_000;
const at = (name: string) => joinPath(LAYOUT.authorities, name);

/** A tree with authorities that have so many days left, the oldest first. */
async function treeWith(...daysLeft: readonly number[]) {
  const tree = smallTree();
  for (const [index, days] of daysLeft.entries()) {
    const facts = { name: `CA ${index + 1}`, keyBits: 2048, days: 3650 } as const;
    const { keyPem, certificatePem } = await issueAuthority(facts, new Date(Date.now() + (days - 3650) * DAY));
    tree.write(at(`ca-${index + 1}.key`), keyPem);
    tree.write(at(`ca-${index + 1}.crt`), certificatePem);
  }
  return tree;
}

const made = (changes: readonly { kind: string }[]) =>
  changes.flatMap((change) => (change.kind === 'certificate' && 'certificatePath' in change ? [change.certificatePath] : []));

test.each([
  // What is there, days of the new certificate, who signs it, which authority is made along with it.
  [[], 365, 'ca-1', ['ca-1']],
  [[3650], 365, 'ca-1', []],
  // From here on clients get the next one, while the old one still signs.
  [[700], 365, 'ca-1', ['ca-2']],
  [[700, 3600], 365, 'ca-1', []],
  // The old one would not outlive what it signs: the next one has been given out for a year.
  [[300, 3000], 365, 'ca-2', []],
  [[-5], 365, 'ca-2', ['ca-2']],
  [[800], 1000, 'ca-2', ['ca-2']],
])('authorities with %j days left, a certificate for %d days: %s signs, %j made', async (left, days, signer, next) => {
  const host = (await treeWith(...left)).host();
  const plan = await planAuthority(host, days);
  expect(plan.signer).toEqual({ kind: 'local-ca', key: at(`${signer}.key`), certificate: at(`${signer}.crt`) });
  expect(made(plan.changes)).toEqual(next.map((name) => at(`${name}.crt`)));
  // A second certificate of the same plan takes the one that the first has planned.
  const again = await planAuthority(host.after(plan.changes), days);
  expect(again).toEqual({ signer: plan.signer, changes: [] });
});

test('the next one is made in time though nothing is to be signed; where there is none, none', async () => {
  expect(await planNextAuthority((await treeWith()).host())).toEqual([]);
  expect(await planNextAuthority((await treeWith(3000)).host())).toEqual([]);
  expect(made(await planNextAuthority((await treeWith(600)).host()))).toEqual([at('ca-2.crt')]);
});

test('what an authority of the host signed is told from what others signed', async () => {
  const authorities = await readAuthorities((await treeWith(3000)).host());
  const { privateKey } = await generateRsaKey(2048);
  const facts = { hostname: 'mail1', altNames: [], keyBits: 2048, days: 30 } as const;
  const foreign = await issueAuthority({ name: 'CA 1', keyBits: 2048, days: 30 }, new Date());
  expect(isFromAuthority(await signLeaf(privateKey, facts, foreign, new Date()), authorities)).toBe(false);
  expect(isFromAuthority('garbage', authorities)).toBe(false);
});
