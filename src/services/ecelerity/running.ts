import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import type { RunningState } from '../../plan/service-action.ts';
import { runningFromPidFile } from '../running-from-pid-file.ts';

/** Momentum documents no pid file; where there is none of a living ecelerity, its control socket tells that it is up. */
export async function runningMailServer(host: Host): Promise<RunningState> {
  const told = await runningFromPidFile(host, LAYOUT.ecelerityPid, 'ecelerity');
  if (told.state === 'running') return told;
  // In a tree elsewhere a socket may have been copied along, and nobody listens.
  const socket = host.root === '/' ? await host.stat(LAYOUT.controlSocket) : undefined;
  return { state: socket?.kind === 'socket' ? 'running' : 'stopped' };
}
