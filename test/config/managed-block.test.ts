import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Block, findBlock, insertBlock, removeBlock, replaceBlock } from '../../src/config/managed-block.ts';
import { applySplices } from '../../src/config/splice.ts';
import { bytes, textOf } from './support.ts';

const block: Block = { id: 'require-ssl', why: 'Refuses sessions without SSL', lines: ['hostnossl all all ::0/0 reject', ''] };
const where = fc.constantFrom('top' as const, 'end' as const);
const insert = (text: string, place: 'top' | 'end', what = block) => applySplices(text, insertBlock(text, what, place).splices);
const remove = (text: string) => applySplices(text, removeBlock(text, block.id).splices);

describe('a block of ours', () => {
  test('stands between markers that say whose it is', () => {
    expect(insert('local all all trust\n', 'top')).toBe(
      '# momentum-secure: begin require-ssl\n# Refuses sessions without SSL\nhostnossl all all ::0/0 reject\n\n' +
        '# momentum-secure: end require-ssl\nlocal all all trust\n',
    );
  });

  test('takes over the line endings of the file', () => {
    expect(insert('a\r\nb\r\n', 'end').replaceAll('\r\n', '')).not.toContain('\n');
  });

  test('stays behind a byte order mark', () => {
    expect(insert('\xef\xbb\xbfssl = on\n', 'top').startsWith('\xef\xbb\xbf# momentum-secure: begin')).toBe(true);
    expect(remove(insert('\xef\xbb\xbf', 'end'))).toBe('\xef\xbb\xbf');
  });

  test('is found with its lines, and is not doubled', () => {
    const text = insert('x', 'end');
    const found = findBlock(text, block.id);
    expect(found.kind === 'found' && [found.block.why, found.block.lines]).toEqual([block.why, block.lines]);
    expect(insertBlock(text, block, 'top')).toEqual({ splices: [], diagnostics: [] });
  });

  test('is replaced where it stands', () => {
    const text = insert('a\n', 'end');
    const changed = insert(`${text}b\n`, 'end', { ...block, lines: ['other'] });
    expect(changed).toBe(
      'a\n# momentum-secure: begin require-ssl\n# Refuses sessions without SSL\nother\n# momentum-secure: end require-ssl\nb\n',
    );
    expect(replaceBlock('a\n', block).splices).toEqual([]);
  });

  test('put in and taken out again leaves the exact bytes', () => {
    fc.assert(
      fc.property(fc.oneof(bytes, textOf('\r')), where, (text, place) => {
        const { splices, diagnostics } = insertBlock(text, block, place);
        if (diagnostics.length > 0) expect(splices).toEqual([]);
        expect(remove(applySplices(text, splices))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  test('changes nothing but its own lines', () => {
    fc.assert(fc.property(bytes, (text) => insert(text, 'end').startsWith(text) && insert(text, 'top').endsWith(text)));
  });

  test('keeps the added newline when something was put behind it since', () => {
    expect(remove(`${insert('a', 'end')}b\n`)).toBe('a\nb\n');
  });

  test('is not appended to a line that goes on', () => {
    const edit = insertBlock('Listen \\\n', block, 'end');
    expect(edit.splices).toEqual([]);
    expect(edit.diagnostics[0]?.line).toBe(1);
  });

  test.each([
    ['begin without end', '# momentum-secure: begin require-ssl\nx\n', [1]],
    ['end without begin', 'x\n# momentum-secure: end require-ssl\n', [2]],
    ['doubled', `${insert('', 'end')}${insert('', 'end')}`, [1, 5, 6, 10]],
    ['indented', insert('', 'end').replace('# momentum-secure: begin', '  # momentum-secure: begin'), [1, 5]],
    ['around another block', insert('', 'end').replace('hostnossl', '# momentum-secure: end other\n'), [1, 6]],
  ])('with damaged markers (%s) is reported and never edited', (_, text, lines) => {
    for (const edit of [insertBlock(text, block, 'top'), removeBlock(text, block.id), replaceBlock(text, block)]) {
      expect(edit.splices).toEqual([]);
      expect(edit.diagnostics.map(({ line }) => line)).toEqual(lines);
    }
  });

  test('is only as damaged as its text: nothing throws', () => {
    const damaged = textOf('# momentum-secure: begin require-ssl', '# momentum-secure: end require-ssl', ' (newline added)');
    fc.assert(
      fc.property(damaged, where, (text, place) => {
        applySplices(text, insertBlock(text, block, place).splices);
        applySplices(text, removeBlock(text, block.id).splices);
      }),
    );
  });

  test('with a line ending in one of its lines is a bug', () => {
    expect(() => insertBlock('', { ...block, lines: ['a\nb'] }, 'end')).toThrow(/line ending/);
  });
});
