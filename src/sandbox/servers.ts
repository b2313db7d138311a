import { access } from 'node:fs/promises';
import { join } from 'node:path';
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
