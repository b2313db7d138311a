import type { Context } from './context.ts';
import type { OptionSpec } from './options.ts';

/** One verb of the command line. */
export interface Command {
  readonly name: string;
  /** `[PLAN]`, `DIR`; empty where it takes nothing. */
  readonly args: string;
  readonly what: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** Resolves to the exit code. Errors are thrown; `src/commands/failure.ts` maps them. */
  run(context: Context): Promise<number>;
}
