import { createPrivateKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { applyChanges } from '../../src/apply/apply.ts';
import { publicHalf } from '../../src/apply/forget-keys.ts';
import { LocalMachine } from '../../src/apply/local-machine.ts';
import type { Machine } from '../../src/apply/machine.ts';
import { recover } from '../../src/apply/recovery.ts';
import { LocalHost } from '../../src/host/local.ts';
import { issuePair } from '../../src/tls/certificate/issue.ts';
import { ECUSER, jobOf, makeTree, pairChange, put } from './support.ts';

const [KEY, CERTIFICATE] = ['/srv/server.key', '/srv/server.crt'];
const STORE = '/var/lib/momentum-secure';

test('a key has one public half, however it is written; what is none has none', async () => {
  const { keyPem, certificatePem } = await issuePair(
    { hostname: 'a', altNames: [], keyBits: 2048, days: 1 },
    { now: new Date() },
  );
  const other = await issuePair({ hostname: 'a', altNames: [], keyBits: 2048, days: 1 }, { now: new Date() });
  const half = publicHalf(keyPem);
  expect(half).toMatch(/^[0-9a-f]{64}$/);
  expect(publicHalf(certificatePem)).toBe(half);
  expect(publicHalf(createPrivateKey(keyPem).export({ type: 'pkcs8', format: 'pem' }) as string)).toBe(half);
  expect(publicHalf(other.keyPem)).not.toBe(half);
  expect(publicHalf('-----BEGIN PRIVATE KEY-----\nnot\n')).toBeUndefined();
});

test('where copies of a compromised key could not be removed, it is said, and the next run removes them', async () => {
  const root = makeTree();
  const old = await issuePair({ hostname: 'a', altNames: [], keyBits: 2048, days: 1 }, { now: new Date() });
  const [key, certificate] = [put(root, KEY, old.keyPem, ECUSER, 0o600), put(root, CERTIFICATE, old.certificatePem, ECUSER)];
  const machine = new LocalMachine(root);
  const failing = new Proxy<Machine>(machine, {
    get(target, name) {
      if (name === 'shred') return async () => Promise.reject(new Error('the disk is gone'));
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const freshHost = () => new LocalHost(root);
  const job = jobOf(root, [pairChange(key, certificate)], { compromised: [publicHalf(old.keyPem) as string] });
  const end = await applyChanges(failing, freshHost, job);
  expect(end).toMatchObject({ outcome: 'applied', notForgotten: 'the disk is gone' });
  const copy = join(root, STORE, 'history/0001/before/0');
  expect(readFileSync(copy, 'latin1')).toBe(old.keyPem);

  expect(await recover(machine, freshHost, false)).toMatchObject({ outcome: 'completed' });
  expect(existsSync(copy)).toBe(false);
  // What was put in place stays.
  expect(readFileSync(join(root, KEY), 'latin1')).toMatch(/^key /);
  expect(await recover(machine, freshHost, false)).toBeUndefined();
});
