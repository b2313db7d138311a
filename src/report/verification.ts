import type { Verification } from '../operations/verify-all.ts';

import { findingLines, findingsJson } from './findings.ts';

export function verificationText({ targets, findings }: Verification): string {
  const lines = [...findingLines(findings, true)];
  for (const target of targets) lines.push('', ...targetLines(target));
  return lines.join('\n');
}

function targetLines({
  service,
  host,
  port,
  starttls,
  protocols,
  certificate,
}: Verification['targets'][number]): readonly string[] {
  const where = `${host} port ${port}${starttls === 'none' ? '' : ` (${starttls})`}`;
  const asked = Object.entries(protocols).map(([protocol, answer]) => `    ${protocol.padEnd(8)} ${answer}`);
  const shown =
    certificate === null
      ? '    no certificate seen'
      : `    certificate for ${certificate.subject}, until ${certificate.notAfter.toISOString().slice(0, 10)}`;
  return [service === '-' ? where : `${service} on ${where}`, ...asked, shown];
}

export function verificationJson({ ok, targets, findings }: Verification): unknown {
  return { ok, targets, findings: findingsJson(findings) };
}
