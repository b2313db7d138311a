import type { Host } from '../host/host.ts';
import { ownership } from '../model/ownership.ts';
import type { PlannedFinding } from '../plan/change.ts';
import { readDatabase } from '../services/msyspg/database.ts';
import { msyspg } from '../services/msyspg/index.ts';
import type { Check } from './check.ts';
import { setAttributes } from './remedy.ts';
import { affects } from './targets.ts';
import { commandsFor } from './words.ts';

/** PostgreSQL starts only as the owner of its data directory, and only where that is closed to others. */
export const dataDirectoryMode: Check = {
  id: 'data-directory',
  title: 'Data directory of the database',
  async run({ after, changes }) {
    return affects(changes, 'msyspg') ? judgeDataDirectory(after, this.id) : [];
  },
};

/** Is it the server's own, and closed to others as this version wants it? [] where there is no database. */
export async function judgeDataDirectory(after: Host, id: string): Promise<readonly PlannedFinding[]> {
  const [database, place] = await Promise.all([readDatabase(after), msyspg.certificate(after)]);
  const facts = database && (await after.stat(database.directory));
  if (database === undefined || place === undefined || facts === undefined) return [];
  const uid = (await after.accounts()).uid(place.owner);
  const seen = `${facts.path} is ${ownership(facts)}`;
  if (facts.uid !== uid) {
    const what = `${facts.path} belongs to ${facts.owner}, not to ${place.owner}: PostgreSQL does not start on it`;
    const steps = [`Find out who changed it, then give it back: chown -R ${place.owner}:${place.group} ${facts.path}`];
    return [{ id, status: 'fail', what, evidence: [seen, `${place.owner} has uid ${uid ?? 'none here'}`], remedy: { steps } }];
  }
  // From 11 on the group may look.
  const closed = database.version.atLeast('11') ? 0o027 : 0o077;
  if ((facts.mode & closed) === 0)
    return [{ id, status: 'pass', what: `${seen}, as PostgreSQL ${database.version.text} wants it`, evidence: [] }];
  const wanted = { owner: facts.owner, group: facts.group, mode: 0o700 };
  const what = `${facts.path} is open to others, and PostgreSQL ${database.version.text} does not start on such a directory`;
  const expected = `expected 0700${database.version.atLeast('11') ? ' or 0750' : ''}`;
  const changesToIt = [setAttributes(facts.path, wanted, 'PostgreSQL starts only on a directory that is closed to others')];
  return [
    {
      id,
      status: 'fail',
      what,
      evidence: [seen, expected],
      remedy: { changes: changesToIt, steps: [commandsFor(facts, wanted)] },
    },
  ];
}
