import type { FileAttributes } from '../host/file-attributes.ts';
import type { HostPath } from '../model/paths.ts';
import type { PlannedFinding } from '../plan/change.ts';
import type { Check } from './check.ts';
import { directoriesOf, targetsOf } from './targets.ts';
import { someOf } from './words.ts';

/** What the permission bits do not show: ACLs stay as they are, an immutable file cannot be replaced even by root. */
export const aclAndAttributes: Check = {
  id: 'acl-and-attributes',
  title: 'ACLs and file flags',
  async run({ host, changes }) {
    if (changes.length === 0) return [];
    const paths = [...new Set([...targetsOf(changes).map(({ path }) => path), ...(await directoriesOf(host, changes))])];
    const there = (await Promise.all(paths.map((path) => host.stat(path)))).flatMap((facts) =>
      facts === undefined ? [] : [facts.path],
    );
    const attributes = await host.attributes(there);
    const having = (has: (of: FileAttributes) => boolean) => there.filter((_, index) => has(attributes[index] ?? NOTHING_KNOWN));
    const locked = [
      ...having(({ immutable }) => immutable === true).map((path) => cannotChange(path, 'immutable', 'i')),
      ...having(({ appendOnly }) => appendOnly === true).map((path) => cannotChange(path, 'append-only', 'a')),
    ];
    if (locked.length > 0) return locked;
    const unseen = having(({ immutable }) => immutable === undefined);
    if (unseen.length > 0) {
      const what = `Whether ${someOf(unseen)} can be changed at all cannot be told here: lsattr does not answer`;
      return [
        {
          id: 'file-flags-unseen',
          status: 'warn',
          what,
          evidence: unseen,
          remedy: { steps: ['Install e2fsprogs, which has lsattr'] },
        },
      ];
    }
    const listed = having(({ acl }) => acl === true);
    const what =
      listed.length === 0 ? 'No file that changes has an ACL or is immutable' : `ACLs are kept as they are: ${someOf(listed)}`;
    return [{ id: this.id, status: 'pass', what, evidence: listed }];
  },
};

const NOTHING_KNOWN: FileAttributes = { acl: undefined, immutable: undefined, appendOnly: undefined };

function cannotChange(path: HostPath, flag: string, letter: string): PlannedFinding {
  const what = `${path} is ${flag}: not even root can replace it`;
  const steps = [`chattr -${letter} ${path}`, `Somebody wanted it so: set it again afterwards with chattr +${letter} ${path}`];
  return { id: `file-flags-${flag}`, status: 'fail', what, evidence: [`lsattr -d shows ${letter}`], remedy: { steps } };
}
