import { setTimeout as sleep } from 'node:timers/promises';
import { checkoutsBesideConf } from '../host/checkouts.ts';
import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { type HostPath, parentOf } from '../model/paths.ts';
import type { Step } from './journal.ts';
import { contentHash } from './transaction.ts';

/** One that is older was left behind by a pull that failed. */
const LONGEST_PULL_MS = 10 * 60_000;
const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 100;

function isInWorkingCopy({ path }: Step): boolean {
  return path.startsWith(`${LAYOUT.workingCopy}/`);
}

/**
 * `eccfg pull`, every minute by cron, makes a fresh checkout of conf/ and swaps the two; no lock of its own holds
 * it off. One that began before our files were in place would take them away again: it is waited for, a
 * minute at most. One that began later has them.
 */
export async function waitForPull(freshHost: () => Host, steps: readonly Step[], signal: AbortSignal): Promise<void> {
  if (!steps.some(isInWorkingCopy)) return;
  const underWay = await checkouts(freshHost());
  const until = Date.now() + PATIENCE_MS;
  for (let left = underWay; left.length > 0 && Date.now() < until && !signal.aborted; await sleep(LOOK_EVERY_MS)) {
    const now = await checkouts(freshHost());
    left = left.filter((path) => now.includes(path));
  }
}

async function checkouts(host: Host): Promise<readonly HostPath[]> {
  const young = ({ modified }: { readonly modified: Date }) => host.now().getTime() - modified.getTime() < LONGEST_PULL_MS;
  return (await checkoutsBesideConf(host)).filter(young).map(({ path }) => path);
}

/** Between its two renames there is no conf/ at all: whoever looked then would believe everything gone. */
export async function waitForWorkingCopy(freshHost: () => Host, steps: readonly Step[]): Promise<void> {
  const ours = steps.filter((step) => isInWorkingCopy(step) && step.before !== null);
  for (let left = 20; left > 0 && ours.length > 0; left -= 1) {
    const host = freshHost();
    if ((await Promise.all(ours.map(({ path }) => host.stat(parentOf(path))))).every((facts) => facts !== undefined)) return;
    await sleep(LOOK_EVERY_MS);
  }
}

/**
 * Files of the working copy that are as they were before, or gone, although we put others in their place; in
 * words. One that is neither has somebody's edit over ours, which is theirs to answer for.
 */
export async function takenAway(freshHost: () => Host, steps: readonly Step[]): Promise<readonly string[]> {
  await waitForWorkingCopy(freshHost, steps);
  const host = freshHost();
  const looked = steps.filter(isInWorkingCopy).map(async ({ path, before, after }) => {
    const [was, is, now] = [before?.hash ?? null, after?.hash ?? null, await contentHash(host, path)];
    if (was === is || now === is || (now !== was && now !== null)) return undefined;
    return `${path} is ${now === null ? 'gone' : 'as it was before'} again: eccfg pull, or somebody else, replaced ${LAYOUT.workingCopy}`;
  });
  return (await Promise.all(looked)).filter((what) => what !== undefined);
}
