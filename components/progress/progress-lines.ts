import { fill } from '../../src/model/wrap.ts';
import type { Line, Writer } from '../lines.ts';
import type { Tone } from '../theme.ts';

export interface ProgressItem {
  readonly label: string;
  readonly state: 'waiting' | 'now' | 'done' | 'failed';
  /** What happens now, or what happened last. */
  readonly what?: string;
  /** How far it has come, 0 to 1, where that can be told: a bar. */
  readonly share?: number;
}

const words = { waiting: 'then', now: 'now', done: 'done', failed: 'FAILED' } as const;
const tones: Readonly<Record<ProgressItem['state'], Tone>> = { waiting: 'quiet', now: 'accent', done: 'ok', failed: 'fail' };
const wordWidth = 6;

export function progressLines(write: Writer, items: readonly ProgressItem[]): readonly Line[] {
  return items.flatMap((item) => [
    write.row(
      { text: `${fill(words[item.state], wordWidth)}  `, tone: tones[item.state] },
      { text: item.label, tone: item.state === 'waiting' ? 'quiet' : 'strong' },
    ),
    ...(item.what === undefined ? [] : write.text(item.what, item.state === 'now' ? 'plain' : 'quiet', wordWidth + 2)),
    ...(item.share === undefined ? [] : write.text(shareBar(item.share), 'accent', wordWidth + 2)),
  ]);
}

const barWidth = 20;

/** `[######..............]  30%`: characters that every terminal and every screen reader has. */
function shareBar(share: number): string {
  // Only what is done is full.
  const full = Math.min(barWidth - 1, Math.floor(share * barWidth));
  const percent = Math.min(99, Math.floor(share * 100));
  return `[${'#'.repeat(full)}${'.'.repeat(barWidth - full)}] ${String(percent).padStart(3)}%`;
}
