import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sharedTree } from '../real/support.ts';

const CONF = 'opt/msys/ecelerity/etc/conf/default/ecelerity.conf';
const STORE = 'opt/msys/ecelerity/etc/credentials';

const tree = sharedTree();

test('what ecuser writes into a file does nothing to the terminal that its diff is shown on', async () => {
  const log = tree().at('var/shown.log');
  const before = tree().read(CONF);
  tree().edit(CONF, (text) => text.replaceAll(/$/gm, ' # \u001b[2Jhidden'));
  const { out } = await tree().secure('plan', '--no-services', '--set', 'dhe.enabled=true', '--log-file', log);
  expect(out).toContain('\\u001b[2Jhidden');
  for (const text of [out, readFileSync(log, 'utf8')]) expect(text).not.toContain('\u001b');
  tree().edit(CONF, () => before);
});

test('a store of passwords that is kept beside what comes back is not shown either', async () => {
  await tree().apply({ encryptedPasswords: true }, '--no-services');
  for (const end of ['db', 'key']) tree().edit(`${STORE}.${end}`, (text) => `${text}Canary-7710\n`);
  const { exit, out, err } = await tree().secure('rollback', '--yes', '--no-services', '--keep-edited');
  expect(exit, err).toBe(0);
  expect(out).toContain(`/${STORE}.key.edited-since-0001`);
  expect(out).not.toContain('Canary-7710');
  expect((await tree().secure('show', '2', '--json')).out).not.toContain('Canary-7710');
});
