import type { Finding } from '../model/finding.ts';
import type { ApplyResult } from '../operations/engine.ts';
import { findingsJson } from './findings.ts';

export function appliedText({ said, next }: ApplyResult): string {
  return [...said, ...(next.length === 0 ? [] : ['', 'What is left to do:', ...next.map((step) => `  - ${step}`)])].join('\n');
}

export function appliedJson(result: ApplyResult): unknown {
  const { outcome, id, findings, said, next, keepUntil } = result;
  return {
    changed: outcome === 'applied' || outcome === 'incomplete',
    outcome,
    id,
    findings: findingsJson([...whyNot(result), ...findings]),
    said,
    next,
    ...(keepUntil === undefined ? {} : { keepUntil }),
  };
}

/** Whoever reads the findings alone learns why it was not done, where none of them says so. */
function whyNot({ outcome, exitCode, findings, said }: ApplyResult): readonly Finding[] {
  const [what, ...evidence] = said;
  if (exitCode === 0 || what === undefined || findings.some(({ status }) => status === 'fail')) return [];
  return [{ id: `apply-${outcome}`, status: 'fail', what, evidence }];
}
