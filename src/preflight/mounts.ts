import type { PlannedFinding } from '../plan/change.ts';
import { dataDirectory } from '../services/msyspg/data-directory.ts';
import type { Check, Situation } from './check.ts';
import { affects, targetsOf } from './targets.ts';

/** File systems whose server is another machine, by the kernel's names; those of FUSE by what follows the dot. */
const NETWORK = /^(nfs\d?|cifs|smb\d?|smbfs|9p|afs|ceph|lustre|beegfs|ncpfs|fuse\.(sshfs|glusterfs|ceph|s3fs))$/;

/** A database does not belong on a network file system, and a file that is a mount point cannot be replaced. */
export const mounts: Check = {
  id: 'mounts',
  title: 'File systems',
  async run(situation) {
    if (situation.changes.length === 0) return [];
    const found = [...(await mountedTargets(situation)), ...(await networkDatabase(situation))];
    if (found.length > 0) return found;
    return [
      {
        id: this.id,
        status: 'pass',
        what: 'No file to be replaced is a mount point, and no database lies on a network file system',
        evidence: [],
      },
    ];
  },
};

async function mountedTargets({ host, changes }: Situation): Promise<readonly PlannedFinding[]> {
  const targets = targetsOf(changes).filter(({ kind }) => kind === 'file');
  const mounted = await Promise.all(targets.map(({ path }) => host.mount(path)));
  if (targets.length > 0 && mounted.every((mount) => mount === undefined)) {
    return [{ id: 'mounts-unseen', status: 'warn', what: 'What is mounted where cannot be told on this machine', evidence: [] }];
  }
  return targets.flatMap(({ path }, index): PlannedFinding[] => {
    const mount = mounted[index];
    if (mount?.exact !== true) return [];
    const what = `${path} is a mount point of its own (a bind mount): no new file can take its place`;
    const steps = [`Unmount it (umount ${path}), apply, and mount it again`, 'Or mount the directory that it is in'];
    return [
      {
        id: 'mounts-target',
        status: 'fail',
        what,
        evidence: [`${mount.source} on ${mount.point}, ${mount.type}`],
        remedy: { steps },
      },
    ];
  });
}

async function networkDatabase({ host, changes }: Situation): Promise<readonly PlannedFinding[]> {
  const directory = affects(changes, 'msyspg') ? await dataDirectory(host) : undefined;
  const mount = directory && (await host.mount(directory));
  if (mount === undefined || !NETWORK.test(mount.type)) return [];
  const what = `The database lies on a network file system (${mount.type}), where Momentum does not want it: locks and writes may fail`;
  const steps = ['Move the data directory to a local disk'];
  return [
    {
      id: 'mounts-network',
      status: 'warn',
      what,
      evidence: [`${directory} is on ${mount.source}, mounted at ${mount.point}`],
      remedy: { steps },
    },
  ];
}
