import type { HostPath } from '../model/paths.ts';
import type { ProgramAnswer } from './host.ts';

/**
 * A private directory outside the tree in which a service can be tried with files that are not in
 * place yet. It belongs to an unprivileged account, nobody else can enter, and it is removed.
 */
export interface Scratch {
  /** On this machine's disk. */
  readonly directory: string;
  /** Writes a file (mode 0600 of that account), with the directories on the way. */
  write(name: string, bytes: Buffer): Promise<void>;
  /** The text of a file in it; empty where there is none. */
  read(name: string): Promise<string>;
  /** Runs one of the tree's programs as that account; arguments are texts as they are. */
  run(program: HostPath, args: readonly string[], timeoutMs: number): Promise<ProgramAnswer>;
}
