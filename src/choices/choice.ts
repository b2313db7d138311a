import type { Answers } from '../answers/answers.ts';
import type { Host } from '../host/host.ts';
import type { Finding } from '../model/finding.ts';
import type { Question } from '../model/question.ts';
import type { Change, PlannedFinding } from '../plan/change.ts';
import type { Secrets } from '../plan/secret.ts';

/** What a choice is on this host today. `answer` undefined: it cannot be told, or does not apply. */
export interface Current {
  readonly answer: unknown;
  readonly gaps: readonly Finding[];
}

/** A setting that stands in several places: which one counts. */
export interface Decided {
  /** `ssl = off`. */
  readonly what: string;
  /** `FILE:LINE`. */
  readonly where: string;
  /** Those that lose, in the same words. */
  readonly over: readonly string[];
}

/** One thing an operator decides. One file each; `src/choices/index.ts` lists them in planning order. */
export interface Choice {
  readonly id: string;
  readonly title: string;
  questions(host: Host, answers: Answers): Promise<readonly Question[]>;
  current(host: Host): Promise<Current>;
  /** Changes that make it so, each over the state that those before it leave; [] where it is so already. */
  plan(host: Host, answers: Answers, secrets?: Secrets): Promise<readonly Change[]>;
  /** What an operator must know before: clients that would be refused, a manual's warning. */
  risks(host: Host, answers: Answers, secrets?: Secrets): Promise<readonly PlannedFinding[]>;
  /** Who wins, of settings that stand in several places; where that can be told by line. */
  decided?(host: Host): Promise<readonly Decided[]>;
  /** Live proof of what the files say. Reads sockets and files; changes nothing. */
  verify(host: Host): Promise<readonly Finding[]>;
  /** Remembers what must be the same after an apply; the function that comes back compares. */
  watch?(host: Host): Promise<(later: Host) => Promise<readonly Finding[]>>;
}
