import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { findMomentum } from '../host/momentum.ts';
import { type HostPath, hostPath, joinPath } from '../model/paths.ts';

/** What is left to do so that the other nodes get what was changed in the working copy of the configuration. */
export interface RepositoryStep {
  readonly say: string;
  /** Files that can be committed now: here is the repository, and nothing else is waiting. */
  readonly commit: readonly HostPath[];
}

const TIMEOUT_MS = 20_000;
const WAITING = 'until then it stands on this host alone, and blocks pulls and changes by the web UI';

/**
 * `paths` are all that was changed. Undefined where none is of the working copy. A commit cannot be undone, so it
 * is never part of a plan; it is only offered where `eccfg status` shows exactly our files, and nobody else's work.
 */
export async function repositoryStep(
  host: Host,
  paths: readonly HostPath[],
  withServices: boolean,
): Promise<RepositoryStep | undefined> {
  const ours = paths.filter((path) => path.startsWith(`${LAYOUT.workingCopy}/`));
  if (ours.length === 0) return undefined;
  const later = (say: string): RepositoryStep => ({ say, commit: [] });
  if ((await host.stat(LAYOUT.eccfg)) === undefined) {
    const { version } = await findMomentum(host);
    return version?.atLeast('5')
      ? later(
          `Copy ${ours.join(', ')} to the other nodes of a cluster, and have each reload: 5.x has no repository of its own accord`,
        )
      : later(`Commit it where the configuration is under revision control: ${WAITING}`);
  }
  const command = `${LAYOUT.eccfg} commit --username ADMIN`;
  if ((await host.stat(LAYOUT.repository)) === undefined)
    return later(`The repository is on the manager: make this change there, and commit it (${command}); ${WAITING}`);
  const say = `Commit it (${command}; it asks for the password, and all nodes reload within a minute): ${WAITING}`;
  if (!withServices) return later(say);
  const others = await waitingBeside(host, ours);
  if (others.length === 0) return { say, commit: ours };
  return later(`${say}. Look first at what else is waiting there: ${others.slice(0, 5).join(', ')}`);
}

/** Lines of `eccfg status` that are not about our files, and files of ours that it does not show. */
async function waitingBeside(host: Host, ours: readonly HostPath[]): Promise<readonly string[]> {
  const { exit, stdout, stderr } = await host.ask({ program: LAYOUT.eccfg, args: ['status'], timeoutMs: TIMEOUT_MS });
  if (exit !== 0) return [`eccfg status did not answer (${stderr.trim() || stdout.trim() || 'it said nothing'})`];
  const lines = stdout.split('\n').filter((line) => line.trim() !== '');
  // As svn marks it: M for an edited file; whatever else stands there is not ours to commit.
  const edited = lines.map((line) => /^M\s+(\S.*)$/.exec(line)?.[1]);
  const named = (name: string) => (name.startsWith('/') ? hostPath(name) : joinPath(LAYOUT.workingCopy, name));
  const seen = edited.map((name) => name && named(name));
  // A new file is only committed by who answers yes to it, and that is for a person.
  const isNew = (line: string) => ours.find((path) => path === named(/^\?\s+(\S.*)$/.exec(line)?.[1] ?? ''));
  const added = lines.flatMap((line) => isNew(line) ?? []);
  const isOurs = (path: string | undefined) => path !== undefined && (ours as readonly string[]).includes(path);
  return [
    ...added.map((path) => `${path}, which is new: say yes when it asks whether to add it`),
    ...lines.filter((line, at) => !isOurs(seen[at]) && isNew(line) === undefined),
    ...ours
      .filter((path) => !seen.includes(path) && !added.includes(path))
      .map((path) => `${path}, which eccfg does not see as changed`),
  ];
}
