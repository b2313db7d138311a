import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import { readText } from '../../host/text.ts';
import type { RunningState } from '../../plan/service-action.ts';

/** Momentum documents no pid file; where there is none of a living ecelerity, its control socket tells that it is up. */
export async function runningMailServer(host: Host): Promise<RunningState> {
  const pid = Number((await readText(host, LAYOUT.ecelerityPid).catch(() => undefined))?.trim() || Number.NaN);
  const process = Number.isInteger(pid) ? await host.process(pid) : undefined;
  if (process?.command.some((word) => word.endsWith('/ecelerity')) === true)
    return { state: 'running', pid, startedAt: process.startedAt };
  const socket = await host.stat(LAYOUT.controlSocket);
  return { state: socket?.kind === 'socket' ? 'running' : 'stopped' };
}
