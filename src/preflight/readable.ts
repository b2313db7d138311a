import type { Host } from '../host/host.ts';
import { ownership } from '../model/ownership.ts';
import type { PlannedFinding, SetAttributes } from '../plan/change.ts';
import { access, accessRemedy } from './access-remedy.ts';
import { type Blocked, blockedNeeds } from './access-way.ts';
import type { Check } from './check.ts';
import { type Need, needsOf } from './needs.ts';
import { someOf } from './words.ts';

/** Every service account gets to what it needs, as the kernel sees it: the fault that umask 0027 leaves behind. */
export const readable: Check = {
  id: 'readable',
  title: 'Files that service accounts need',
  async run({ host, after, changes }) {
    if (changes.length === 0) return [];
    const needs = await needsOf(after, changes);
    const accounts = await after.accounts();
    const known = needs.filter(({ account }) => accounts.find(account) !== undefined);
    const closed = await explainBlocked(host, after, known, this.id);
    if (closed.length > 0) return closed;
    if (known.length === 0) return [];
    const names = [...new Set(known.map(({ account }) => account))];
    const what = `${someOf(names)} can get to all ${known.length} files and directories that they need`;
    return [{ id: this.id, status: 'pass', what, evidence: [] }];
  },
};

/** What keeps accounts from what they need, a finding a closed directory or file, each with the least change that opens it. */
export async function explainBlocked(
  host: Host,
  after: Host,
  needs: readonly Need[],
  id: string,
): Promise<readonly PlannedFinding[]> {
  const blocked = await blockedNeeds(after, needs);
  return Promise.all(byFirstObstacle(blocked).map((group) => explain(host, after, group, id)));
}

type Group = readonly [Blocked, ...Blocked[]];

/** One closed directory is one fault, whatever lies behind it. */
function byFirstObstacle(blocked: readonly Blocked[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const one of blocked) {
    const key = `${one.need.account} ${one.need.status} ${one.obstacles[0].facts.path}`;
    groups.set(key, [...(groups.get(key) ?? []), one] as unknown as Group);
  }
  return [...groups.values()];
}

async function explain(host: Host, after: Host, group: Group, id: string): Promise<PlannedFinding> {
  const [{ need, obstacles }] = group;
  const [first] = obstacles;
  const behind = group.map(({ need: { path } }) => path).filter((path) => path !== first.facts.path);
  const way = behind.length === 0 ? '' : `, which is on the way to ${someOf(behind, 2)}`;
  const what = `${need.account} cannot ${access(first)} ${first.facts.path}${way}: it is ${ownership(first.facts)}`;
  const evidence = [
    ...group.flatMap((one) => one.obstacles.map(({ facts }) => `${facts.path} is ${ownership(facts)}`)),
    ...(need.says === undefined ? [] : [`Momentum says then: ${need.says}`]),
    ...(after !== host && (await blockedNeeds(host, [need])).length > 0
      ? ['It is so already, before anything of this plan']
      : []),
  ];
  if (!first.byMode && first.facts.path === '/') return outside(id, need.account, evidence);
  const remedies = await Promise.all(
    group.flatMap((one) => one.obstacles.map((obstacle) => accessRemedy(after, one.need, obstacle))),
  );
  const changes = merge(remedies.flatMap(({ change }) => (change === undefined ? [] : [change])));
  const steps = [...new Set(remedies.map(({ step }) => step))];
  const remedy = changes.length === 0 ? { steps } : { changes, steps };
  return { id, status: need.status, what, evidence: [...new Set(evidence)], remedy };
}

/** A copied or mounted tree below somebody's private directory: nothing is known about the host it is for. */
function outside(id: string, account: string, evidence: readonly string[]): PlannedFinding {
  const what = `What ${account} can read cannot be seen from here: a directory above this tree is closed to it`;
  return {
    id: `${id}-unseen`,
    status: 'warn',
    what,
    evidence,
    remedy: { steps: ['Look again on the host itself, or put the tree below a directory that everybody can enter'] },
  };
}

/** One path may be needed by listing and by entering: the change that gives more counts. */
function merge(changes: readonly SetAttributes[]): readonly SetAttributes[] {
  const byPath = new Map<string, SetAttributes>();
  for (const change of changes) {
    const known = byPath.get(change.path);
    const mode = change.attributes.mode | (known?.attributes.mode ?? 0);
    byPath.set(change.path, { ...change, attributes: { ...change.attributes, mode } });
  }
  return [...byPath.values()];
}
