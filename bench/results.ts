import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';

const FILE = join(import.meta.dirname, 'RESULTS.md');

const HEAD = `# Results

Written by \`npm run bench\`, each section by its own run. Ratios are what counts: times depend on the machine.
`;

/** Puts what a run found into RESULTS.md, in the place of what an earlier one did; \`lines\` are Markdown. */
export function record(title: string, lines: readonly string[], loadBefore: readonly number[]): void {
  const old = existsSync(FILE) ? readFileSync(FILE, 'utf8') : HEAD;
  const sections = new Map(
    old
      .split(/^## /m)
      .slice(1)
      .map((section) => [section.split('\n')[0] ?? '', section.split('\n').slice(1).join('\n').trim()]),
  );
  const load = (averages: readonly number[]) => averages[0]?.toFixed(1);
  const when = new Date().toISOString().slice(0, 10);
  const machine = `${when}, Node ${process.versions.node}, ${cpus().length} cores (${cpus()[0]?.model.trim() || 'unknown'}), load ${load(loadBefore)} before and ${load(loadavg())} after.`;
  sections.set(title, `${machine}\n\n${lines.join('\n')}`);
  const text = [...sections].map(([name, body]) => `## ${name}\n\n${body}\n`).join('\n');
  writeFileSync(FILE, `${HEAD}\n${text}`);
}
