import type { ApplyResult } from '../operations/engine.ts';
import { findingsJson } from './findings.ts';

export function appliedText({ said, next }: ApplyResult): string {
  return [...said, ...(next.length === 0 ? [] : ['', 'What is left to do:', ...next.map((step) => `  - ${step}`)])].join('\n');
}

export function appliedJson({ outcome, id, findings, said, next, keepUntil }: ApplyResult): unknown {
  return {
    changed: outcome === 'applied' || outcome === 'incomplete',
    outcome,
    id,
    findings: findingsJson(findings),
    said,
    next,
    ...(keepUntil === undefined ? {} : { keepUntil }),
  };
}
