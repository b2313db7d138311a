import type { Drift } from '../operations/drifted.ts';
import { findingLines, findingsJson } from './findings.ts';

export function driftText({ findings }: Drift): string {
  return findingLines(findings, true).join('\n');
}

export function driftJson({ applied, drifted, accepted, files, lost, findings }: Drift): unknown {
  return { applied, drifted, accepted, files, lost, findings: findingsJson(findings) };
}
