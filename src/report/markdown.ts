import { diffLines, kindWords } from './file-words.ts';
import type { Block, Document } from './ticket.ts';

/** GitHub's Markdown. What comes from the host is text in it, never markup. */
export function markdownOf({ title, sections }: Document): string {
  const parts = sections.flatMap((section) => [`## ${plain(section.title)}`, ...section.blocks.map(block)]);
  return `${[`# ${plain(title)}`, ...parts].join('\n\n')}\n`;
}

function block(one: Block): string {
  switch (one.kind) {
    case 'text':
      return plain(one.text);
    case 'list':
      return one.items.map((item) => `- ${plain(item)}`).join('\n');
    case 'table':
      return [`**${plain(one.caption)}**`, '', row(one.head), row(one.head.map(() => '---')), ...one.rows.map(row)].join('\n');
    case 'diff':
      return file(one);
  }
}

function file({ file: preview }: Extract<Block, { kind: 'diff' }>): string {
  const lines = diffLines(preview).map(({ text }) => text);
  const said = [...preview.why, ...preview.notes].map((what) => `- ${plain(what)}`);
  // Longer than any fence within.
  const fence = '`'.repeat(Math.max(3, ...lines.flatMap((line) => (line.match(/`+/g) ?? []).map((run) => run.length + 1))));
  const diff = lines.length === 0 ? [] : ['', `${fence}diff`, ...lines, fence];
  return [`### ${plain(preview.path)}: ${kindWords(preview)}`, '', ...said, ...diff].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => (cell === '---' ? cell : plain(cell).replaceAll('\n', '<br>'))).join(' | ')} |`;
}

/** Markup of Markdown and HTML as the characters they are. */
function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~]/g, '\\$&').replaceAll('&', '&amp;');
}
