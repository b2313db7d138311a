import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { secure, sharedScratch, sharedTree } from '../real/support.ts';

const one = sharedTree();
const other = sharedTree();
const scratch = sharedScratch();

const ANSWERS = {
  databaseSsl: 'offer',
  webUiSsl: 'require',
  tls: { inbound: ['TLSv1.1', 'TLSv1.2'], outbound: ['TLSv1.1', 'TLSv1.2'] },
  certificates: { hostname: 'mail7.example.net', altNames: ['mail7', '192.0.2.7'], keyBits: 3072 },
};

test('the answers of one host make another one the same, and change nothing on the host they are of', async () => {
  await one().apply(ANSWERS, '--no-services');
  const file = `${scratch()}/answers.yaml`;
  expect((await one().secure('status', '--answers-out', file)).exit).toBe(0);
  const own = await one().secureJson('apply', '--yes', '--no-services', '--answers', file);
  expect(own.doc).toMatchObject({ changed: false, outcome: 'unchanged' });
  const made = await other().secure('apply', '--yes', '--no-services', '--answers', file);
  expect(made.exit, made.err).toBe(0);
  const status = async (tree: typeof one) => (await tree().secureJson('status')).doc;
  expect((await status(other)).answers).toEqual((await status(one)).answers);
  const names = (doc: { certificates: { subject: string; altNames: string[] }[] }) =>
    doc.certificates.map(({ subject, altNames }) => ({ subject, altNames }));
  expect(names(await status(other))).toEqual(names(await status(one)));
  expect(names(await status(other))[0]?.altNames).toContain('192.0.2.7');
});

test('on standard output, alone; what cannot be said is told aside', async () => {
  const ran = await secure(['--root', one().root, 'status', '--answers-out', '-']);
  expect(parse(ran.out)).toEqual(parse(readFileSync(`${scratch()}/answers.yaml`, 'utf8')));
  expect((await one().secureJson('status', '--answers-out', '-')).exit).toBe(64);
  const fresh = await secure(['--root', other().root, 'rollback', '--yes', '--no-services']);
  expect(fresh.exit, fresh.err).toBe(0);
  const stock = await secure(['--root', other().root, 'status', '--answers-out', '-']);
  expect(parse(stock.out)).toMatchObject({ databaseSsl: 'off', webUiSsl: 'off' });
  expect(parse(stock.out)).not.toHaveProperty('tls');
  expect(stock.err).toContain('tls.inbound: nothing sets it here');
});
