import { expect, test } from 'vitest';
import { sharedTree } from './support.ts';

const HTTPD = 'opt/msys/ecwebui/config/httpd.conf';
const HBA = 'var/db/msyspg/pg_hba.conf';
const tree = sharedTree({ servers: true });

test('a web UI whose configuration somebody broke since it was started: an apply puts everything back, and leaves it running', async () => {
  const before = tree().pid('ecwebconsole');
  const stock = tree().read(HTTPD);
  tree().edit(HTTPD, (text) => `${text}NoSuchDirective On\n`);
  const broken = tree().snapshot();
  const { exit, doc, err } = await tree().secureJson('apply', '--yes', '--set', 'webUiSsl=require');
  expect([exit, doc.outcome], err).toEqual([4, 'rolled-back']);
  expect(doc.said.join()).toMatch(/Web UI \(ecwebui\) was not restarted: its own test failed: .*NoSuchDirective/);
  expect(tree().snapshot()).toEqual(broken);
  expect(tree().pid('ecwebconsole')).toBe(before);
  tree().edit(HTTPD, () => stock);
});

test('configurations that somebody broke since are put back whole, and the services come up with them', async () => {
  const stock = tree().snapshot();
  await tree().apply({ databaseSsl: 'require', webUiSsl: 'require' });
  const before = { msyspg: tree().pid('msyspg'), web: tree().pid('ecwebconsole') };
  tree().edit(HTTPD, (text) => `${text}<VirtualHost\n`);
  tree().edit(HBA, (text) => `${text}nonsense here\n`);
  const drift = await tree().secureJson('drift');
  expect(drift.exit).toBe(2);
  expect(drift.doc.files.map(({ stillInForce }: { stillInForce: boolean | null }) => stillInForce)).toEqual([null, null]);
  const refused = await tree().secure('rollback', '--yes');
  expect(refused.exit).toBe(7);
  for (const path of [HTTPD, HBA]) expect(refused.err).toContain(`/${path} was edited since 0001`);
  const { exit, doc, err } = await tree().secureJson('rollback', '--yes', '--keep-edited');
  expect([exit, doc.outcome], err).toEqual([0, 'applied']);
  const after = tree().snapshot();
  for (const path of [HTTPD, HBA]) {
    expect(tree().read(`${path}.edited-since-0001`)).toMatch(/<VirtualHost|nonsense/);
    delete after[`${path}.edited-since-0001`];
  }
  expect(after).toEqual(stock);
  expect(tree().pid('msyspg')).not.toBe(before.msyspg);
  expect(tree().pid('ecwebconsole')).not.toBe(before.web);
  expect((await tree().http()).status).toBe('200');
});
