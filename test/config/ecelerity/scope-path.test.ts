import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePath, printPath } from '../../../src/config/ecelerity/scope-path.ts';
import { configurations, type Meaning } from './generator.ts';

test.each([
  ['global', []],
  ['binding "b1"', [{ keyword: 'binding', instance: 'b1' }]],
  [
    'binding_group "g" / binding "b" / domain "example.com"',
    [
      { keyword: 'binding_group', instance: 'g' },
      { keyword: 'binding', instance: 'b' },
      { keyword: 'domain', instance: 'example.com' },
    ],
  ],
  [
    'esmtp_listener / listen ":25" / peer "10.0.0.0/8"',
    [{ keyword: 'esmtp_listener' }, { keyword: 'listen', instance: ':25' }, { keyword: 'peer', instance: '10.0.0.0/8' }],
  ],
  ['domain "/^a\\.(b|c) \\/ x$/"', [{ keyword: 'domain', instance: '/^a\\.(b|c) \\/ x$/' }]],
  ['tls_macros', [{ keyword: 'tls_macros' }]],
])('%s', (text, path) => {
  expect(parsePath(text)).toEqual(path);
  expect(printPath(path)).toBe(text);
});

test.each([
  ['ESMTP_Listener/ Listen /tmp/2025 ', 'esmtp_listener / listen "/tmp/2025"'],
  ['  Global ', 'global'],
  ["Domain  yahoo.com  /  x '\"'", 'domain "yahoo.com" / x \'"\''],
])('%s is read as %s', (text, canonical) => {
  expect(printPath(parsePath(text) ?? [])).toBe(canonical);
});

test.each(['', '/', 'binding "b', 'binding "b" /', 'binding "b" domain "x"', '/ binding', 'a "b"c', 'a {', '"a"'])(
  '%j is none',
  (text) => {
    expect(parsePath(text)).toBeUndefined();
  },
);

test('a scope of any configuration can be written as a path, and read back', () => {
  const paths = (body: readonly Meaning[]): { keyword: string; instance?: string }[] =>
    body.flatMap((one) =>
      one.kind !== 'scope'
        ? []
        : [
            one.instance === undefined ? { keyword: one.name } : { keyword: one.name, instance: one.instance },
            ...paths(one.body),
          ],
    );
  fc.assert(
    fc.property(configurations, ({ body }) => {
      const steps = paths(body);
      if (steps.length > 0) expect(parsePath(printPath(steps))).toEqual(steps);
      fc.pre(steps.length > 0);
    }),
    { numRuns: 500 },
  );
});
