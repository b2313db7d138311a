import fc from 'fast-check';
import type { NodeId } from '../../../src/config/ecelerity/nodes.ts';
import { ROOT } from '../../../src/config/ecelerity/nodes.ts';
import type { EcelerityFile } from '../../../src/config/ecelerity/tree.ts';

/** What a statement means, however it is written. */
export type Meaning =
  | { readonly kind: 'option' | 'include'; readonly name: string; readonly value: string }
  | { readonly kind: 'scope'; readonly name: string; readonly instance: string | undefined; readonly body: readonly Meaning[] };

/** A statement in one of the ways it can be written. */
interface Written {
  readonly meaning: Meaning;
  readonly text: string;
  /** What has to stand before the next statement: nothing, something, or the end of the line. */
  readonly needs: 'nothing' | 'gap' | 'line';
}

const ending = fc.constantFrom('\n', '\n', '\r\n');
const commentText = fc.string({ maxLength: 6 }).map((text) => text.replace(/[^ -~]|\*/g, ''));
const pieceOfGap = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(' ', '  ', '\t', '\n', '\r\n', '\n\n', '\n  ', '\n\t') },
  { weight: 1, arbitrary: fc.tuple(commentText, ending).map(([text, end]) => `#${text}${end}`) },
  { weight: 1, arbitrary: commentText.map((text) => `/*${text}\n*/`) },
);
/** White space and comments, perhaps none. */
const anyGap = fc.array(pieceOfGap, { maxLength: 3 }).map((pieces) => pieces.join(''));
const someGap = fc.array(pieceOfGap, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join(''));
const blank = fc.constantFrom(' ', '\t', '  ');

const from = (letters: string, min: number, max: number) =>
  fc.array(fc.constantFrom(...letters), { minLength: min, maxLength: max }).map((parts) => parts.join(''));

const optionName = fc.oneof(
  fc.constantFrom('TLS', 'tls', 'TLS_Protocols', 'tls_protocols', 'Relay_Hosts', 'a'),
  from('abcABC_-.019', 0, 8).map((rest) => `x${rest}`),
);
const keyword = fc.constantFrom('Binding', 'binding_group', 'DOMAIN', 'ESMTP_Listener', 'listen', 'Peer', 'ec_logger', 'x');

/** Text as it stands between quotes of the kind given. */
const inside = (quote: string) => {
  const parts = [
    'a',
    'B',
    ' ',
    '=',
    '{',
    '}',
    '(',
    ']',
    '#',
    '/*',
    '/',
    ':',
    '\\\\',
    `\\${quote}`,
    '\\d',
    '\xe9',
    '\n',
    '"',
    "'",
  ];
  return fc.array(fc.constantFrom(...parts.filter((part) => part !== quote)), { maxLength: 6 }).map((all) => all.join(''));
};
const bare = fc
  .tuple(from('abcAB019:-_%@+^$', 1, 2), from('ab09/.:=@-,', 0, 6))
  .map(([a, b]) => (a + b).replace(/,+$/, '').replace(/\.+/g, '.'));
const quoted = fc.oneof(
  inside('"').map((text) => ({ text: `"${text}"`, value: text, bare: false })),
  inside("'").map((text) => ({ text: `'${text}'`, value: text, bare: false })),
);
const word = bare.map((text) => ({ text, value: text, bare: true }));
const instanceWord = word.filter(({ text }) => !text.includes('='));
const scalar = fc.oneof(quoted, word);

const array = fc
  .tuple(anyGap, fc.array(fc.tuple(scalar, someGap, fc.boolean()), { maxLength: 4 }))
  .map(
    ([gap, items]) =>
      `(${gap}${items.map(([item, after, comma]) => item.text + (comma && !item.bare ? ',' : '') + after).join('')})`,
  );
const dictionary = fc
  .tuple(
    anyGap,
    fc.array(
      fc.tuple(
        from('ab01.:', 1, 5).filter((key) => !key.startsWith('.')),
        anyGap,
        scalar,
        someGap,
      ),
      { maxLength: 3 },
    ),
  )
  .map(([gap, items]) => `[${gap}${items.map(([key, before, item, after]) => `${key}${before}=${item.text}${after}`).join('')}]`);
