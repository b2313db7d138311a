import { blank, type Line, type Writer } from '../components/lines.ts';
import type { Finding } from '../src/model/finding.ts';
import type { Diagnosis } from '../src/operations/diagnose.ts';
import { byWeight, findingLines } from './finding-lines.ts';
import { count } from './say.ts';

/** What was found with its evidence, what the message may be about and why, what was ruled out. `offer`: how one has it put right. */
export function diagnosisLines(write: Writer, bullet: string, diagnosis: Diagnosis, offer: string): readonly Line[] {
  const { text, candidates, examination } = diagnosis;
  const failing = examination.findings.filter(({ status }) => status === 'fail').length;
  const heavy = byWeight(examination.findings).filter(({ status }) => status !== 'pass');
  const unknown = text === true && candidates.length === 0;
  return [
    ...(unknown ? [...write.text('No message that is known was found in it. Everything was looked at instead.'), blank] : []),
    ...write.text(
      failing > 0 ? `${count(failing, 'fault was', 'faults were')} found here` : 'Nothing that fails was found here',
      failing > 0 ? 'strong' : 'ok',
    ),
    ...heavy.flatMap((finding) => findingLines(write, finding, offer)),
    ...section(write, 'What the message may be about', candidateLines(write, bullet, diagnosis)),
    ...section(
      write,
      'Looked at, and not the matter',
      examination.ruledOut.flatMap((title) => write.item(bullet, title, 'quiet')),
    ),
  ];
}

function candidateLines(write: Writer, bullet: string, { candidates, examination }: Diagnosis): readonly Line[] {
  return candidates.flatMap(({ symptom, why }) => [
    ...write.item(bullet, `${symptom.title}: ${verdict(examination.findings.filter(({ id }) => id === symptom.id))}`),
    ...why.flatMap(({ line, times, text }) => {
      const often = times > 1 ? `, ${times} times` : '';
      return write.text(`line ${line}${often}: ${text.split('\n').join(' ')}`, 'quiet', 2);
    }),
  ]);
}

function verdict(own: readonly Finding<unknown>[]): string {
  if (own.some(({ status }) => status === 'fail')) return 'found here';
  if (own.length > 0 && own.every(({ status }) => status === 'pass')) return 'ruled out here';
  return own.length === 0 ? 'cannot be here' : 'could not be decided by looking';
}

function section(write: Writer, title: string, lines: readonly Line[]): readonly Line[] {
  return lines.length === 0 ? [] : [blank, ...write.text(title, 'strong'), ...lines];
}
