import type { Verification } from '../operations/verify-all.ts';
import { findingLines, findingsJson } from './findings.ts';
import { type Observation, observationLines } from './observations.ts';

type Target = Verification['targets'][number];

/** Findings, then a table of what is configured and what was observed, then what else each socket showed. */
export function verificationText({ targets, unobserved, findings }: Verification, width: number): string {
  const lines = [...findingLines(findings, true)];
  const all = [...targets.flatMap(targetRow), ...unobserved.map(unobservedRow)];
  const rows = [...new Map(all.map((one) => [Object.values(one).join('\n'), one])).values()];
  if (rows.length > 0) lines.push('', ...observationLines(rows, width));
  // One server at several addresses shows the same at each.
  const same = new Map<string, Target[]>();
  for (const target of targets) {
    const key = [target.service, ...targetLines(target)].join('\n');
    same.set(key, [...(same.get(key) ?? []), target]);
  }
  for (const [first, ...others] of same.values()) {
    if (first === undefined) continue;
    lines.push('', ...[first, ...others].map(nameOf), ...targetLines(first));
  }
  return lines.join('\n');
}

function targetRow({ configured, host, port, protocols }: Target): readonly Observation[] {
  if (configured === null) return [];
  const scope = configured.scope.includes(`:${port}`) ? configured.scope : `${configured.scope} (${host})`;
  return [{ scope, configured: configuredBy(configured), observed: observedBy(protocols) }];
}

function unobservedRow({ scopes, count, ...line }: Verification['unobserved'][number]): Observation {
  const more = count > scopes.length ? `; and ${count - scopes.length} more` : '';
  return { scope: `${scopes.join('; ')}${more}`, configured: configuredBy(line), observed: 'not observable from here' };
}

interface Line {
  readonly file: string | null;
  readonly line: number | null;
  readonly value: string | null;
  readonly protocols: readonly string[];
}

function configuredBy({ file, line, value, protocols }: Line): string {
  const unnamed = value === null ? 'built-in default' : 'command line';
  const place = file === null ? unnamed : `${file.slice(file.lastIndexOf('/') + 1)}:${line}`;
  return `${protocols.join(' ') || 'nothing'} (${place})`;
}

function nameOf({ service, host, port, starttls }: Target): string {
  const where = `${host} port ${port}${starttls === 'none' ? '' : ` (${starttls})`}`;
  return service === '-' ? where : `${service} on ${where}`;
}

const SAID = {
  accepted: 'accepted',
  refused: 'refused by the server',
  unreachable: 'not reachable',
  'not-tls': 'not TLS',
  timeout: 'timeout',
  unknown: 'not known',
} as const;

function observedBy(protocols: Target['protocols']): string {
  const answers = Object.entries(protocols);
  const accepted = answers.filter(([, answer]) => answer === 'accepted').map(([protocol]) => protocol);
  return accepted.length > 0 ? accepted.join(' ') : [...new Set(answers.map(([, answer]) => SAID[answer]))].join(', ');
}

function targetLines({ protocols, evidence, cbc, dhe, fallbackScsv, poodle, certificate, daysLeft }: Target): readonly string[] {
  const outcomes = [...new Set(Object.values(protocols))];
  const [only] = outcomes;
  if (only !== undefined && outcomes.length === 1 && only !== 'accepted')
    return [`    every version: ${SAID[only]}`, `    ${evidence['TLSv1.2']}`];
  const asked = Object.entries(protocols).map(([protocol, answer]) => {
    const clear = answer === 'accepted' || answer === 'refused';
    return row(protocol, clear ? SAID[answer] : `${SAID[answer]} (${evidence[protocol as keyof typeof evidence]})`);
  });
  return [
    ...asked,
    row('CBC', cbc.outcome),
    row('DHE', dhe.outcome === 'accepted' ? dhe.detail : dhe.outcome),
    row('fallback', `SCSV ${fallbackScsv.outcome}`),
    row('POODLE', poodle.verdict === 'not-vulnerable' ? 'not vulnerable' : poodle.verdict),
    ...(certificate === null
      ? ['    no certificate seen']
      : [
          `    certificate for ${certificate.subject},`,
          `        until ${certificate.notAfter.toISOString().slice(0, 10)} (${daysLeft} days)`,
        ]),
  ];
}

function row(name: string, value: string): string {
  return `    ${name.padEnd(8)} ${value}`;
}

export function verificationJson({ ok, targets, unobserved, findings }: Verification): unknown {
  return { ok, targets, unobserved, findings: findingsJson(findings) };
}
