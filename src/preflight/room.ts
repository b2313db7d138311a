import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import type { MountFacts } from '../host/mounts.ts';
import type { HostPath } from '../model/paths.ts';
import type { PlannedFinding } from '../plan/change.ts';

const MIB = 1024 * 1024;
/** Less than this holds no installation at all. */
const TOO_LITTLE = 256 * MIB;
/** Programs, a database and some days of logs take about as much. */
const LITTLE = 4096 * MIB;

/** Where Momentum puts its programs, its database, its logs and its mail. */
const PLACES: readonly HostPath[] = [LAYOUT.product, LAYOUT.msyspg.directory, LAYOUT.logs, LAYOUT.spool];

interface Place {
  readonly mount: MountFacts;
  readonly paths: readonly HostPath[];
}

/** Whether the file systems that an installation writes to have room, can be written, and are of a kind that Momentum gets along with. */
export async function roomToInstall(host: Pick<Host, 'mount'>): Promise<readonly PlannedFinding[]> {
  const places = new Map<string, Place>();
  for (const path of PLACES) {
    const mount = await host.mount(path);
    if (mount === undefined) continue;
    places.set(mount.point, { mount, paths: [...(places.get(mount.point)?.paths ?? []), path] });
  }
  return [...places.values()].flatMap((place) => [...room(place), ...kind(place)]);
}

function room({ mount, paths }: Place): readonly PlannedFinding[] {
  const { point, source, type, freeBytes, readOnly } = mount;
  const evidence = [`${source}, ${type}: ${Math.floor(freeBytes / MIB)} MB free for ${paths.join(', ')}`];
  if (readOnly) {
    const what = `The file system at ${point} is read-only: ${paths.join(', ')} cannot be installed there`;
    return [{ id: 'disk-read-only', status: 'fail', what, evidence, remedy: { steps: [`mount -o remount,rw ${point}`] } }];
  }
  if (freeBytes >= LITTLE) return [{ id: 'disk-room', status: 'pass', what: `There is room at ${point}`, evidence }];
  const what = `The file system at ${point} has ${Math.floor(freeBytes / MIB)} MB left: an installation wants ${LITTLE / MIB} MB`;
  // An upgrade from 3.2 keeps the old database beside the new one until it is done.
  const steps = [`Make room: df -h ${point}. An upgrade to 3.3 needs as much again as ${LAYOUT.msyspg.directory} takes`];
  return [{ id: 'disk-room', status: freeBytes < TOO_LITTLE ? 'fail' : 'warn', what, evidence, remedy: { steps } }];
}

/** NFS damages a database; 3.4 cannot be installed on XFS (Momentum manual, "Preparing for installation"). */
function kind({ mount, paths }: Place): readonly PlannedFinding[] {
  const { point, source, type } = mount;
  const evidence = [`${source} at ${point} is ${type}`];
  const steps = ['Use ext4 on a local disk'];
  if (/^nfs/.test(type)) {
    const what = `${paths.join(', ')} would lie on NFS, which damages the database and the spool sooner or later`;
    return [{ id: 'file-system-nfs', status: 'fail', what, evidence, remedy: { steps } }];
  }
  if (type !== 'xfs') return [];
  const what = `${paths.join(', ')} would lie on XFS: Momentum 3.4 cannot be installed there`;
  return [{ id: 'file-system-xfs', status: 'warn', what, evidence, remedy: { steps } }];
}
