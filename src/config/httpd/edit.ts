import { lineEnding, type Splice } from '../splice.ts';
import type { Argument, HttpdNode, Section } from './nodes.ts';
import { asWord } from './words.ts';

/** Puts `directive` on a line of its own after `node`, indented like it. `text` is the file that `node` is of. */
export function insertAfter(text: string, node: HttpdNode, directive: string): Splice[] {
  const indent = /^[ \t]*/.exec(text.slice(node.start, node.end))?.[0] ?? '';
  return [insertLine(text, node.end, indent + directive)];
}

/** Puts `directive` first into the body of `section`, indented like what is there, else one step deeper than the section. */
export function insertAtStart(text: string, section: Section, directive: string): Splice[] {
  const sibling = section.body.find((node) => node.kind === 'directive' || node.kind === 'section');
  const indent =
    sibling && 'indent' in sibling ? sibling.indent : section.indent + (section.indent.endsWith('\t') ? '\t' : '    ');
  return [insertLine(text, section.bodyStart, indent + directive)];
}

/** Makes an argument be `value`, in the quotes it has; nothing where it is that already. */
export function replaceArgument(text: string, argument: Argument, value: string): Splice[] {
  if (argument.text === value) return [];
  return [{ start: argument.start, end: argument.end, text: asWord(value, text[argument.start]) }];
}

/**
 * `_default_` in the opening line of a VirtualHost as `*`, with the port it has: on Solaris the service
 * does not start with the former (Momentum, install-solaris).
 */
export function replaceDefaultAddress(text: string, section: Section): Splice[] {
  return section.args.flatMap((argument) => {
    const [, port] = /^_default_(:.*)?$/is.exec(argument.text) ?? [];
    return /^_default_(:|$)/i.test(argument.text) ? replaceArgument(text, argument, `*${port ?? ''}`) : [];
  });
}

function insertLine(text: string, at: number, line: string): Splice {
  const ending = lineEnding(text);
  const open = at > 0 && text[at - 1] !== '\n';
  return { start: at, end: at, text: open ? ending + line : line + ending };
}
