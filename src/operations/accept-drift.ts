import { type Accepted, readAccepted, writeAccepted } from '../apply/accepted.ts';
import { LocalMachine } from '../apply/local-machine.ts';
import { takeLock } from '../apply/lock.ts';
import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { LocalHost } from '../host/local.ts';
import type { HostPath } from '../model/paths.ts';
import { findDrift } from './drift.ts';
import { whyNotAcceptable } from './drift-findings.ts';
import type { DriftedFile } from './drifted.ts';
import { requireMomentum, unfinishedRun } from './survey.ts';

/** A difference that cannot be accepted, or none at all: nothing was accepted. */
class NotAcceptedError extends Error {
  override readonly name = 'NotAcceptedError';
}

/**
 * Takes these files for good as they are: they are no drift any more, until they change again or an apply writes them. Nothing but
 * our own record is written, and a rollback still refuses to lose what was edited. Throws NotAcceptedError, LockedError.
 */
export async function acceptDrift(root: string, paths: readonly string[]): Promise<void> {
  await requireApplied(new LocalHost(root));
  const lock = await takeLock(root, 'drift --accept', new Date());
  try {
    const host = new LocalHost(root);
    await requireFinished(host);
    const { files, accepted } = await findDrift(host);
    const differing = paths.flatMap((path) => acceptable(path, files, accepted));
    const taken = (await Promise.all(differing.map((file) => asItIs(host, file)))).flat();
    if (taken.length === 0) return;
    const others = (await readAccepted(host)).filter(({ path }) => !taken.some((one) => one.path === path));
    await writeAccepted(new LocalMachine(root), [...others, ...taken]);
  } finally {
    await lock.release();
  }
}

/** The lock lies among our records, which an apply makes. */
async function requireApplied(host: Host): Promise<void> {
  await requireMomentum(host);
  if ((await host.stat(LAYOUT.state)) === undefined)
    throw new NotAcceptedError('Nothing was applied here yet: there is nothing to accept');
}

/** Half of an apply is nobody's edit, and is put back. */
async function requireFinished(host: Host): Promise<void> {
  const [unfinished] = await unfinishedRun(host);
  if (unfinished !== undefined) throw new NotAcceptedError([unfinished.what, ...(unfinished.remedy?.steps ?? [])].join('. '));
}

function acceptable(path: string, files: readonly DriftedFile[], accepted: readonly HostPath[]): readonly DriftedFile[] {
  const file = files.find((one) => one.path === path);
  if (file === undefined) {
    if (accepted.some((one) => one === path)) return [];
    throw new NotAcceptedError(
      `${path} is as it was left, or is not managed here: there is nothing to accept. momentum-secure drift names what differs`,
    );
  }
  const why = whyNotAcceptable(file);
  if (why !== undefined) throw new NotAcceptedError(why);
  return [file];
}

async function asItIs(host: Host, { path, entry }: DriftedFile): Promise<readonly Accepted[]> {
  const now = await host.read(path);
  if (now === undefined) return [];
  const { hash, owner, group, mode } = now;
  return [{ path, entry, hash, owner, group, mode, at: host.now().toISOString() }];
}
