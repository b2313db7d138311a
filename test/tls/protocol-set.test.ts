import fc from 'fast-check';
import { expect, test } from 'vitest';
import { protocols } from '../../src/tls/protocol.ts';
import { common, isSame, isSubset, minus, protocolSet, union } from '../../src/tls/protocol-set.ts';

const some = fc.subarray([...protocols]);

test('a set is in the order of age and holds each version once', () => {
  expect([...protocolSet(['TLSv1.2', 'SSLv2', 'TLSv1.2'])]).toEqual(['SSLv2', 'TLSv1.2']);
});

test('the operations obey the laws of sets', () => {
  fc.assert(
    fc.property(some, some, (a, b) => {
      expect(isSame(union(a, b), union(b, a))).toBe(true);
      expect(isSame(union(minus(a, b), common(a, b)), a)).toBe(true);
      expect(isSubset(common(a, b), a) && isSubset(a, union(a, b))).toBe(true);
      expect(common(minus(a, b), b).size).toBe(0);
      expect(isSame(a, b)).toBe(isSubset(a, b) && isSubset(b, a));
    }),
  );
});
