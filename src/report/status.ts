import type { Survey } from '../operations/engine.ts';
import { findingLines, findingsJson } from './findings.ts';

/** Everything a status says is wrong or worth knowing. */
export function statusFindings(survey: Survey) {
  return [...survey.findings, ...survey.choices.flatMap((choice) => choice.gaps)];
}

export function statusText(survey: Survey): string {
  const { momentum } = survey;
  const lines = [
    `Momentum ${momentum.version ?? 'of unknown version'} at ${survey.root}, roles: ${momentum.roles.join(', ') || 'none found'}`,
    '',
  ];
  for (const { title, answer } of survey.choices)
    lines.push(`${title}: ${answer === undefined ? 'does not apply' : String(answer)}`);
  for (const { title, state } of survey.services) lines.push(`${title}: ${state}`);
  for (const { path, subject, daysLeft, notAfter } of survey.certificates) {
    lines.push(`${path}: ${subject}, until ${notAfter.slice(0, 10)} (${daysLeft} days)`);
  }
  const findings = findingLines(statusFindings(survey), false);
  return [...lines, ...(findings.length === 0 ? [] : ['', ...findings])].join('\n');
}

export function statusJson(survey: Survey): unknown {
  const { momentum, answers, certificates, services } = survey;
  // tlsPolicy: the mail server's own TLS is not read by this version; the name is there for those who look for it.
  const { version = null, roles } = momentum;
  return {
    momentum: { version, roles },
    answers,
    certificates,
    services,
    tlsPolicy: [],
    findings: findingsJson(statusFindings(survey)),
  };
}
