import { blank, type Line, type Writer } from '../components/lines.ts';
import type { Finding, Status } from '../src/model/finding.ts';
import { findingLines } from './finding-lines.ts';

const groups: ReadonlyArray<readonly [Status, (number: number) => string]> = [
  ['fail', (number) => `${number} to put right before anything can be applied`],
  ['warn', (number) => `${number} to know`],
  ['pass', (number) => `${number} in order`],
];

export function preflightLines(write: Writer, findings: readonly Finding<unknown>[]): readonly Line[] {
  if (findings.length === 0) return write.text('Nothing had to be checked.');
  const parts = groups.flatMap(([status, title]) => {
    const members = findings.filter((finding) => finding.status === status);
    if (members.length === 0) return [];
    return [[...write.text(title(members.length), 'strong'), ...members.flatMap((finding) => findingLines(write, finding))]];
  });
  return parts.flatMap((part, index) => (index === 0 ? part : [blank, ...part]));
}
