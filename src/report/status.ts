import type { Finding } from '../model/finding.ts';
import type { Survey } from '../operations/engine.ts';
import type { MailServerPolicy } from '../operations/mail-server-policy.ts';
import { findingLines, findingsJson } from './findings.ts';

/** Everything a status says is wrong or worth knowing. */
export function statusFindings(survey: Survey, policy: MailServerPolicy) {
  return [...survey.findings, ...survey.choices.flatMap((choice) => choice.gaps), ...policy.findings];
}

export function statusText(survey: Survey, policy: MailServerPolicy): string {
  const { momentum } = survey;
  const lines = [
    `Momentum ${momentum.version ?? 'of unknown version'} at ${survey.root}, roles: ${momentum.roles.join(', ') || 'none found'}`,
    '',
  ];
  for (const { title, answer, gaps } of survey.choices) {
    const hidden = gaps.some(({ id }) => id.endsWith('-unreadable'));
    lines.push(`${title}: ${hidden ? 'not known' : sayAnswer(answer)}`);
  }
  for (const { title, state } of survey.services) lines.push(`${title}: ${state}`);
  for (const { path, subject, daysLeft, notAfter } of survey.certificates) {
    lines.push(`${path}: ${subject}, until ${notAfter.slice(0, 10)} (${daysLeft} days)`);
  }
  lines.push(...policyLines(policy), ...settingLines(policy, statusFindings(survey, policy)));
  const findings = findingLines(statusFindings(survey, policy), false);
  return [...lines, ...(findings.length === 0 ? [] : ['', ...findings])].join('\n');
}

export function statusJson(survey: Survey, policy: MailServerPolicy): unknown {
  const { momentum, answers, certificates, services } = survey;
  const { version = null, roles } = momentum;
  return {
    momentum: { version, roles },
    answers,
    certificates,
    services,
    tlsPolicy: policy.scopes,
    tlsSettings: policy.settings,
    findings: findingsJson(statusFindings(survey, policy)),
  };
}

function sayAnswer(answer: unknown): string {
  if (answer === undefined) return 'does not apply';
  if (typeof answer === 'boolean') return answer ? 'on' : 'off';
  if (typeof answer !== 'object' || answer === null) return String(answer);
  const parts = Object.entries(answer).map(
    ([name, value]) => `${name} ${Array.isArray(value) ? value.join(' ') : String(value)}`,
  );
  return parts.join(', ') || 'not the same in all scopes';
}

/** Scopes that are decided by the same line are one group: ten thousand of them are a page, not a book. */
function policyLines({ scopes }: MailServerPolicy): readonly string[] {
  const groups = new Map<string, { readonly head: string; readonly names: string[] }>();
  for (const { scope, option, value, file, line, protocols } of scopes) {
    const where = file === null ? 'built-in default' : `${file}:${line}`;
    const known = groups.get(where);
    if (known === undefined)
      groups.set(where, {
        head: `${where}  ${option} = ${value ?? '(not set)'}: ${protocols.join(' ') || 'nothing'}`,
        names: [scope],
      });
    else known.names.push(scope);
  }
  if (groups.size === 0) return [];
  return [
    '',
    'TLS versions of the mail server, by the line that decides:',
    ...[...groups.values()].flatMap((group) => [group.head, `    ${someOf(group.names)}`]),
  ];
}

/** More of them make a text that nobody reads: --json has them all. */
const MOST_SETTINGS = 20;

/** What scopes set for themselves, by value, and how the files stand that are in order: the others are among the findings. */
function settingLines({ settings }: MailServerPolicy, findings: readonly Finding[]): readonly string[] {
  if (settings.length === 0) return [];
  const groups = new Map<string, { readonly head: string; readonly names: string[] }>();
  for (const { scope, option, value, file, line } of settings) {
    const key = `${option} ${value}`;
    const known = groups.get(key) ?? { head: `${option} = ${value}`, names: [] };
    known.names.push(`${scope} (${file}:${line})`);
    groups.set(key, known);
  }
  const shown = [...groups.values()].slice(0, MOST_SETTINGS);
  const more = groups.size - shown.length;
  const inOrder = findings.filter(({ id, status }) => id.startsWith('scope-') && status === 'pass');
  return [
    '',
    'Ciphers, certificates, keys and authorities that scopes set for themselves:',
    ...shown.flatMap(({ head, names }) => [head, `    ${someOf(names)}`]),
    ...(more > 0 ? [`and ${more} more: status --json has all`] : []),
    ...inOrder.map(({ what }) => what),
  ];
}

function someOf(names: readonly string[]): string {
  return names.length <= 4 ? names.join('; ') : `${names.slice(0, 3).join('; ')}; and ${names.length - 3} more`;
}
