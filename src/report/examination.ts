import type { Diagnosis } from '../operations/diagnose.ts';
import { findingLines, findingsJson } from './findings.ts';

/** What was found, and what was ruled out. */
export function diagnosisText({ text, candidates, examination: { findings, ruledOut } }: Diagnosis): string {
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
  if (ruledOut.length > 0) lines.push('', `Ruled out: ${ruledOut.join('; ')}`);
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
