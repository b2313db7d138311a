import { badge, badgeWidth } from '../components/badge.ts';
import type { Line, Writer } from '../components/lines.ts';
import type { Finding, Status } from '../src/model/finding.ts';

const weight: Readonly<Record<Status, number>> = { fail: 0, warn: 1, pass: 2 };

/** Heaviest first; otherwise in the order they came in. */
export function byWeight<F extends Finding<unknown>>(findings: readonly F[]): readonly F[] {
  return findings.toSorted((a, b) => weight[a.status] - weight[b.status]);
}

export function worstOf(findings: readonly Finding<unknown>[]): Status {
  return byWeight(findings)[0]?.status ?? 'pass';
}

/** Can we put it right ourselves, with changes that the preview would show? */
export function isMendable({ status, remedy }: Finding<unknown>): boolean {
  return status === 'fail' && (remedy?.changes?.length ?? 0) > 0;
}

/**
 * What is so, what was seen, what to do. What is in order needs no more than a line. `offer` says how
 * to have that done which can be done for the operator.
 */
export function findingLines(write: Writer, finding: Finding<unknown>, offer?: string): readonly Line[] {
  const { text, tone = 'plain' } = badge(finding.status);
  const heavy = finding.status !== 'pass';
  const indent = badgeWidth + 1;
  return [
    ...write.item(text, finding.what, finding.status === 'fail' ? 'strong' : 'plain', tone),
    ...(heavy ? finding.evidence.flatMap((seen) => write.text(seen, 'quiet', indent, 2)) : []),
    ...(heavy ? (finding.remedy?.steps ?? []).flatMap((step) => write.item('do:', step, 'plain', 'accent', indent)) : []),
    ...(offer !== undefined && isMendable(finding) ? write.item('or:', offer, 'plain', 'accent', indent) : []),
  ];
}