const list = fc.oneof(array, dictionary).map((text) => ({ text, value: text, bare: false }));

const option = fc
  .tuple(optionName, anyGap, anyGap, fc.oneof({ weight: 3, arbitrary: scalar }, { weight: 1, arbitrary: list }))
  .map(([name, before, after, value]): Written => {
    const meaning: Meaning = { kind: 'option', name: name.toLowerCase(), value: value.value };
    return { meaning, text: `${name}${before}=${after}${value.text}`, needs: 'gap' };
  });
/** Forms that the manual has in a few places only. */
const oddOption = fc
  .oneof(
    fc.tuple(optionName, blank, scalar).map(([name, gap, value]): Written => {
      const meaning: Meaning = { kind: 'option', name: name.toLowerCase(), value: value.value };
      return { meaning, text: `${name}${gap}${value.text.replace('\n', '')}`, needs: 'line' };
    }),
    fc.tuple(optionName, anyGap, dictionary).map(([name, gap, value]): Written => {
      return { meaning: { kind: 'option', name: name.toLowerCase(), value }, text: `${name}${gap}${value}`, needs: 'gap' };
    }),
  )
  .filter(
    ({ text, meaning }) => meaning.kind === 'option' && text.includes(meaning.value) && !/=/.test(text.split(/["'[]/)[0] ?? ''),
  );
const include = fc
  .tuple(fc.constantFrom('include', 'Include', 'readonly_include'), someGap, fc.oneof(quoted, instanceWord))
  .map(([name, gap, file]): Written => {
    return {
      meaning: { kind: 'include', name: name.toLowerCase(), value: file.value },
      text: `${name}${gap}${file.text}`,
      needs: 'gap',
    };
  });

const { statements } = fc.letrec<{ statements: { text: string; body: Meaning[] }; scope: Written; statement: Written }>(
  (tie) => ({
    scope: fc
      .tuple(
        keyword,
        anyGap,
        fc.option(fc.tuple(fc.oneof(quoted, instanceWord), anyGap), { nil: undefined }),
        fc.boolean(),
        tie('statements'),
      )
      .map(([name, gap, instance, equals, inner]): Written => {
        const body = inner.body;
        const meaning: Meaning = { kind: 'scope', name: name.toLowerCase(), instance: instance?.[0].value, body };
        const head = instance ? `${name}${gap || ' '}${instance[0].text}${instance[1]}` : `${name}${gap}`;
        return { meaning, text: `${head}${equals ? '= ' : ''}{${inner.text}}`, needs: 'nothing' };
      }),
    statement: fc.oneof(
      { weight: 6, arbitrary: option },
      { weight: 1, arbitrary: oddOption },
      { weight: 1, arbitrary: include },
      { weight: 4, arbitrary: tie('scope') },
    ),
    statements: fc
      .tuple(
        anyGap,
        fc.array(fc.tuple(tie('statement'), anyGap, someGap, ending), {
          maxLength: 5,
          depthIdentifier: 'scopes',
        }),
      )
      .map(([first, all]) => {
        const texts = all.map(([{ text, needs }, any, some, end], index) => {
          if (needs === 'line') return text + end + any;
          return text + (needs === 'gap' && index < all.length - 1 ? some : any);
        });
        return { text: first + texts.join(''), body: all.map(([{ meaning }]) => meaning) };
      }),
  }),
);

/** A configuration of the grammar, with what it means. */
export const configurations = statements;

/** What a parsed file means. */
export function meaningOf(file: EcelerityFile, scope: NodeId = ROOT): Meaning[] {
  return [...file.children(scope)].map((node): Meaning => {
    const name = file.name(node);
    const kind = file.kind(node);
    if (kind === 'scope') return { kind, name, instance: file.argument(node), body: meaningOf(file, node) };
    return { kind, name, value: file.argument(node) ?? '' };
  });
}
