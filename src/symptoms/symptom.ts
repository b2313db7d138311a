import type { Answers } from '../answers/answers.ts';
import type { Host } from '../host/host.ts';
import type { Momentum, Role } from '../host/momentum.ts';
import type { Change, PlannedFinding } from '../plan/change.ts';

/** A line by which a program tells of the fault. */
export interface Message {
  /**
   * Without anchors; a blank stands for any white space, the end of a wrapped line too. Loose in what versions write
   * differently (paths, quotes, numbers), and tight enough that it is about this fault. No flags but `i`.
   */
  readonly pattern: RegExp;
  /** Word for word as it is printed. The catalogue shows it, and a test holds the pattern to it. */
  readonly example: string;
}

/** Where the fault can be at all; empty: on every host. A version or role that cannot be told rules nothing out. */
export interface Concerns {
  /** First Momentum that can have it: `3.2`. */
  readonly since?: string;
  /** First Momentum that cannot have it any more: `4.0`. */
  readonly before?: string;
  /** The host has one of these. */
  readonly roles?: readonly Role[];
  readonly platform?: 'solaris' | 'linux';
}

/** What makes the fault in a sandbox, with real things: real modes, a certificate that really ran out. */
export interface Fault {
  /** What is wrong then, for people; the first fault of a symptom is the one of `sandbox --broken`. */
  readonly what: string;
  /** Why a person and no program puts it right, to be read after "by hand:"; the remedy then has steps and no changes. */
  readonly byHand?: string;
  /** 3.6.6 by default. */
  readonly momentum?: string;
  /** With running servers; only where the check has to ask one. They cost seconds. */
  readonly servers?: boolean;
  /** Applied first, by the normal engine: the sandbox is healthy and has these answers. */
  readonly answers?: Answers;
  /** Changes that only this fault is the difference of; `change.ts` beside makes them. */
  make(host: Host): Promise<readonly Change[]>;
  /** Init scripts that are run after the changes, in order. */
  readonly services?: readonly { readonly service: 'msyspg' | 'ecwebui' | 'ecelerity'; readonly action: 'stop' | 'restart' }[];
}

/**
 * One fault that operators look for by what they see of it. One file each; `src/symptoms/index.ts`
 * lists them. Messages and faults are many to many: the same line may be one of several faults, so
 * the check decides and never the text.
 */
export interface Symptom {
  /** `[a-z0-9-]+`: names the fault, not what is seen of it. Its findings carry it. */
  readonly id: string;
  /** The fault in a few words, as a heading of the catalogue. */
  readonly title: string;
  /** What it breaks and why, for the catalogue; a sentence or two. */
  readonly meaning: string;
  /** Words of people who do not know the fault: "cannot log in". */
  readonly words: readonly string[];
  readonly messages: readonly Message[];
  readonly concerns: Concerns;
  /** Ids of symptoms, and of findings of `status`, that follow from this fault: they come after it, or are left out. */
  readonly explains?: readonly string[];
  /** Makes sense before anything of Momentum is there. */
  readonly beforeInstall?: true;
  /**
   * Looks, and changes nothing. `fail`: it is that, with evidence and a remedy; `warn`: a risk, or it could not be told;
   * `pass`: looked at, and not that. What is thrown becomes a `warn`. The remedy's changes have to make it pass.
   */
  check?(host: Host, momentum: Momentum): Promise<readonly PlannedFinding[]>;
  /** Without a check, exactly what to do; with one, what the catalogue says beside the remedy. */
  readonly steps: readonly string[];
  /** The ways it comes about; every symptom with a check has one at least. */
  readonly faults: readonly Fault[];
}
