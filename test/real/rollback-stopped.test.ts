import { expect, test } from 'vitest';
import { sharedTree } from './support.ts';

const tree = sharedTree({ servers: true });

test('what was applied while PostgreSQL was stopped is undone with a restart once it runs', async () => {
  await tree().init('msyspg', 'stop');
  await tree().apply({ databaseSsl: 'require' });
  expect(tree().pid('msyspg')).toBeUndefined();
  await tree().init('msyspg', 'start');
  const secured = tree().pid('msyspg');
  const { exit, doc } = await tree().secureJson('rollback', '--yes');
  expect([exit, doc.outcome]).toEqual([0, 'applied']);
  expect(tree().pid('msyspg')).not.toBe(secured);
  const verified = await tree().secureJson('verify');
  expect(verified.exit).toBe(0);
  expect(JSON.stringify(verified.doc.findings)).toContain('Plain text is still accepted');
});
