import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LocalHost } from '../../src/host/local.ts';
import { breakSandbox } from '../../src/operations/break-sandbox.ts';
import { planFix, proveFix } from '../../src/operations/fix.ts';
import { symptoms } from '../../src/symptoms/index.ts';
import { carryOut, look, Sandboxes, SESSION } from './support.ts';

const sandboxes = new Sandboxes();

function faultOf(id: string, what: RegExp) {
  const fault = symptoms.find((symptom) => symptom.id === id)?.faults.find((one) => what.test(one.what));
  if (fault === undefined) throw new Error(`${id} has no fault like ${what}`);
  return fault;
}

async function broken(id: string, what: RegExp) {
  const fault = faultOf(id, what);
  const { root } = await sandboxes.copy(fault);
  await breakSandbox(root, fault);
  const examination = await look(root);
  const own = examination.findings.filter((finding) => finding.id === id);
  return {
    root,
    own,
    fix: await planFix(new LocalHost(root), examination, { fix: true, withServices: false, session: SESSION }),
  };
}

describe('what a CA signed is replaced by nobody else', () => {
  test.each(['msyspg', 'ecconfigd'])('%s: one that ran out is left, with what to do about it', async (service) => {
    const { own, fix } = await broken(`${service}-certificate-expired`, /CA/);
    expect(own.map(({ status }) => status)).toEqual(['fail']);
    expect(own[0]?.evidence).toContain('issued by Example CA');
    expect(own[0]?.remedy?.steps?.join(' ')).toContain(`certificate request ${service}`);
    expect(fix.work.plan.changes).toEqual([]);
    expect(fix.left.map(({ id }) => id)).toContain(`${service}-certificate-expired`);
  });
});

describe('a lost certificate', () => {
  test('gets a new one for the key that is left, which stays', async () => {
    const { root, fix } = await broken('msyspg-certificate-missing', /certificate was removed/);
    const key = () => readFileSync(join(root, 'var/db/msyspg/server.key'), 'latin1');
    const before = key();
    await carryOut(root, fix.work, false);
    expect((await proveFix(new LocalHost(root), fix)).filter(({ status }) => status === 'fail')).toEqual([]);
    expect(key()).toBe(before);
  });
});
