import { describe, expect, test } from 'vitest';
import { LocalHost } from '../../src/host/local.ts';
import { breakSandbox } from '../../src/operations/break-sandbox.ts';
import { examine } from '../../src/operations/examine.ts';
import { planFix, proveFix } from '../../src/operations/fix.ts';
import { findEntry, planRollback } from '../../src/operations/rollback.ts';
import { startServers, stopServers } from '../../src/sandbox/servers.ts';
import { symptoms } from '../../src/symptoms/index.ts';
import { matchText } from '../../src/symptoms/match.ts';
import type { Fault, Symptom } from '../../src/symptoms/symptom.ts';
import { carryOut, fails, ids, look, Sandboxes, SESSION } from './support.ts';

const sandboxes = new Sandboxes();

const rows = symptoms.flatMap((symptom) =>
  symptom.faults.map((fault) => ({ symptom, fault, name: `${symptom.id}: ${fault.what}` })),
);

describe('a sandbox with the fault is diagnosed as that before anything else, and put right', () => {
  const [alone, together] = [true, false].map((servers) => rows.filter(({ fault }) => (fault.servers === true) === servers));
  test.concurrent.each(together ?? [])('$name', ({ symptom, fault }) => diagnosed(symptom, fault));
  // One after the other: the servers of every copy have the same ports.
  test.each(alone ?? [])('$name', ({ symptom, fault }) => diagnosed(symptom, fault));
});

async function diagnosed(symptom: Symptom, fault: Fault): Promise<void> {
  const withServices = fault.servers === true;
  const { root, services } = await sandboxes.copy(fault);
  try {
    await startServers(root, services);
    expect(withServices ? fails(await look(root)) : await sandboxes.fails(fault), 'the healthy sandbox').toEqual([]);
    await breakSandbox(root, fault);
    const found = await look(root);
    expect(ids(found, 'fail')[0], fails(found).join('\n')).toBe(symptom.id);
    if (symptom.beforeInstall === true)
      expect(ids(await examine(new LocalHost(root), { beforeInstall: true }), 'fail')[0], 'before install').toBe(symptom.id);
    const [first] = found.findings;
    expect(first?.evidence.length).toBeGreaterThan(0);
    const { changes = [], steps = [] } = first?.remedy ?? {};
    if (fault.byHand !== undefined) {
      expect(steps.length, 'what a person does').toBeGreaterThan(0);
      expect(changes, `it is done by hand (${fault.byHand}), so that there are no changes`).toEqual([]);
      return;
    }
    expect(changes.length, 'a program puts it right; else the fault says why not, in byHand').toBeGreaterThan(0);
    const fix = await planFix(new LocalHost(root), found, { fix: true, withServices, session: SESSION });
    await carryOut(root, fix.work, withServices);
    expect((await proveFix(new LocalHost(root), fix)).filter(({ status }) => status === 'fail')).toEqual([]);
    expect(fails(await look(root)), 'after the fix').toEqual([]);
    const host = new LocalHost(root);
    await carryOut(
      root,
      await planRollback(host, await findEntry(host, undefined), { withServices, keepEdited: false }),
      withServices,
    );
    expect(ids(await look(root), 'fail')[0], 'after the rollback').toBe(symptom.id);
  } finally {
    await stopServers(root, services);
    sandboxes.remove(root);
  }
}

describe('the catalogue', () => {
  test('every id is one word of its form and there once, every check can be tried', () => {
    const all = symptoms.map(({ id }) => id);
    expect(new Set(all).size).toBe(all.length);
    for (const { id, check, faults, steps } of symptoms) {
      expect(id).toMatch(/^[a-z0-9-]+$/);
      expect(check === undefined ? steps.length : faults.length, id).toBeGreaterThan(0);
    }
  });

  test('what a symptom explains is there', () => {
    const known = new Set(symptoms.map(({ id }) => id));
    // Findings of status have ids of their own.
    const gaps = /^(?:certificate|database|dhe|ecconfigd|ecelerity|encrypted-passwords|httpd|scope|web-ui)-/;
    for (const { id, explains = [] } of symptoms)
      for (const other of explains) expect(known.has(other) || gaps.test(other), `${id} explains ${other}`).toBe(true);
  });

  test.each(symptoms.flatMap(({ id, messages }) => messages.map(({ example }) => [id, example] as const)))(
    '%s is among the candidates for: %s',
    (id, example) => {
      const found = (text: string) => matchText(symptoms, text).map(({ symptom }) => symptom.id);
      expect(found(`Nov 21 10:00:01 mail1 ecelerity[411]: ${example}\n`)).toContain(id);
      // As a terminal or a mail wraps it.
      const wrapped = example.replace(/^(.{20,}?) /, '$1\n');
      expect(found(wrapped), 'wrapped over two lines').toContain(id);
    },
  );

  test('CFG-07961 alone is no symptom: it stands before many', () => {
    expect(matchText(symptoms, 'CFG-07961')).toEqual([]);
    expect(matchText(symptoms, 'Reconfigure failed.\nGlobal configuration error.\n')).toEqual([]);
  });
});
