import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { type HostPath, parentOf } from '../model/paths.ts';
import type { PlannedFinding } from '../plan/change.ts';
import type { Check, Situation } from './check.ts';
import { spaceFindings } from './space.ts';
import { directoriesOf, targetsOf } from './targets.ts';

/** May this session write where the plan does: as the tree's root, on file systems that take it. */
export const mayWrite: Check = {
  id: 'may-write',
  title: 'Permission to write',
  async run(situation) {
    const { after, changes } = situation;
    if (changes.length === 0) return [];
    const stranger = await notRoot(situation);
    if (stranger !== undefined) return [stranger];
    const directories = await directoriesOf(after, changes);
    const found = [
      ...(await missing(after, directories)),
      ...(await readOnly(situation)),
      ...(await closed(situation, directories)),
      ...(await spaceFindings(situation)),
    ];
    if (found.length > 0) return found;
    const what = 'Every directory that is written in takes it, and there is room';
    return [{ id: this.id, status: 'pass', what, evidence: directories }];
  },
};

/** Root may; in a sandbox of an ordinary user, whose tree calls that user root, so may they. */
async function notRoot({ host, session }: Situation): Promise<PlannedFinding | undefined> {
  const accounts = await host.accounts();
  if (session.uid === 0 || session.uid === accounts.uid('root')) return undefined;
  return {
    id: 'may-write-not-root',
    status: 'fail',
    what: `This runs as uid ${session.uid}, and only root can give files of this tree to their owners`,
    evidence: [`expected uid 0, or the one that /etc/passwd of the tree calls root (${accounts.uid('root') ?? 'none'})`],
    remedy: { steps: ['Run it as root, with sudo for example'] },
  };
}

async function missing(after: Host, directories: readonly HostPath[]): Promise<readonly PlannedFinding[]> {
  // Our own store is made by the apply itself.
  const foreign = directories.filter((directory) => directory !== LAYOUT.state);
  const there = await Promise.all(foreign.map((directory) => after.stat(directory)));
  return foreign.flatMap((directory, index): PlannedFinding[] => {
    const kind = there[index]?.kind;
    if (kind === 'directory') return [];
    const what =
      kind === undefined
        ? `${directory} does not exist, and files are to be written in it`
        : `${directory} is a ${kind}, not a directory`;
    const steps = ["Momentum's installer makes it: finish the installation, or make it as on another node"];
    return [{ id: 'may-write-no-directory', status: 'fail', what, evidence: [directory], remedy: { steps } }];
  });
}

/** Owner and mode are written too, so this is about every target and not only about its directory. */
async function readOnly({ host, changes }: Situation): Promise<readonly PlannedFinding[]> {
  const mounted = await Promise.all(
    [LAYOUT.state, ...targetsOf(changes).map(({ path }) => path)].map((path) => host.mount(path)),
  );
  const points = new Map(mounted.flatMap((mount) => (mount?.readOnly === true ? [[mount.point, mount] as const] : [])));
  return [...points.values()].map(({ point, source, type }) => ({
    id: 'may-write-read-only',
    status: 'fail',
    what: `The file system at ${point} is mounted read-only`,
    evidence: [`${source}, ${type}`],
    remedy: {
      steps: [`mount -o remount,rw ${point}`, 'If that is refused, the kernel found an error on it: look at dmesg first'],
    },
  }));
}

/** As the kernel sees it: it also knows immutable directories and the root of an NFS client. */
async function closed({ host, session }: Situation, directories: readonly HostPath[]): Promise<readonly PlannedFinding[]> {
  const accounts = await host.accounts();
  const account = accounts.find(accounts.userName(session.uid))?.name;
  if (account === undefined) return [];
  const there = await Promise.all(
    directories.map(async (directory) => ((await host.stat(directory))?.kind === 'directory' ? directory : undefined)),
  );
  const asked = there.filter((directory) => directory !== undefined);
  const [granted, mounted] = await Promise.all([
    host.can([...asked, LAYOUT.state, parentOf(LAYOUT.state)].map((path) => ({ account, path, access: 'write' }))),
    Promise.all(asked.map((path) => host.mount(path))),
  ]);
  // A read-only file system is said once, not for each directory on it.
  const refused: HostPath[] = asked.filter((_, index) => !granted[index] && mounted[index]?.readOnly !== true);
  const [state, above] = granted.slice(asked.length);
  if (!state && !above && (await host.mount(LAYOUT.state))?.readOnly !== true) refused.push(LAYOUT.state);
  return refused.map((directory) => ({
    id: 'may-write-directory',
    status: 'fail',
    what: `The kernel does not let ${account} write in ${directory}`,
    evidence: [`asked as ${account}, uid ${session.uid}`],
    remedy: { steps: [`Look what closes it: ls -ld ${directory}; lsattr -d ${directory}; findmnt -T ${directory}`] },
  }));
}
