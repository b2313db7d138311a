import type { Finding } from '../model/finding.ts';

const WORDS: Readonly<Record<Finding['status'], string>> = { fail: 'FAIL', warn: 'warn', pass: 'ok  ' };

type AnyFinding = Pick<Finding, 'id' | 'status' | 'what' | 'evidence'> & {
  readonly remedy?: { readonly steps?: readonly string[]; readonly changes?: readonly unknown[] };
};

/** Findings as lines: the status as a word, what, and below it the evidence and what to do. Heaviest first. */
export function findingLines(findings: readonly AnyFinding[], withPasses: boolean, fixedBy = 'apply --fix'): readonly string[] {
  const order: readonly Finding['status'][] = withPasses ? ['fail', 'warn', 'pass'] : ['fail', 'warn'];
  return order.flatMap((status) =>
    findings.filter((finding) => finding.status === status).flatMap((finding) => oneFinding(finding, fixedBy)),
  );
}

function oneFinding({ status, what, evidence, remedy }: AnyFinding, fixedBy: string): readonly string[] {
  const steps = remedy?.steps ?? [];
  const offered = (remedy?.changes?.length ?? 0) > 0 ? [`${fixedBy} puts this right`] : [];
  const detail = status === 'pass' ? [] : evidence.map((line) => `       ${line}`);
  return [`${WORDS[status]}  ${what}`, ...detail, ...[...steps, ...offered].map((step) => `       -> ${step}`)];
}

/** The JSON of findings: remedies as steps, changes only counted by their paths. */
export function findingsJson(findings: readonly AnyFinding[]): readonly unknown[] {
  return findings.map(({ id, status, what, evidence, remedy }) => ({
    id,
    status,
    what,
    evidence,
    ...(remedy === undefined ? {} : { remedy: { steps: remedy.steps ?? [], changes: remedy.changes ?? [] } }),
  }));
}
