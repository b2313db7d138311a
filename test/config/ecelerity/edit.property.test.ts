import fc from 'fast-check';
import { expect, test } from 'vitest';
import { optionIn, removeOption, setOption } from '../../../src/config/ecelerity/edit.ts';
import { ROOT } from '../../../src/config/ecelerity/nodes.ts';
import { applySplices } from '../../../src/config/splice.ts';
import { configurations, type Meaning, meaningOf } from './generator.ts';
import { parse } from './support.ts';

const value = fc.constantFrom('+ALL:-SSLv3', 'no', "it's", '', 'a # b { } = /* c');
const name = fc.constantFrom('TLS_Protocols', 'tls', 'never_there');

/** Any scope of any configuration, the file itself too. */
const places = fc.tuple(configurations, fc.nat()).map(([{ text }, pick]) => {
  const file = parse(text);
  const scopes = [ROOT];
  for (let node = 1; node < file.nodes.count; node += 1) if (file.kind(node) === 'scope') scopes.push(node);
  return { text, file, index: pick % scopes.length, scope: scopes[pick % scopes.length] ?? ROOT };
});

/** The node of the same scope after an edit: edits add and remove no scope. */
function scopeAt(file: ReturnType<typeof parse>, index: number): number {
  const scopes = [ROOT];
  for (let node = 1; node < file.nodes.count; node += 1) if (file.kind(node) === 'scope') scopes.push(node);
  return scopes[index] ?? ROOT;
}

/** All that a file means, without what the edit is about. */
function others(file: ReturnType<typeof parse>, scope: number, option: number | undefined): Meaning[][] {
  const all: Meaning[][] = [];
  for (let node = ROOT; node < file.nodes.count; node += 1) {
    if (file.kind(node) !== 'scope') continue;
    const children = [...file.children(node)].filter(
      (child) => !(node === scope && child === option) && file.kind(child) !== 'scope',
    );
    const own = meaningOf(file, node).filter((one) => one.kind !== 'scope');
    all.push(
      children.map((child) => own[[...file.children(node)].filter((c) => file.kind(c) !== 'scope').indexOf(child)] as Meaning),
    );
  }
  return all;
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
