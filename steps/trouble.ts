/** An error as an operator needs it. */
export interface Trouble {
  readonly what: string;
  readonly where: string | undefined;
  /** What to do now, a sentence each. */
  readonly next: readonly string[];
  readonly exitCode: number;
}

/**
 * Reads an error of the engine. Errors of ours may carry `path` or `where`, `next` and `exitCode`;
 * any other is told by its message.
 */
export function troubleOf(error: unknown): Trouble {
  const what = error instanceof Error ? error.message : String(error);
  const extra: Readonly<Record<string, unknown>> = typeof error === 'object' && error !== null ? { ...error } : {};
  const where = [extra.where, extra.path].find((value) => typeof value === 'string' && !what.includes(value));
  const next = Array.isArray(extra.next) ? extra.next.map(String) : typeof extra.next === 'string' ? [extra.next] : [];
  return {
    what,
    where: typeof where === 'string' ? where : undefined,
    next,
    exitCode: typeof extra.exitCode === 'number' ? extra.exitCode : 1,
  };
}
