import type { Host } from '../host/host.ts';
import { isRecord } from '../host/layout.ts';
import { type HostPath, parentOf } from '../model/paths.ts';
import { type Change, pathsOf } from '../plan/change.ts';
import { services } from '../services/index.ts';
import type { Service } from '../services/service.ts';

/** What will stand at one path that the changes are about. */
export interface Target {
  readonly path: HostPath;
  /** `any`: only owner and mode change, of whatever is there. */
  readonly kind: 'file' | 'directory' | 'any';
}

/** Every path that changes, once. */
export function targetsOf(changes: readonly Change[]): readonly Target[] {
  const targets = new Map<HostPath, Target>();
  for (const change of changes) {
    if (change.kind === 'certificate' || change.kind === 'tool') {
      for (const path of pathsOf(change)) targets.set(path, { path, kind: 'file' });
    } else if (change.kind === 'attributes') {
      if (!targets.has(change.path)) targets.set(change.path, { path: change.path, kind: 'any' });
    } else {
      targets.set(change.path, { path: change.path, kind: change.kind === 'directory' ? 'directory' : 'file' });
    }
  }
  // Our own records are apply's business, and their directory is made by it.
  return [...targets.values()].filter(({ path }) => !isRecord(path));
}

/** The directories that names are written in; links that lead to them are followed. */
export async function directoriesOf(host: Host, changes: readonly Change[]): Promise<readonly HostPath[]> {
  const written = targetsOf(changes).filter(({ kind }) => kind !== 'any');
  const directories = await Promise.all(
    written.map(async ({ path }) => {
      const there = await host.stat(path);
      return there === undefined ? ((await host.stat(parentOf(path)))?.real ?? parentOf(path)) : parentOf(there.real);
    }),
  );
  return [...new Set(directories)];
}

/** The services that take the changes up. */
export function affectedServices(changes: readonly Change[]): readonly Service[] {
  const ids = new Set(changes.flatMap(({ affects }) => affects.map(({ service }) => service)));
  return services.filter(({ id }) => ids.has(id));
}

export function affects(changes: readonly Change[], service: Service['id']): boolean {
  return affectedServices(changes).some(({ id }) => id === service);
}
