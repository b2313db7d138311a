import fc from 'fast-check';
import { expect, test } from 'vitest';
import { positionsOf } from '../../../src/config/splice.ts';
import { bytes, textOf } from '../support.ts';
import { configurations, meaningOf } from './generator.ts';
import { parse } from './support.ts';

test('any tree of the grammar is read as what it means, and prints back byte for byte', () => {
  fc.assert(
    fc.property(configurations, ({ text, body }) => {
      const file = parse(text);
      expect(file.diagnostics).toEqual([]);
      expect(meaningOf(file)).toEqual(body);
      expect([...file.pieces()].map((piece) => piece.text).join('')).toBe(text);
    }),
    { numRuns: 3000 },
  );
});

const damaged = fc
  .tuple(
    configurations,
    fc.array(fc.tuple(fc.nat(), fc.nat(4), fc.constantFrom('', '{', '}', '"', "'", '(', ']', '...', '\x93', '\\', '/*'))),
  )
  .map(([{ text }, damages]) =>
    damages.reduce((all, [where, length, by]) => {
      const at = where % (all.length + 1);
      return all.slice(0, at) + by + all.slice(at + length);
    }, text),
  );

test('any bytes are read, with places that are in the file and every byte kept', () => {
  const grammar = textOf(
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    '/*',
    '*/',
    'include "x"',
    'a = "b"\n',
    'Binding "b" {',
    '...',
    '\xe2\x80\x9c',
    '//',
  );
  fc.assert(
    fc.property(fc.oneof(bytes, grammar, damaged), (text) => {
      const file = parse(text);
      expect([...file.pieces()].map((piece) => piece.text).join('')).toBe(text);
      const lines = text.split('\n');
      const position = positionsOf(text);
      for (let node = 1; node < file.nodes.count; node += 1) {
        expect(file.positionOf(node)).toEqual(position(file.nodes.start(node)));
        expect(file.position(file.nodes.end(node))).toEqual(position(file.nodes.end(node)));
      }
      for (const { line, column } of file.diagnostics) {
        expect(column).toBeGreaterThan(0);
        expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
      }
      for (let node = 1; node < file.nodes.count; node += 1) {
        const { nodes } = file;
        expect(nodes.next(node)).toBeGreaterThan(node);
        expect(nodes.end(node)).toBeGreaterThanOrEqual(nodes.argEnd(node));
        expect(file.argument(node)).toBeTypeOf(nodes.argKind(node) === 0 ? 'undefined' : 'string');
      }
    }),
    { numRuns: 3000 },
  );
});
