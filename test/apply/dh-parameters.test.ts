import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { applyChanges } from '../../src/apply/apply.ts';
import { LocalMachine } from '../../src/apply/local-machine.ts';
import { hostPath } from '../../src/model/paths.ts';
import type { Change } from '../../src/plan/change.ts';
import { common, contents, hosts, jobOf, makeTree, PUBLIC } from './support.ts';

const path = hostPath('/srv/dh.pem');
const generated: Change = { kind: 'dh-parameters', ...common, path, source: { generate: 2048 }, attributes: PUBLIC };
const group: Change = { ...generated, source: { group: 'g', content: 'the group\n' } };

function apply(root: string, change: Change, more: Parameters<typeof jobOf>[2] = {}) {
  return applyChanges(new LocalMachine(root), hosts(root), jobOf(root, [change], more));
}

test('a group is written as it was planned, and one that had to be searched for as it was found', async () => {
  const root = makeTree();
  expect((await apply(root, group)).outcome).toBe('applied');
  expect(readFileSync(join(root, path), 'utf8')).toBe('the group\n');
  const other = makeTree();
  expect((await apply(other, generated)).outcome).toBe('applied');
  expect(readFileSync(join(other, path), 'utf8')).toBe('parameters of 2048 bits\n');
  expect(lstatSync(join(other, path)).mode & 0o777).toBe(0o644);
});

test('how far the search has come is told, before anything is looked for in the tree', async () => {
  const root = makeTree();
  const said: (readonly unknown[])[] = [];
  await apply(root, generated, {
    say: (...event) => said.push(event),
    makeDhParameters: async (_, tell) => {
      expect(existsSync(join(root, 'var/lib/momentum-secure/history'))).toBe(false);
      for (const share of [0.2, 0.7]) tell(share);
      return 'found\n';
    },
  });
  const what = 'Generating Diffie-Hellman parameters of 2048 bits';
  expect(said.filter(([phase]) => phase === 'generate')).toEqual([
    ['generate', `${what}: seconds to minutes`, undefined],
    ['generate', what, 0.2],
    ['generate', what, 0.7],
  ]);
});

test('a search that is stopped, or that fails, leaves nothing', async () => {
  for (const stopped of [true, false]) {
    const root = makeTree();
    const before = contents(root);
    const abort = new AbortController();
    const end = await apply(root, generated, {
      signal: abort.signal,
      makeDhParameters: async () => {
        if (stopped) abort.abort();
        throw new Error('it did not end well');
      },
    });
    expect(end).toEqual({
      outcome: 'rolled-back',
      reasons: ['it did not end well'],
      interrupted: stopped,
      startedChanging: false,
    });
    expect(contents(root)).toEqual(before);
    expect(existsSync(join(root, 'var/lib/momentum-secure/history'))).toBe(false);
  }
});
