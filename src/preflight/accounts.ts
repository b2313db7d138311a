import type { Host } from '../host/host.ts';
import type { Change, PlannedFinding } from '../plan/change.ts';
import type { Check } from './check.ts';
import { affectedServices } from './targets.ts';
import { someOf } from './words.ts';

/** Owners are written by name, and the names are the tree's: whom it does not know, nothing can be given to. */
export const accounts: Check = {
  id: 'accounts',
  title: 'Accounts',
  async run({ host, after, changes }) {
    if (changes.length === 0) return [];
    const known = await host.accounts();
    const { owners, groups } = await namesIn(after, changes);
    const missing = [
      ...owners.filter((name) => !isNumber(known.uid(name))).map((name) => lacking('account', name, '/etc/passwd')),
      ...groups.filter((name) => !isNumber(known.gid(name))).map((name) => lacking('group', name, '/etc/group')),
    ];
    if (missing.length > 0) return missing;
    const what = `The accounts that files are given to exist: ${someOf(owners, 5)}`;
    return [{ id: this.id, status: 'pass', what, evidence: owners.map((name) => `${name} has uid ${known.uid(name)}`) }];
  },
};

function isNumber(id: number | undefined): boolean {
  return Number.isInteger(id);
}

function lacking(what: 'account' | 'group', name: string, file: string): PlannedFinding {
  return {
    id: `accounts-no-${what}`,
    status: 'fail',
    what: `There is no ${what} ${name} in ${file}, and files are to be given to it`,
    evidence: [file],
    remedy: { steps: [`Momentum's installer makes ${name}: finish the installation, or add it as on another node`] },
  };
}

/** root is always among them: this program's own records are root's. */
async function namesIn(
  after: Host,
  changes: readonly Change[],
): Promise<{ owners: readonly string[]; groups: readonly string[] }> {
  const places = await Promise.all(affectedServices(changes).map((service) => service.certificate(after)));
  const given = changes.flatMap((change) => {
    if (change.kind === 'certificate') return [change.keyAttributes, change.certificateAttributes];
    if (change.kind === 'tool') return change.touches.flatMap(({ attributes }) => attributes ?? []);
    return 'attributes' in change ? [change.attributes] : [];
  });
  const all = [{ owner: 'root', group: 'root' }, ...places.filter((place) => place !== undefined), ...given];
  return { owners: [...new Set(all.map(({ owner }) => owner))], groups: [...new Set(all.map(({ group }) => group))] };
}
