import type { Host } from '../host/host.ts';
import { readText } from '../host/text.ts';
import type { HostPath } from '../model/paths.ts';
import type { RunningState } from '../plan/service-action.ts';

/** A daemon of the tree by its pid file; its command line tells it from a process that got an old number. */
export async function runningFromPidFile(host: Host, pidFile: HostPath, name: string): Promise<RunningState> {
  const pid = Number((await readText(host, pidFile).catch(() => undefined))?.trim() || Number.NaN);
  const process = Number.isInteger(pid) ? await host.process(pid) : undefined;
  const own = host.root === '/' ? '/' : `${host.root}/`;
  const isOurs = process?.command.some((word) => word.startsWith(own) && word.endsWith(`/${name}`)) === true;
  return process !== undefined && isOurs ? { state: 'running', pid, startedAt: process.startedAt } : { state: 'stopped' };
}
