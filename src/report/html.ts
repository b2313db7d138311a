import { diffLines, kindWords } from './file-words.ts';
import type { Block, Document } from './ticket.ts';
import { visible } from './visible.ts';

/**
 * One file that needs nothing else: no script, nothing loaded, which its own policy forbids besides.
 * Readable on paper, in the dark, and without colours: a diff has its marks in front of each line.
 */
export function htmlOf({ title, sections }: Document): string {
  const toc = sections.map((section, at) => `<li><a href="#s${at}">${escaped(section.title)}</a></li>`).join('');
  const body = sections.map(
    (section, at) =>
      `<section aria-labelledby="s${at}">\n<h2 id="s${at}">${escaped(section.title)}</h2>\n${section.blocks.map(block).join('\n')}\n</section>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header><h1>${escaped(title)}</h1></header>
<nav aria-label="Sections"><ul>${toc}</ul></nav>
<main>
${body.join('\n')}
</main>
</body>
</html>
`;
}

function block(one: Block): string {
  switch (one.kind) {
    case 'text':
      return `<p>${escaped(one.text)}</p>`;
    case 'list':
      return `<ul>${one.items.map((item) => `<li>${escaped(item)}</li>`).join('')}</ul>`;
    case 'table':
      return table(one);
    case 'diff':
      return file(one);
  }
}

function table({ caption, head, rows }: Extract<Block, { kind: 'table' }>): string {
  const cell = (text: string, at: number) =>
    at === 0 ? `<th scope="row">${lines(text)}</th>` : `<td${status(text)}>${lines(text)}</td>`;
  const first = (text: string, at: number) =>
    at === 0 && STATUSES.includes(text) ? `<td${status(text)}>${text}</td>` : cell(text, at);
  const body = rows.map((row) => `<tr>${row.map(first).join('')}</tr>`).join('\n');
  const top = head.map((text) => `<th scope="col">${escaped(text)}</th>`).join('');
  return `<div class="wide" role="region" tabindex="0" aria-label="${escaped(caption)}"><table>\n<caption>${escaped(caption)}</caption>\n<thead><tr>${top}</tr></thead>\n<tbody>\n${body}\n</tbody>\n</table></div>`;
}

const STATUSES = ['FAIL', 'warning', 'ok'];

function status(text: string): string {
  return STATUSES.includes(text) ? ` class="${text.toLowerCase()}"` : '';
}

function file({ file: preview }: Extract<Block, { kind: 'diff' }>): string {
  const said = [...preview.why, ...preview.notes].map((what) => `<li>${escaped(what)}</li>`).join('');
  const tags = { added: 'ins', removed: 'del', head: 'b', context: 'span' } as const;
  const diff = diffLines(preview).map(({ kind, text }) => `<${tags[kind]}>${escaped(text)}</${tags[kind]}>`);
  const shown =
    diff.length === 0
      ? ''
      : `<pre tabindex="0" role="region" aria-label="Diff of ${escaped(preview.path)}">${diff.join('\n')}</pre>`;
  return `<article>\n<h3><code>${escaped(preview.path)}</code>: ${escaped(kindWords(preview))}</h3>\n<ul>${said}</ul>\n${shown}\n</article>`;
}

function lines(text: string): string {
  return escaped(text).replaceAll('\n', '<br>');
}

/** Characters that a terminal or an editor hides are shown, as in every diff of ours. */
function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return visible(text.replace(/[&<>"']/g, (character) => entities[character] ?? character));
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #ffffff; --line: #767676; --soft: #f2f2f2; --good: #0a5c1f; --bad: #9b1313; --care: #6b4700; --link: #0b4fb3 }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e8e8; --paper: #161616; --line: #8a8a8a; --soft: #242424; --good: #7fd993; --bad: #ff9d9d; --care: #f0c060; --link: #8ab8ff } }
@media print { :root { --ink: #000; --paper: #fff; --soft: #fff; --good: #000; --bad: #000; --care: #000; --link: #000 } nav { display: none } article, tr { break-inside: avoid } pre { white-space: pre-wrap; overflow-wrap: anywhere } }
body { margin: 0 auto; padding: 1rem; max-width: 70rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
h1, h2, h3 { line-height: 1.25; overflow-wrap: anywhere }
a { color: var(--link) }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
.wide { overflow-x: auto; margin: 1rem 0 }
table { border-collapse: collapse; width: 100% }
caption { text-align: left; font-weight: bold; padding: .25rem 0 }
th, td { border: 1px solid var(--line); padding: .35rem .6rem; text-align: left; vertical-align: top; overflow-wrap: anywhere }
thead th { background: var(--soft); overflow-wrap: normal }
.fail, .warning, .ok { overflow-wrap: normal }
.fail { color: var(--bad); font-weight: bold } .warning { color: var(--care) } .ok { color: var(--good) }
pre { overflow-x: auto; padding: .75rem; border: 1px solid var(--line); background: var(--soft); font: .875rem/1.45 ui-monospace, monospace }
ins { color: var(--good); text-decoration: none; font-weight: bold } del { color: var(--bad); text-decoration: none }
`;
