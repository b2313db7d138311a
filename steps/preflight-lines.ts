import { badge } from '../components/badge.ts';
import { blank, type Line, type Writer } from '../components/lines.ts';
import type { Finding, Status } from '../src/model/finding.ts';
import type { PlannedWork } from '../src/operations/engine.ts';
import { findingLines } from './finding-lines.ts';
import { mended } from './mending.ts';

const groups: ReadonlyArray<readonly [Status, (number: number) => string]> = [
  ['fail', (number) => `${number} to put right before anything can be applied`],
  ['warn', (number) => `${number} to know`],
  ['pass', (number) => `${number} in order`],
];

/** What the checks say of a plan. `offer`: how one has that put right which can be. */
export function preflightLines(write: Writer, { plan, preview }: PlannedWork, offer: string): readonly Line[] {
  const parts = [...group(write, plan.findings, 'fail', offer), ...mendedLines(write, preview)];
  for (const status of ['warn', 'pass'] as const) parts.push(...group(write, plan.findings, status, offer));
  return parts.flatMap((part, index) => (index === 0 ? part : [blank, ...part]));
}

function group(
  write: Writer,
  findings: readonly Finding<unknown>[],
  status: Status,
  offer: string,
): readonly (readonly Line[])[] {
  const members = findings.filter((finding) => finding.status === status);
  const title = groups.find(([of]) => of === status)?.[1](members.length) ?? '';
  if (members.length === 0) return [];
  return [[...write.text(title, 'strong'), ...members.flatMap((finding) => findingLines(write, finding, offer))]];
}

/** What failed, and is put right by the changes themselves. */
function mendedLines(write: Writer, preview: PlannedWork['preview']): readonly (readonly Line[])[] {
  const files = mended(preview);
  if (files.length === 0) return [];
  const { text, tone = 'plain' } = badge('mended');
  const lines = files.flatMap(({ path, why, notes }) => [
    ...write.item(text, path, 'plain', tone),
    ...[...why, ...notes].flatMap((note) => write.text(note, 'quiet', text.length + 1)),
  ]);
  return [[...write.text(`${files.length} put right together with the changes`, 'strong'), ...lines]];
}
