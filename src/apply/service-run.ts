import { setTimeout as sleep } from 'node:timers/promises';
import type { Host, ProgramAnswer, ProgramQuestion } from '../host/host.ts';
import type { RunningState } from '../plan/service-action.ts';
import type { JournalService } from './journal.ts';
import type { Machine } from './machine.ts';

/** A running service that must take up a change, with its own ways to test and to do it. */
export interface ServiceRun extends JournalService {
  readonly action: 'reload' | 'restart';
  /** The service's own check of its configuration; whoever restarts it asks that before. */
  readonly test: ProgramQuestion | undefined;
  running(host: Host): Promise<RunningState>;
  /** After a reload: has the process, which is the same one, taken it up? */
  ready?(host: Host): Promise<boolean>;
}

const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 100;

/** Undefined: it is up with the new configuration. Else why not, in the service's own words. */
export async function bringUp(
  machine: Machine,
  freshHost: () => Host,
  service: ServiceRun,
  before: RunningState,
): Promise<string | undefined> {
  const ran = await machine.run(service.command);
  if (!isYes(service.command, ran)) return `${service.command.program} failed: ${lastWords(ran.stderr, ran.stdout)}`;
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await sleep(LOOK_EVERY_MS)) {
    const now = await service.running(freshHost());
    if (now.state === 'running' && (await hasTakenItUp(service, before, now, freshHost))) return undefined;
  }
  return `it was not up again within ${PATIENCE_MS / 1000} s`;
}

async function hasTakenItUp(
  { action, ready }: ServiceRun,
  before: RunningState,
  now: RunningState,
  freshHost: () => Host,
): Promise<boolean> {
  if (action === 'restart') return !isSameProcess(before, now);
  return (await ready?.(freshHost())) !== false;
}

/** What the service's own test has against its configuration; undefined where nothing, or where it has none. */
export async function whyTestFails(host: Host, { test }: Pick<ServiceRun, 'test'>): Promise<string | undefined> {
  if (test === undefined) return undefined;
  const answer = await host.ask(test);
  return isYes(test, answer) ? undefined : lastWords(answer.stderr, answer.stdout);
}

function isYes({ expects }: ProgramQuestion, { exit, stdout }: ProgramAnswer): boolean {
  return exit === 0 && (expects === undefined || stdout.includes(expects));
}

function isSameProcess(one: RunningState, other: RunningState): boolean {
  return one.pid === other.pid && one.startedAt === other.startedAt;
}

/** The end of what a program said: the first lines are usually banners. */
function lastWords(...outputs: readonly string[]): string {
  const lines = outputs
    .join('\n')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  return lines.slice(-6).join(' / ') || 'it said nothing';
}
