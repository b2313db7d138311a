import { expect, test } from 'vitest';
import { applySplices } from '../../src/config/splice.ts';
import { findMomentum } from '../../src/host/momentum.ts';
import { checkOne } from '../../src/operations/examine.ts';
import { hostnameDoesNotResolve } from '../../src/symptoms/hostname-does-not-resolve.ts';
import { smallTree } from '../preflight/support.ts';

const NAME = 'mail1.example.com';

async function remedied(hosts: string): Promise<string | undefined> {
  const tree = smallTree();
  tree.write('/etc/hostname', `${NAME}\n`);
  tree.write('/etc/hosts', hosts);
  // Not to wait for the resolver of whatever machine this is.
  const host = Object.assign(tree.host(), { resolves: async () => false });
  const [finding] = await checkOne(hostnameDoesNotResolve, host, await findMomentum(host));
  const [change] = finding?.remedy?.changes ?? [];
  return change?.kind === 'edit' ? applySplices(hosts, change.splices) : undefined;
}

test.each([
  ['192.0.2.10\tmail1', `192.0.2.10\t${NAME} mail1`],
  [
    '# 192.0.2.9 mail1\r\n  192.0.2.10  other mail1 # mail1\r\n',
    `# 192.0.2.9 mail1\r\n  192.0.2.10  other ${NAME} mail1 # mail1\r\n`,
  ],
  ['2001:db8::1 mail1x amail1 mail1.lan mail1#\n', `2001:db8::1 mail1x amail1 mail1.lan ${NAME} mail1#\n`],
])('%j has the whole name before the short one, and every other byte', async (hosts, wanted) => {
  expect(await remedied(hosts)).toBe(wanted);
});

test.each([
  '127.0.1.1 mail1\n',
  '::1 mail1\n',
  '0.0.0.0 mail1\n',
  ':: mail1\n',
  `face ${NAME} mail1\n`,
  '192.0.2.10 mail1\n2001:db8::1 mail1\n',
  'fe80::1%eth0 mail1\n192.0.2.10 mail1\n',
  '192.0.2.10 mail1x\n# 192.0.2.10 mail1\n',
  '',
])('%j does not tell which address is meant, and is left alone', async (hosts) => {
  expect(await remedied(hosts)).toBeUndefined();
});
