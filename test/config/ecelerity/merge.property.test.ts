import fc from 'fast-check';
import { expect, test } from 'vitest';
import { effective } from '../../../src/config/ecelerity/effective.ts';
import { policyScopes } from '../../../src/config/ecelerity/policy-scopes.ts';
import { readConfiguration, settingsIn } from '../../../src/config/ecelerity/read.ts';
import { Scope } from '../../../src/config/ecelerity/scope.ts';
import { type PathStep, printPath } from '../../../src/config/ecelerity/scope-path.ts';
import { hostPath } from '../../../src/model/paths.ts';
import { configurations, type Meaning } from './generator.ts';
import { configured, main, path } from './support.ts';

/** For each scope the values of its options in reading order, by the obvious way. */
function merged(body: readonly Meaning[], at: readonly PathStep[] = [], all = new Map<string, Map<string, string[]>>()) {
  const own = all.get(printPath(at)) ?? new Map<string, string[]>();
  all.set(printPath(at), own);
  for (const one of body) {
    if (one.kind === 'option') own.set(one.name, [...(own.get(one.name) ?? []), one.value]);
    if (one.kind !== 'scope') continue;
    const step = one.instance === undefined ? { keyword: one.name } : { keyword: one.name, instance: one.instance };
    merged(one.body, [...at, step], all);
  }
  return all;
}

test('any configuration is merged as it reads, also when it is read in two halves', async () => {
  await fc.assert(
    fc.asyncProperty(configurations, configurations, async (first, second) => {
      const texts = new Map([
        [main, 'include "/first.half"\ninclude "/second.half"'],
        [hostPath('/first.half'), first.text],
        [hostPath('/second.half'), second.text],
      ]);
      const read = await readConfiguration({ read: async (file) => texts.get(file), list: async () => undefined }, main);
      expect(read.diagnostics).toEqual([]);
      const expected = merged([...first.body, ...second.body]);
      const paths = Array.from({ length: read.table.count }, (_, id) => printPath(new Scope(read.table, id).path));
      expect(paths.toSorted()).toEqual([...expected.keys()].toSorted());
      for (const [where, options] of expected) {
        const scope = read.global.at(path(where));
        if (!scope) throw new Error(`${where} is not found`);
        for (const [option, values] of options) {
          expect(settingsIn(read, scope, option.toUpperCase()).map(({ value }) => value)).toEqual(values);
        }
      }
    }),
    { numRuns: 1000 },
  );
});

test('a scope that sets an option decides for itself, and asking by scope or by path is the same', async () => {
  await fc.assert(
    fc.asyncProperty(configurations, fc.constantFrom('tls', 'a', 'relay_hosts'), async ({ text }, option) => {
      const read = await configured(text);
      for (const scope of policyScopes(read, [option])) {
        const answer = effective(read, scope, option);
        const own = settingsIn(read, scope, option).at(-1);
        // Only a stanza whose name differs in case alone could come before.
        if (own) expect(answer.decidedBy?.setting.value).toBe(own.value);
        const byPath = effective(read, scope.path, option);
        expect([byPath.value, byPath.note, byPath.losers.length]).toEqual([answer.value, answer.note, answer.losers.length]);
      }
    }),
    { numRuns: 500 },
  );
});

test('fifty thousand scopes are found again, each with its own line', async () => {
  const domains = Array.from({ length: 25_000 }, (_, index) => `  Domain "d${index}" { TLS = "v${index}" }\n`).join('');
  const read = await configured(`Binding "b" {\n${domains}}\nBinding_Group "g" {\n${domains}}\n`);
  expect(read.table.count).toBe(50_003);
  for (let index = 0; index < 25_000; index += 1111) {
    const { value, decidedBy } = effective(read, path(`binding_group "g" / domain "d${index}"`), 'tls');
    expect([value, decidedBy?.setting.line]).toEqual([`v${index}`, 25_004 + index]);
  }
  expect(policyScopes(read, ['tls'])).toHaveLength(50_003);
});
