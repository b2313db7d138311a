import { findingsJson } from './findings.ts';

/** What every document of a command has at least, where the command came to nothing. */
const EMPTY: Readonly<Record<string, object>> = {
  plan: { changed: false, changes: [], services: [] },
  apply: { changed: false, outcome: 'refused', id: null },
  rollback: { changed: false, outcome: 'refused', id: null },
  renew: { changed: false, outcome: 'refused', id: null },
  status: { momentum: { version: null, roles: [] }, answers: {}, certificates: [], services: [], tlsPolicy: [] },
  keep: { changed: false, id: null },
  drift: { applied: false, drifted: false, files: [], lost: [] },
  verify: { ok: false, targets: [] },
  doctor: {},
};

interface Failed {
  readonly kind: string;
  readonly message: string;
  readonly next: string | undefined;
}

/** An error as the one document on standard output: with the fields of the command that failed, so that scripts need no second parser. */
export function failureJson(command: string | undefined, { kind, message, next }: Failed): unknown {
  const id = kind.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase();
  const remedy = next === undefined ? {} : { remedy: { steps: [next] } };
  return {
    ...(EMPTY[command ?? ''] ?? { changed: false }),
    findings: findingsJson([{ id, status: 'fail', what: message, evidence: [], ...remedy }]),
    error: { kind, message, next: next ?? null },
  };
}
