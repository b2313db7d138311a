import type { Diagnosis } from '../operations/diagnose.ts';
import { findingLines, findingsJson } from './findings.ts';

/** More names of what is not wrong would drive what is out of sight. */
const MOST_NAMES = 10;

/** What was found, and what was ruled out: `every` one of those by name, or where they are many their number. */
export function diagnosisText({ text, candidates, examination: { findings, ruledOut } }: Diagnosis, every: boolean): string {
  const lines: string[] = [];
  if (text !== undefined) {
    if (candidates.length === 0) lines.push('No message that is known was found in it; this is what a general examination says:');
    for (const { symptom, why } of candidates) {
      lines.push(`May be: ${symptom.title} (${symptom.id})`);
      for (const { times, line, text: seen } of why)
        lines.push(`    line ${line}${times > 1 ? `, ${times} times` : ''}: ${seen.split('\n').join(' ')}`);
    }
    lines.push('');
  }
  const found = findingLines(findings, false, 'doctor --fix');
  lines.push(...(found.length === 0 ? ['Nothing that fails was found'] : found));
  const named = every || ruledOut.length <= MOST_NAMES;
  const out = named ? ruledOut.join('; ') : `${ruledOut.length} other faults; --verbose names them`;
  if (ruledOut.length > 0) lines.push('', `Ruled out: ${out}`);
  return lines.join('\n');
}

/** `bundle`: where a bundle was written to, and what was left out of it. */
export function diagnosisJson({ text, candidates, examination: { findings, ruledOut } }: Diagnosis, bundle?: object): unknown {
  const rows = candidates.map(({ symptom: { id, title }, why }) => ({ id, title, why }));
  return {
    findings: findingsJson(findings),
    ...(text === undefined ? {} : { candidates: rows }),
    ruledOut,
    ...(bundle === undefined ? {} : { bundle }),
  };
}
