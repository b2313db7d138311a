import { copyFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sharedTree } from '../real/support.ts';

const HTTPD = 'opt/msys/ecwebui/config/httpd.conf';
const POSTGRES = 'var/db/msyspg/postgresql.conf';
const tree = sharedTree();

const status = async () => {
  const { exit, doc } = await tree().secureJson('status');
  const of = (id: string) => doc.findings.filter((finding: { id: string }) => finding.id === id);
  return { exit, answers: doc.answers, of };
};

test('an upgrade by the installer: named before, told after, and one apply brings everything back', async () => {
  expect((await status()).of('installer-upgrade')).toEqual([]);
  const stock = { [HTTPD]: tree().read(HTTPD), [POSTGRES]: tree().read(POSTGRES) };
  await tree().apply({ databaseSsl: 'offer', webUiSsl: 'require' }, '--no-services');
  const before = await status();
  expect(before.of('installer-upgrade')).toMatchObject([
    { status: 'warn', evidence: expect.arrayContaining([`/${HTTPD}`, `/${POSTGRES}`]) },
  ]);
  for (const id of ['lost', 'drifted', 'upgraded-since']) expect(before.of(id)).toEqual([]);

  // The installer makes configuration anew, and rpm leaves what it found beside.
  copyFileSync(tree().at(HTTPD), tree().at(`${HTTPD}.rpmsave`));
  for (const [path, text] of Object.entries(stock)) writeFileSync(tree().at(path), text, 'latin1');
  tree().edit('opt/msys/ecelerity/sbin/ecelerity', (text) => text.replaceAll('3.6.6', '3.6.7'));

  const after = await status();
  expect(after.answers).toMatchObject({ databaseSsl: 'off', webUiSsl: 'off' });
  expect(after.of('upgraded-since')).toMatchObject([
    { what: expect.stringMatching(/is 3\.6\.7 now, and was 3\.6\.6 when 0001/) },
  ]);
  expect(after.of('lost').map(({ what }: { what: string }) => what)).toEqual([
    expect.stringContaining('databaseSsl'),
    expect.stringContaining('webUiSsl'),
  ]);
  expect(after.of('drifted')).toMatchObject([{ evidence: expect.arrayContaining([`/${HTTPD}`, `/${POSTGRES}`]) }]);
  expect(after.of('package-leftover')).toMatchObject([{ what: expect.stringContaining('httpd.conf.rpmsave') }]);

  const again = await tree().secure('apply', '--again', '--yes', '--no-services');
  expect(again.exit, again.err).toBe(0);
  const healed = await status();
  expect(healed.answers).toEqual(before.answers);
  for (const id of ['lost', 'drifted', 'upgraded-since']) expect(healed.of(id)).toEqual([]);
});
