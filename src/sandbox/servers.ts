import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SandboxError } from './error.ts';
import { run } from './run.ts';

/** Starts services of a sandbox by their own init scripts; each has answered when this returns. */
export function startServers(root: string, services: readonly string[]): Promise<void> {
  return all(services, (service) => control(root, service, 'start'));
}

/** Stops whatever of a sandbox runs; one that never ran, or has no init script yet, is fine. */
export function stopServers(root: string, services: readonly string[]): Promise<void> {
  return all(services, async (service) => {
    const there = await access(join(root, 'etc/init.d', service)).catch(() => false);
    if (there !== false) await control(root, service, 'stop');
  });
}

/**
 * Waits until nothing of this sandbox is still being initialised, started or stopped: whoever made it may
 * have been killed and left that running, and a server that comes up after its stop would stay.
 */
export async function settle(root: string): Promise<void> {
  for (let left = 600; left > 0 && (await isBusy(root)); left--) await delay(50);
}

async function isBusy(root: string): Promise<boolean> {
  for (const pid of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(pid)) continue;
    const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
    const ours = words.some((word) => word.startsWith(`${root}/`));
    if (ours && words.some((word) => word.startsWith(`${root}/etc/init.d/`) || word.endsWith('/initdb'))) return true;
  }
  return false;
}

async function control(root: string, service: string, action: 'start' | 'stop'): Promise<void> {
  const done = await run(join(root, 'etc/init.d', service), [action], { timeoutMs: 90_000 });
  if (done.exit !== 0) throw new SandboxError(`${service} did not ${action}: ${done.stderr.trim() || `exit ${done.exit}`}`);
}

/** Side by side; returns when the last has ended, so that nobody stops what another is still starting. */
async function all(services: readonly string[], action: (service: string) => Promise<void>): Promise<void> {
  for (const result of await Promise.allSettled(services.map(action))) {
    if (result.status === 'rejected') throw result.reason;
  }
}
