import { realpath } from 'node:fs/promises';
import { LocalMachine } from '../apply/local-machine.ts';
import type { Host } from '../host/host.ts';
import { treeIdentity } from '../host/identity.ts';
import { LAYOUT } from '../host/layout.ts';
import { LocalHost } from '../host/local.ts';
import { replaceableComponent } from '../host/trust.ts';
import { type HostPath, parentOf } from '../model/paths.ts';
import { type Change, type PlannedFinding, pathsOf } from '../plan/change.ts';
import type { ApplyResult, PlannedWork } from './engine.ts';
import { type PlanOptions, planOf } from './plan-of.ts';
import { requireMomentum } from './survey.ts';
import {
  cronFiles,
  SIGN,
  systemdFiles,
  TIMER_PATHS,
  TIMER_UNIT,
  type TimerFile,
  UNIT_PATHS,
  type Window,
} from './timer-files.ts';

const CHOICE = 'renewalTimer';
const ROOT = { owner: 'root', group: 'root' } as const;

export interface TimerOptions {
  readonly window: Window;
  readonly daysLeft: number;
}

/** The plan that has certificates looked at every day. Nothing is renewed by it now. */
export async function makeTimer(host: Host, timer: TimerOptions, options: PlanOptions): Promise<PlannedWork> {
  await requireMomentum(host);
  const programs = [await realpath(process.execPath), await realpath(process.argv[1] ?? '')];
  const findings = (await Promise.all(programs.map(replaceable))).flat();
  const tree = host.root === '/' ? [] : ['--root', host.root];
  const command = [...programs, 'renew', '--yes', '--no-input', '--days-left', String(timer.daysLeft), ...tree];
  const { hostname, machineId } = await treeIdentity(host);
  const job = { command, window: timer.window, seed: `${hostname} ${machineId} ${host.root}` };
  const files = (await runsSystemd(host))
    ? systemdFiles(job)
    : (await host.stat(LAYOUT.cronJobs)) === undefined
      ? []
      : cronFiles(job);
  if (files.length === 0) findings.push(noClock(command));
  for (const { path } of files) {
    const text = await textOf(host, path);
    if (text !== undefined && !text.startsWith(SIGN)) findings.push(notOurs(path));
  }
  const changes = async (over: Host) => (await Promise.all(files.map((file) => put(over, file)))).flat();
  return planOf(host, { answers: {}, changes: findings.length > 0 ? async () => [] : changes, findings }, options);
}

/** The plan that takes it away again, whichever kind it was. */
export async function removeTimer(host: Host, options: PlanOptions): Promise<PlannedWork> {
  await requireMomentum(host);
  const changes = async (over: Host) => (await Promise.all(TIMER_PATHS.map((path) => takeAway(over, path)))).flat();
  return planOf(host, { answers: {}, changes, findings: [] }, options);
}

/** systemd reads its files when it is told to; cron looks by itself. What fails is said: the files are in place. */
export async function tellSystemd(root: string, action: 'start' | 'stop', result: ApplyResult): Promise<ApplyResult> {
  const machine = new LocalMachine(root);
  if (result.outcome !== 'applied' || !(await runsSystemd(new LocalHost(root)))) return result;
  const steps = [
    ...(action === 'stop' ? [['stop', TIMER_UNIT]] : []),
    ['daemon-reload'],
    ...(action === 'start' ? [['start', TIMER_UNIT]] : []),
  ];
  const failed: string[] = [];
  for (const args of steps) {
    const { exit, stderr } = await machine.run({ program: LAYOUT.systemctl, args, timeoutMs: 30_000 });
    if (exit !== 0)
      failed.push(`systemctl ${args.join(' ')} did not work (${stderr.trim() || 'it said nothing'}): run it by hand`);
  }
  return { ...result, next: [...failed, ...result.next] };
}

/** The same where a plan of another origin, a rollback, put the timer there or took it away. */
export async function tellSystemdOf(root: string, { plan }: PlannedWork, result: ApplyResult): Promise<ApplyResult> {
  const changed = plan.changes.flatMap(pathsOf);
  if (!UNIT_PATHS.some((path) => changed.includes(path))) return result;
  const timer = await new LocalHost(root).stat(UNIT_PATHS[0]);
  return tellSystemd(root, timer === undefined ? 'stop' : 'start', result);
}

/** Only the machine's own tree is run by its systemd. */
async function runsSystemd(host: Host): Promise<boolean> {
  return host.root === '/' && (await host.stat(LAYOUT.systemdRuns)) !== undefined;
}

/** Root is to run it every night: nobody else may choose what it is. */
async function replaceable(disk: string): Promise<readonly PlannedFinding[]> {
  const component = await replaceableComponent('/', disk);
  if (component === undefined) return [];
  const what = `${disk} would be run as root every day, and others than root can replace ${component}`;
  const steps = ['Install momentum-secure where only root writes, below /opt for example'];
  return [{ id: 'timer-program', status: 'fail', what, evidence: [component], remedy: { steps } }];
}

function noClock(command: readonly string[]): PlannedFinding {
  const what = `There is neither systemd nor ${LAYOUT.cronJobs} on this host`;
  const steps = [`Have root's crontab run it every day: ${command.join(' ')}`];
  return { id: 'timer-no-clock', status: 'fail', what, evidence: [], remedy: { steps } };
}

function notOurs(path: HostPath): PlannedFinding {
  const what = `${path} is there, and was not made by this program`;
  return {
    id: 'timer-not-ours',
    status: 'fail',
    what,
    evidence: [path],
    remedy: { steps: ['Look what it is for, and move it away'] },
  };
}

async function put(host: Host, { path, content }: TimerFile): Promise<readonly Change[]> {
  const common = { choice: CHOICE, why: 'Certificates that run out are renewed by the clock', affects: [] };
  const file = await host.read(path);
  if (file !== undefined) {
    if (file.bytes.toString('latin1') === content) return [];
    return [{ kind: 'edit', ...common, path, onHash: file.hash, splices: [{ start: 0, end: file.bytes.length, text: content }] }];
  }
  const directory = parentOf(path);
  return [
    ...((await host.stat(directory)) === undefined
      ? [{ kind: 'directory', ...common, path: directory, attributes: { ...ROOT, mode: 0o755 } } as const]
      : []),
    { kind: 'create', ...common, path, content, attributes: { ...ROOT, mode: 0o644 } },
  ];
}

async function takeAway(host: Host, path: HostPath): Promise<readonly Change[]> {
  const file = await host.read(path);
  if (file === undefined || !file.bytes.toString('latin1').startsWith(SIGN)) return [];
  return [
    { kind: 'remove', choice: CHOICE, why: 'Nothing is renewed by the clock any more', affects: [], path, onHash: file.hash },
  ];
}

async function textOf(host: Host, path: HostPath): Promise<string | undefined> {
  return (await host.read(path))?.bytes.toString('latin1');
}
