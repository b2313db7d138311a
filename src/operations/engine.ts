import type { Answers } from '../answers/answers.ts';
import type { Finding } from '../model/finding.ts';
import type { Question, TypedSecrets } from '../model/question.ts';
import type { PlannedFinding } from '../plan/change.ts';
import type { Plan } from '../plan/plan.ts';
import type { FilePreview } from '../plan/preview.ts';
import type { CertificateStatus } from '../services/certificate-status.ts';
import type { Diagnosis, SymptomRow } from './diagnose.ts';
import type { Fix } from './fix.ts';
import type { ScopeChange } from './scope-changes.ts';

/** What is here now, in one look: everything the welcome screen and `status` say. */
export interface Survey {
  readonly root: string;
  readonly momentum: { readonly version: string | undefined; readonly roles: readonly string[] };
  readonly services: readonly {
    readonly id: string;
    readonly title: string;
    readonly state: 'running' | 'stopped' | 'unknown';
  }[];
  readonly choices: readonly {
    readonly id: string;
    readonly title: string;
    readonly answer: unknown;
    readonly gaps: readonly Finding[];
  }[];
  /** The answers that reproduce this host. */
  readonly answers: Answers;
  readonly certificates: readonly CertificateStatus[];
  readonly findings: readonly Finding[];
  /** What an earlier run left; missing on a host that has none of it, and where nobody asked. */
  readonly before?: Before;
}

/** A host on which something is in force already. */
export interface Before {
  /** The newest entry of the history; undefined where the choices were made without us. */
  readonly last: { readonly id: string; readonly at: string } | undefined;
  /** What is not as it was left: edits by hand, and choices that are not in force any more. */
  readonly findings: readonly Finding[];
  /** Answers that close the gaps: of choices that were applied and are not in force, or that are half done. */
  readonly again: Answers;
}

export interface PlannedWork {
  readonly plan: Plan;
  readonly preview: readonly FilePreview[];
  /** Private keys that the operator handed over, PEM by their sha256: the plan only names them. */
  readonly keys?: ReadonlyMap<string, string>;
  /** Public halves of keys that others may have: no copy of those is kept. */
  readonly compromised?: readonly string[];
  /** Scopes of the mail server for which another value will hold; without it, none were looked at. */
  readonly scopes?: readonly ScopeChange[];
}

export type ApplyPhase = 'check' | 'generate' | 'rehearse' | 'write' | 'restart' | 'verify' | 'put-back' | 'done';

/** Progress: what happens now, in one sentence. */
export interface ApplyEvent {
  readonly phase: ApplyPhase;
  readonly what: string;
  /** How far that has come, 0 to 1, where it can be told: many events a second with the same sentence. */
  readonly share?: number;
}

export interface ApplyResult {
  readonly outcome: 'unchanged' | 'applied' | 'rolled-back' | 'refused' | 'incomplete';
  /** Number of the history entry; null where nothing was written. */
  readonly id: string | null;
  readonly findings: readonly PlannedFinding[];
  /** The process's exit code for it: the command line's table. */
  readonly exitCode: number;
  /** For people: what was done, where the originals are, how to undo it. A sentence each. */
  readonly said: readonly string[];
  /** What is left for a person: clients, the repository, the renewal date. */
  readonly next: readonly string[];
  /** Files of the configuration repository that may be committed now; absent where that is nobody's to offer here. */
  readonly commit?: readonly string[];
  /** When it is put back unless it is kept. ISO 8601. */
  readonly keepUntil?: string;
}

/** What every face stands on: the wizard, the plain prompts and the command line hold one of these. */
export interface Engine {
  survey(): Promise<Survey>;
  /** All questions of all choices in order, with defaults that follow from the host and from `answers`. */
  questions(answers: Answers): Promise<readonly Question[]>;
  /**
   * With `fix` the plan takes in what puts failing checks of the preflight right, where that can be done.
   * `secrets` is what was typed at secret questions: the plan refers to them, and does not hold them.
   */
  plan(answers: Answers, options?: { readonly fix?: boolean; readonly secrets?: TypedSecrets }): Promise<PlannedWork>;
  /** Aborting `signal` before the first write leaves all as it was; after it, all is put back. */
  apply(
    work: PlannedWork,
    onEvent: (event: ApplyEvent) => void,
    signal: AbortSignal,
    secrets?: TypedSecrets,
  ): Promise<ApplyResult>;
  readonly doctor: Doctor;
}

/** Finding out what is wrong, and putting it right. */
export interface Doctor {
  symptoms(): readonly SymptomRow[];
  /** `text` is a message that was pasted, `symptom` an id; with neither everything is looked at. */
  diagnose(
    complaint: { readonly text?: string; readonly symptom?: string },
    onLooked: (done: number, of: number) => void,
  ): Promise<Diagnosis>;
  /** The remedies of these faults of the diagnosis as one plan. */
  plan(diagnosis: Diagnosis, ids: readonly string[]): Promise<Fix>;
  /** Applies as `Engine.apply` does; where that went well, what was wrong is looked at again. */
  apply(fix: Fix, onEvent: (event: ApplyEvent) => void, signal: AbortSignal): Promise<ApplyResult>;
}
