import { describe, expect, test } from 'vitest';
import { modeGrants } from '../../src/host/access.ts';
import { parseAccounts } from '../../src/host/accounts.ts';

const PASSWD = `root:x:0:0:root:/root:/bin/sh
ecuser:x:500:500:Momentum:/opt/msys/ecelerity:/bin/sh
msyspg:x:501:501::/var/db/msyspg:/bin/sh\r
twin:x:500:500::/:/bin/sh
+nis::::::
broken:x:abc:1::/:/bin/sh
short:x

# a comment
`;
const GROUP = `root:x:0:
ecuser:x:500:msyspg,ecuser
msyspg:x:501:
mail:x:8:ecuser,nobody
mail:x:9:
odd:x::ecuser
`;

describe('accounts of the tree', () => {
  const accounts = parseAccounts(PASSWD, GROUP);

  test('lines that are no accounts are passed over', () => {
    expect(accounts.all().map(({ name }) => name)).toEqual(['root', 'ecuser', 'msyspg', 'twin']);
  });

  test('groups: the primary one and those that list it; the first line of a name counts', () => {
    expect(accounts.find('ecuser')?.groups).toEqual([500, 8]);
    expect(accounts.find('msyspg')?.groups).toEqual([501, 500]);
    expect(accounts.gid('mail')).toBe(8);
  });

  test('names and numbers both ways; a number that nobody has stands for itself', () => {
    expect(accounts.userName(500)).toBe('ecuser');
    expect(accounts.userName(4711)).toBe('#4711');
    expect(accounts.uid('#4711')).toBe(4711);
    expect(accounts.groupName(77)).toBe('#77');
    expect([accounts.uid('nobody'), accounts.gid('nobody')]).toEqual([undefined, undefined]);
  });

  test('no files at all are no accounts', () => {
    expect(parseAccounts('', '').all()).toEqual([]);
  });
});

describe('what the permission bits grant', () => {
  const accounts = parseAccounts(PASSWD, GROUP);
  const [root, ecuser, msyspg] = ['root', 'ecuser', 'msyspg'].map((name) => accounts.find(name));
  const file = (uid: number, gid: number, mode: number) => ({ uid, gid, mode });

  test.each([
    ['root reads everything', root, file(501, 501, 0o000), 'read', true],
    ['the owner by the first three bits', msyspg, file(501, 0, 0o400), 'read', true],
    ['the owner is not helped by those of others', msyspg, file(501, 0, 0o044), 'read', false],
    ['a group it is listed in', ecuser, file(0, 8, 0o040), 'read', true],
    ['a group is not helped by those of others', ecuser, file(0, 8, 0o004), 'read', false],
    ['others', ecuser, file(0, 0, 0o001), 'search', true],
    ['writing', msyspg, file(0, 500, 0o020), 'write', true],
    ['nobody', ecuser, file(0, 0, 0o750), 'search', false],
  ] as const)('%s', (_, account, facts, wanted, granted) => {
    if (account === undefined) throw new Error('no such account');
    expect(modeGrants(account, facts, wanted)).toBe(granted);
  });
});
