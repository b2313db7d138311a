import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LocalHost } from '../../src/host/local.ts';
import { lookBack } from '../../src/operations/look-back.ts';
import { survey } from '../../src/operations/survey.ts';
import { sharedTree } from '../real/support.ts';

const tree = sharedTree();
const CONF = 'var/db/msyspg/postgresql.conf';
const CERTIFICATE = 'var/db/msyspg/server.crt';

async function before() {
  const host = new LocalHost(tree().root);
  return lookBack(host, await survey(host));
}

test('a host on which nothing was ever set has nothing to look back on', async () => {
  expect(await before()).toBeUndefined();
});

test('what was applied and holds needs nothing again; what does not is applied again as it was', async () => {
  await tree().apply({ databaseSsl: 'offer' }, '--no-services');
  expect(await before()).toMatchObject({ last: { id: '0001' }, findings: [], again: {} });
  const settings = tree().read(CONF);
  appendFileSync(tree().at(CONF), 'ssl = off\n');
  const now = await before();
  writeFileSync(tree().at(CONF), settings, 'latin1');
  expect(now?.again).toEqual({ databaseSsl: 'offer' });
  expect(now?.findings.map(({ id }) => id)).toEqual(expect.arrayContaining(['drift-content', 'drift-lost']));
});

test('a choice that others made and left half done is to be as it is chosen', async () => {
  writeFileSync(tree().at(CERTIFICATE), 'no certificate\n');
  rmSync(tree().at('var/lib/momentum-secure'), { recursive: true });
  expect(await before()).toEqual({ last: undefined, findings: [], again: { databaseSsl: 'offer' } });
});
