import { readFile, readlink } from 'node:fs/promises';

/** A process of this machine, as /proc tells it. */
export interface ProcessFacts {
  readonly pid: number;
  /** proc(5) stat field 22, clock ticks since boot: with the pid it tells a restart from the same process. */
  readonly startedAt: string;
  readonly command: readonly string[];
  /** Its working directory on the disk; undefined where we may not look. */
  readonly cwd: string | undefined;
}

/** Undefined where there is no such process (any more). */
export async function processFacts(pid: number): Promise<ProcessFacts | undefined> {
  try {
    const [stat, cmdline] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'latin1'),
      readFile(`/proc/${pid}/cmdline`, 'latin1'),
    ]);
    // The second field is the name in parentheses and may hold blanks: count from the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // State Z: it has ended and only waits for its parent.
    if (fields[0] === 'Z') return undefined;
    const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
    return { pid, startedAt: fields[19] ?? '', command: cmdline.split('\0').filter(Boolean), cwd };
  } catch {
    return undefined;
  }
}
