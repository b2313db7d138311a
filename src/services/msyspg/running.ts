import type { Host } from '../../host/host.ts';
import { onDisk } from '../../host/resolve.ts';
import type { RunningState } from '../../plan/service-action.ts';
import { dataDirectory } from './data-directory.ts';
import { readPostmaster } from './postmaster.ts';

/**
 * postmaster.pid names the process; its working directory is the data directory, which tells it
 * from another process that got the number of a server long gone.
 */
export async function runningDatabase(host: Host): Promise<RunningState> {
  const directory = await dataDirectory(host);
  const postmaster = await readPostmaster(host, directory);
  if (postmaster?.pid === undefined) return { state: 'stopped' };
  const process = await host.process(postmaster.pid);
  if (process === undefined) return { state: 'stopped' };
  const real = (await host.stat(directory))?.real ?? directory;
  if (process.cwd !== undefined && process.cwd !== onDisk(host.root, real)) return { state: 'stopped' };
  return { state: 'running', pid: process.pid, startedAt: process.startedAt };
}
