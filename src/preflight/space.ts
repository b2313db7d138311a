import { LAYOUT } from '../host/layout.ts';
import type { MountFacts } from '../host/mounts.ts';
import type { HostPath } from '../model/paths.ts';
import type { PlannedFinding } from '../plan/change.ts';
import type { Situation } from './check.ts';
import { targetsOf } from './targets.ts';

/** What a file takes up beyond its bytes: its last block and its share of the directory. */
const PER_FILE = 8192;
/** Journal, receipt and index of this program's own. */
const OUR_RECORDS = 256 * 1024;

interface Need {
  readonly mount: MountFacts;
  bytes: number;
  files: number;
}

/** New files stand beside the old ones until they take their place, and the old ones are kept: both need room. */
export async function spaceFindings(situation: Situation): Promise<readonly PlannedFinding[]> {
  const needs = await needsOf(situation);
  return needs.flatMap(({ mount, bytes, files }): PlannedFinding[] => {
    const short = mount.freeBytes < bytes;
    if (!short && (mount.freeFiles === undefined || mount.freeFiles >= files)) return [];
    const what = `The file system at ${mount.point} is full: ${short ? `${bytes} bytes` : `${files} files`} are needed`;
    const evidence = [
      `${mount.source}, ${mount.type}: ${mount.freeBytes} bytes free, ${mount.freeFiles ?? 'any number of'} files`,
    ];
    return [
      {
        id: 'may-write-full',
        status: 'fail',
        what,
        evidence,
        remedy: { steps: [`Make room: df ${short ? '-h' : '-i'} ${mount.point}`] },
      },
    ];
  });
}

async function needsOf({ host, after, changes }: Situation): Promise<readonly Need[]> {
  const needs = new Map<string, Need>();
  const add = async (path: HostPath, bytes: number, files: number) => {
    const mount = await host.mount(path);
    if (mount === undefined || mount.readOnly) return;
    const need = needs.get(mount.point) ?? { mount, bytes: 0, files: 0 };
    needs.set(mount.point, { mount, bytes: need.bytes + bytes, files: need.files + files });
  };
  let kept = OUR_RECORDS;
  for (const { path } of targetsOf(changes)) {
    const [before, later] = await Promise.all([host.stat(path), after.stat(path)]);
    // Once for the history, once for the choice that gives it back.
    kept += 2 * ((before?.size ?? 0) + PER_FILE);
    if (later !== undefined) await add(path, later.size + PER_FILE, 2);
  }
  await add(LAYOUT.state, kept, 2 * changes.length + 16);
  return [...needs.values()];
}
