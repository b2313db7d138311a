import type xterm from '@xterm/headless';

const CELL = { width: 8.4, height: 18 };
const COLOURS = [
  '#1d1f21',
  '#cc6666',
  '#b5bd68',
  '#f0c674',
  '#81a2be',
  '#b294bb',
  '#8abeb7',
  '#c5c8c6',
  '#666666',
  '#d54e53',
  '#b9ca4a',
  '#e7c547',
  '#7aa6da',
  '#c397d8',
  '#70c0b1',
  '#eaeaea',
];
const [BACKGROUND, FOREGROUND] = ['#1d1f21', '#d5d8d6'];

/** The screen of a terminal as an SVG picture: text that can be read and searched, not pixels. */
export function screenToSvg(terminal: xterm.Terminal): string {
  const rows = Array.from({ length: terminal.rows }, (_, row) => rowToSvg(terminal, row));
  const [width, height] = [Math.ceil(terminal.cols * CELL.width) + 24, terminal.rows * CELL.height + 24];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="100%" height="100%" rx="8" fill="${BACKGROUND}"/>`,
    `<g font-family="ui-monospace,'DejaVu Sans Mono',Menlo,monospace" font-size="14" xml:space="preserve">`,
    ...rows.filter((row) => row !== ''),
    '</g></svg>\n',
  ].join('\n');
}

interface Run {
  readonly start: number;
  readonly style: string;
  text: string;
}

function rowToSvg(terminal: xterm.Terminal, row: number): string {
  const line = terminal.buffer.active.getLine(terminal.buffer.active.viewportY + row);
  const runs: Run[] = [];
  const boxes: string[] = [];
  const top = 12 + row * CELL.height;
  for (let column = 0; line !== undefined && column < terminal.cols; column += 1) {
    const cell = line.getCell(column);
    if (cell === undefined || cell.getWidth() === 0) continue;
    const inverse = cell.isInverse() !== 0;
    const [ink, paper] = [
      colour(cell.getFgColor(), cell.isFgDefault(), FOREGROUND),
      colour(cell.getBgColor(), cell.isBgDefault(), 'none'),
    ];
    const fill = inverse ? (paper === 'none' ? BACKGROUND : paper) : ink;
    const back = inverse ? ink : paper;
    const x = 12 + column * CELL.width;
    if (back !== 'none')
      boxes.push(
        `<rect x="${x.toFixed(1)}" y="${top}" width="${(CELL.width * cell.getWidth()).toFixed(1)}" height="${CELL.height}" fill="${back}"/>`,
      );
    const style = `fill="${fill}"${cell.isBold() ? ' font-weight="bold"' : ''}${cell.isDim() ? ' opacity="0.65"' : ''}${cell.isUnderline() ? ' text-decoration="underline"' : ''}`;
    const last = runs.at(-1);
    const text = cell.getChars() || ' ';
    if (last?.style === style) last.text += text;
    else runs.push({ start: x, style, text });
  }
  const texts = runs
    .filter(({ text }) => text.trim() !== '')
    .map(
      ({ start, style, text }) =>
        `<text x="${start.toFixed(1)}" y="${top + 13.5}" ${style} textLength="${([...text.trimEnd()].length * CELL.width).toFixed(1)}">${escaped(text.trimEnd())}</text>`,
    );
  return [...boxes, ...texts].join('');
}

function colour(value: number, isDefault: boolean, fallback: string): string {
  if (isDefault) return fallback;
  if (value < 16) return COLOURS[value] ?? fallback;
  return value < 256 ? fallback : `#${value.toString(16).padStart(6, '0')}`;
}

/** Blanks as such that no browser runs together: what xml:space says is not heeded everywhere. */
function escaped(text: string): string {
  return text.replaceAll(' ', '\u00a0').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
