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
  const waiting = await waitingIn(host, ours);
  if (waiting.others.length > 0)
    return later(`${say}. Look first at what else is waiting there: ${waiting.others.slice(0, 5).join(', ')}`);
  return { say: [say, ...asked(waiting.added)].join('. '), commit: ours };
}

/** eccfg asks about each file that is new to the repository; whoever says no commits a configuration that names what is not there. */
function asked(added: readonly HostPath[]): readonly string[] {
  return added.length === 0 ? [] : [`Say yes when it asks about ${added.join(', ')}, which is new`];
}

interface Waiting {
  /** Files of ours that the repository does not know yet. */
  readonly added: readonly HostPath[];
  /** Lines of `eccfg status` that are not about our files, and files of ours that it does not show. */
  readonly others: readonly string[];
}

async function waitingIn(host: Host, ours: readonly HostPath[]): Promise<Waiting> {
  const { exit, stdout, stderr } = await host.ask({ program: LAYOUT.eccfg, args: ['status'], timeoutMs: TIMEOUT_MS });
  if (exit !== 0)
    return { added: [], others: [`eccfg status did not answer (${stderr.trim() || stdout.trim() || 'it said nothing'})`] };
  const rows = stdout
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => ({ line, ...ourRow(line, ours) }));
  const missed = ours.filter((path) => !rows.some((row) => row.path === path));
  return {
    added: rows.flatMap(({ mark, path }) => (mark === '?' && path !== undefined ? [path] : [])),
    others: [
      ...rows.filter(({ path }) => path === undefined).map(({ line }) => line),
      ...missed.map((path) => `${path}, which eccfg does not see as changed`),
    ],
  };
}

/** As svn marks it: M for an edited file, ? for a new one. Whatever else stands there is not ours to commit. */
function ourRow(line: string, ours: readonly HostPath[]): { readonly mark?: string; readonly path?: HostPath } {
  const [, mark, name] = /^([M?])\s+(\S.*)$/.exec(line) ?? [];
  if (mark === undefined || name === undefined) return {};
  const path = name.startsWith('/') ? hostPath(name) : joinPath(LAYOUT.workingCopy, name);
  return ours.includes(path) ? { mark, path } : {};
}
