import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import { readText } from '../../host/text.ts';
import type { RunningState } from '../../plan/service-action.ts';

/** Momentum documents no pid file; where there is none of a living ecelerity, its control socket tells that it is up. */
export async function runningMailServer(host: Host): Promise<RunningState> {
  const pid = Number((await readText(host, LAYOUT.ecelerityPid).catch(() => undefined))?.trim() || Number.NaN);
  const process = Number.isInteger(pid) ? await host.process(pid) : undefined;
  const own = host.root === '/' ? '/' : `${host.root}/`;
  if (process?.command.some((word) => word.startsWith(own) && word.endsWith('/ecelerity')) === true)
    return { state: 'running', pid, startedAt: process.startedAt };
  // In a tree elsewhere a socket may have been copied along, and nobody listens.
  const socket = host.root === '/' ? await host.stat(LAYOUT.controlSocket) : undefined;
  return { state: socket?.kind === 'socket' ? 'running' : 'stopped' };
}
