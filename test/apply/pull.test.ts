import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { applyChanges } from '../../src/apply/apply.ts';
import { LocalMachine } from '../../src/apply/local-machine.ts';
import { sha256 } from '../../src/host/facts.ts';
import { LAYOUT } from '../../src/host/layout.ts';
import { hostPath } from '../../src/model/paths.ts';
import type { Change } from '../../src/plan/change.ts';
import { common, contents, ECUSER, hosts, jobOf, makeTree, PUBLIC, put } from './support.ts';

/** A working copy with one file to edit, and a file elsewhere that changes along with it. */
function setUp() {
  const root = makeTree();
  put(root, LAYOUT.ecelerityConf, 'a = 1\n', ECUSER);
  const changes: readonly Change[] = [
    { kind: 'create', ...common, path: hostPath('/srv/created'), content: 'new\n', attributes: PUBLIC },
    {
      kind: 'edit',
      ...common,
      path: LAYOUT.ecelerityConf,
      onHash: sha256(Buffer.from('a = 1\n')),
      splices: [{ start: 4, end: 5, text: '2' }],
    },
  ];
  const conf = join(root, LAYOUT.workingCopy);
  const checkout = join(root, LAYOUT.eceleritySettings, 'confAb12Xy');
  /** The two halves of `eccfg pull`. */
  const begin = () => execFileSync('cp', ['-a', conf, checkout]);
  const swap = () => {
    renameSync(conf, `${checkout}.old`);
    renameSync(checkout, conf);
    rmSync(`${checkout}.old`, { recursive: true });
  };
  const run = (more: Parameters<typeof jobOf>[2]) =>
    applyChanges(new LocalMachine(root), hosts(root), jobOf(root, changes, more));
  const text = () => readFileSync(join(root, LAYOUT.ecelerityConf), 'utf8');
  return { root, begin, swap, run, text, checkout, before: contents(root) };
}

const filesOf = (rows: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(rows).filter(([path]) => path.startsWith('/srv') || path.endsWith('.conf')));

test('swapped before the file was put in place: everything is put back', async () => {
  const { root, begin, swap, run, before } = setUp();
  begin();
  const end = await run({
    say: (phase, what) => {
      if (phase === 'write' && what.includes('ecelerity.conf')) swap();
    },
  });
  expect(end).toMatchObject({ outcome: 'rolled-back', reasons: [expect.stringContaining('replaced by another directory')] });
  expect(filesOf(contents(root))).toEqual(filesOf(before));
});

test('a pull that began before takes the change away after it was proven: it is waited for, seen, and everything put back', async () => {
  const { root, begin, swap, run, before } = setUp();
  begin();
  const end = await run({
    verify: async () => {
      setTimeout(swap, 300);
      return [];
    },
  });
  expect(end).toMatchObject({ outcome: 'rolled-back', reasons: [expect.stringContaining('eccfg pull')] });
  expect(filesOf(contents(root))).toEqual(filesOf(before));
});

test('one that began afterwards has the change in it', async () => {
  const { begin, swap, run, text, root } = setUp();
  const end = await run({
    verify: async () => {
      begin();
      swap();
      return [];
    },
  });
  expect(end.outcome).toBe('applied');
  expect(text()).toBe('a = 2\n');
  expect(existsSync(join(root, 'srv/created'))).toBe(true);
});

test('what a failed pull left behind long ago is not waited for', async () => {
  const { run, checkout } = setUp();
  mkdirSync(checkout);
  utimesSync(checkout, new Date(0), new Date(0));
  const began = performance.now();
  expect((await run({})).outcome).toBe('applied');
  // One that is waited for, and does not end, costs a minute.
  expect(performance.now() - began).toBeLessThan(60_000);
});

test('a file of the working copy that is removed is gone because we removed it', async () => {
  const root = makeTree();
  put(root, LAYOUT.ecelerityConf, 'a = 1\n', ECUSER);
  const change: Change = { kind: 'remove', ...common, path: LAYOUT.ecelerityConf, onHash: sha256(Buffer.from('a = 1\n')) };
  const end = await applyChanges(new LocalMachine(root), hosts(root), jobOf(root, [change]));
  expect(end.outcome).toBe('applied');
});
