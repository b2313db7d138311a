import fc from 'fast-check';
import { expect, test } from 'vitest';
import { combined, optionIn, removeOption, setOption } from '../../../src/config/ecelerity/edit.ts';
import { type NodeId, ROOT } from '../../../src/config/ecelerity/nodes.ts';
import type { EcelerityFile } from '../../../src/config/ecelerity/tree.ts';
import { applySplices } from '../../../src/config/splice.ts';
import { configurations } from './generator.ts';
import { parse } from './support.ts';

const value = fc.constantFrom('+ALL:-SSLv3', 'no', "it's", '', 'a # b { } = /* c');
const name = fc.constantFrom('TLS_Protocols', 'tls', 'never_there');

/** The file itself and all scopes in it. Edits add and remove none. */
function scopesOf(file: EcelerityFile): NodeId[] {
  return Array.from({ length: file.nodes.count }, (_, node) => node).filter((node) => file.kind(node) === 'scope');
}

/** Any scope of any configuration. */
const places = fc.tuple(configurations, fc.nat()).map(([{ text }, pick]) => {
  const file = parse(text);
  const scopes = scopesOf(file);
  return { text, file, index: pick % scopes.length, scope: scopes[pick % scopes.length] ?? ROOT };
});

const scopeAt = (file: EcelerityFile, index: number) => scopesOf(file)[index] ?? ROOT;

/** What every scope but the edited option says, scope by scope. */
function others(file: EcelerityFile, scope: NodeId, option: NodeId | undefined): string[][] {
  return scopesOf(file).map((one) =>
    [...file.children(one)]
      .filter((child) => !(one === scope && child === option) && file.kind(child) !== 'scope')
      .map((child) => `${file.kind(child)} ${file.name(child)} ${file.argument(child)}`),
  );
}

test('an edit makes the scope say so, and nothing else anything else', () => {
  fc.assert(
    fc.property(places, name, value, ({ text, file, scope, index }, option, wanted) => {
      const before = optionIn(file, scope, option);
      const { splices, diagnostics } = setOption(file, scope, option, wanted);
      expect(diagnostics).toEqual([]);
      const edited = parse(applySplices(text, splices));
      expect(edited.diagnostics).toEqual([]);
      const after = optionIn(edited, scopeAt(edited, index), option);
      expect(after === undefined ? undefined : edited.argument(after)).toBe(wanted);
      expect(others(edited, scopeAt(edited, index), after)).toEqual(others(file, scope, before));
      // A second time there is nothing to do.
      expect(setOption(edited, scopeAt(edited, index), option, wanted).splices).toEqual([]);
    }),
    { numRuns: 1500 },
  );
});

test('every byte outside of the edit stays, and lines are only added', () => {
  fc.assert(
    fc.property(places, name, value, ({ text, file, scope }, option, wanted) => {
      const { splices } = setOption(file, scope, option, wanted);
      expect(splices.length).toBeLessThanOrEqual(1);
      for (const { start, end, text: replacement } of splices) {
        const replaced = text.slice(start, end);
        // What goes is an old value, or the blanks of an empty body.
        if (optionIn(file, scope, option) === undefined) expect(replaced.trim()).toBe('');
        else expect(replacement.includes('\n')).toBe(false);
      }
    }),
    { numRuns: 1000 },
  );
});

test('set and then remove gives the bytes back', () => {
  fc.assert(
    fc.property(places, name, value, ({ text, file, scope, index }, option, wanted) => {
      const { splices, undo } = setOption(file, scope, option, wanted);
      if (splices.length === 0) return;
      const edited = parse(applySplices(text, splices));
      const added = optionIn(edited, scopeAt(edited, index), option) ?? 0;
      expect(applySplices(edited.text, removeOption(edited, added, undo).splices)).toBe(text);
      // Without the note of what stood there, an added line goes as it came; only an empty body keeps its new lines.
      const emptied = splices.some(({ start, end }) => start !== end) || edited.text.slice(0, splices[0]?.start).endsWith('{');
      if (undo?.kind === 'statement' && !emptied) {
        expect(applySplices(edited.text, removeOption(edited, added).splices)).toBe(text);
      }
    }),
    { numRuns: 1500 },
  );
});

test('all scopes of a file can be edited at once', () => {
  fc.assert(
    fc.property(configurations, name, value, ({ text }, option, wanted) => {
      const file = parse(text);
      const edits = scopesOf(file).map((scope) => setOption(file, scope, option, wanted));
      const edited = parse(applySplices(text, combined(edits)));
      expect(edited.diagnostics).toEqual([]);
      for (const scope of scopesOf(edited)) {
        const set = optionIn(edited, scope, option);
        expect(set === undefined ? undefined : edited.argument(set)).toBe(wanted);
      }
      expect(scopesOf(edited)).toHaveLength(edits.length);
    }),
    { numRuns: 1500 },
  );
});

test('a file that was not understood is refused, whatever it is', () => {
  fc.assert(
    fc.property(places, fc.nat(), fc.constantFrom('}', '{', '"', '...', '('), ({ text }, where, by) => {
      const at = where % (text.length + 1);
      const file = parse(text.slice(0, at) + by + text.slice(at));
      const { splices } = setOption(file, ROOT, 'TLS', 'never there');
      expect(splices.length === 0).toBe(!file.editable);
    }),
    { numRuns: 1000 },
  );
});
