import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recoverFirst } from '../../src/operations/recover-first.ts';
import { BOTH, differences, injecting, OFF, snapshot, Workshop, withoutPairs } from './program.ts';

const root = process.getuid?.() === 0;

/** Every system call by which the program changes anything. */
const CALLS = 'rename,unlink,link,symlink,mkdir,rmdir,fsync,fchown,fchmod,pwrite64';
/** How many points of each run are tried, evenly spread; CRASH_POINTS=all tries each there is. */
const ALL = process.env.CRASH_POINTS === 'all';
const TRIED = ALL ? Number.POSITIVE_INFINITY : 20;

interface Point {
  readonly call: string;
  readonly nth: number;
}

describe.runIf(root)('killed with SIGKILL', () => {
  const shop = new Workshop();
  const trees: Record<string, string> = {};

  beforeAll(async () => {
    trees.stock = (await shop.sandbox('stock')).directory;
    trees.required = shop.copy(trees.stock, 'required');
    expect(await apply(trees.required, BOTH)).toMatchObject({ exit: 0 });
  });

  afterAll(() => shop.close());

  const apply = (tree: string, set: readonly string[], before: readonly string[] = []) =>
    shop.run(tree, ['apply', '--yes', '--no-services', ...set], { before });

  /** Every system call of the thread that writes, in order, of one whole run. */
  async function pointsOf(tree: string, set: readonly string[]): Promise<readonly Point[]> {
    const log = join(shop.directory, 'trace');
    const traced = await apply(tree, set, ['strace', '-f', '--seccomp-bpf', '-o', log, '-e', `trace=${CALLS}`]);
    expect(traced.exit).toBe(0);
    const lines = readFileSync(log, 'latin1').split('\n');
    // Threads by how often they rename: the one that does it is the one to count in.
    const renames = lines.filter((line) => / rename\(/.test(line)).map((line) => line.split(' ')[0]);
    const writer = [...new Set(renames)].sort((a, b) => count(renames, b) - count(renames, a))[0];
    const seen = new Map<string, number>();
    const points: Point[] = [];
    let begun = false;
    for (const line of lines.filter((each) => each.startsWith(`${writer} `))) {
      const call = /^\d+ +(\w+)\(/.exec(line)?.[1];
      if (call === undefined) continue;
      const nth = (seen.get(call) ?? 0) + 1;
      seen.set(call, nth);
      // What comes before the first directory of ours is reading.
      begun ||= call === 'mkdir';
      if (begun) points.push({ call, nth });
    }
    return points;
  }

  async function killAt(
    from: string,
    set: readonly string[],
    { call, nth }: Point,
    at: number,
    after: ReadonlyMap<string, string>,
  ) {
    const tree = shop.copy(from, `point-${call}-${nth}`);
    const before = snapshot(from);
    const killed = await apply(tree, set, injecting(call, `signal=KILL:when=${nth}`));
    const where = `${call} ${nth}`;
    expect(killed.exit, where).toBe('SIGKILL');
    const records = join(tree, 'var/lib/momentum-secure');
    const unfinished = existsSync(join(records, 'journal.json'));
    if (at % 8 === 0) {
      const between = [...snapshot(tree), ...snapshot(records)];
      const status = await shop.run(tree, ['status', '--json']);
      expect(status.exit, where).toBe(unfinished ? 2 : 0);
      expect(status.out.includes('"unfinished-run"'), where).toBe(unfinished);
      expect([0, 2], where).toContain((await shop.run(tree, ['plan', ...set])).exit);
      expect([...snapshot(tree), ...snapshot(records)], where).toEqual(between);
      expect(await shop.run(tree, ['apply', '--yes', '--no-services']), where).toMatchObject({ exit: 0 });
    } else expect((await recoverFirst(tree, 'test', false)).failed, where).toBeUndefined();
    expect(existsSync(join(records, 'journal.json')), where).toBe(false);
    const left = snapshot(tree);
    const finished = differences(before, left).length > 0;
    expect(finished ? differences(withoutPairs(after), withoutPairs(left)) : [], where).toEqual([]);
    rmSync(tree, { recursive: true });
    return { finished, unfinished };
  }

  test.each([
    { what: 'the first apply of both choices', from: 'stock', set: BOTH },
    { what: 'turning both off', from: 'required', set: OFF },
    {
      what: 'new pairs in the place of running ones',
      from: 'required',
      set: ['--set', 'certificates.hostname=other.example.com'],
    },
  ])(
    '$what: at whichever system call, the next run puts all back or finds it finished',
    async ({ what, from, set }) => {
      const source = trees[from] as string;
      const whole = shop.copy(source, 'whole');
      const all = await pointsOf(whole, set);
      const step = Math.max(1, all.length / TRIED);
      const points = all.filter((_, at) => Math.floor(at / step) !== Math.floor((at - 1) / step));
      const after = snapshot(whole);
      const ends: { finished: boolean; unfinished: boolean }[] = [];
      const queue = points.entries();
      const worker = async () => {
        for (const [at, point] of queue) ends.push(await killAt(source, set, point, at, after));
      };
      await Promise.all([worker(), worker()]);
      const waiting = ends.filter(({ unfinished }) => unfinished).length;
      console.log(
        `${what}: ${ends.length} of ${all.length} points, ${waiting} of them with an unfinished run, ${ends.filter(({ finished }) => finished).length} finished`,
      );
      expect(ends.length).toBe(points.length);
      expect(waiting).toBeGreaterThan(points.length / 3);
      expect(await shop.strays()).toEqual([]);
    },
    ALL ? 3_600_000 : 120_000,
  );
});
function count<T>(all: readonly T[], one: T): number {
  return all.filter((each) => each === one).length;
}
