import { documentedEntries, identityOf, inWords, isLineOf, listEntries } from '../choices/encrypted-passwords/entries.ts';
import { CHOICE, readStore } from '../choices/encrypted-passwords/store.ts';
import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import type { PlannedFinding } from '../plan/change.ts';
import { editText, removeFile } from './change.ts';
import { otherPlace } from './credentials/places.ts';
import { takenUp } from './credentials/take-up.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

export const credentialsMissing: Symptom = {
  id: 'credentials-missing',
  title: 'The encrypted passwords are not on this node',
  meaning:
    'Each node has a store of its own, and nothing copies it. The configuration, which all nodes share, names it all the same: on a node without it, or without an entry in it, nobody logs in and queries fail, without a message that says why.',
  words: ['credmgr', 'credentials.db', 'securecreds', 'encrypted passwords', 'cannot log in', 'new node', 'password', 'database'],
  messages: [
    {
      pattern: /password authentication failed for user "ecuser"/i,
      example: 'FATAL:  password authentication failed for user "ecuser"',
    },
    { pattern: /fe_sendauth: no password supplied/i, example: 'fe_sendauth: no password supplied' },
  ],
  concerns: { since: '3.2', roles: ['mta'] },
  explains: ['encrypted-passwords-no-store', 'encrypted-passwords-entries'],
  async check(host) {
    const store = await readStore(host);
    if (store?.stanza?.enabled !== true) return [];
    const gone = [store.database, store.key].filter(({ facts }) => facts === undefined).map(({ path }) => path);
    if (gone.length === 0) return store.isCredmgrs ? entries(host, this.id, store.stanza.ours) : [];
    // They are there, but elsewhere: another fault.
    if ((await otherPlace(host, store)) !== undefined) return [];
    const what = `${gone.join(' and ')} ${gone.length === 1 ? 'is' : 'are'} not on this node, and the mail server takes its passwords from there`;
    const changes = store.isCredmgrs ? await takenUp(host) : [];
    const steps =
      changes.length > 0
        ? []
        : [`Answer ${CHOICE} with true on this node, with --password-file: it makes them, and proves the password`];
    return [{ id: this.id, status: 'fail', what, evidence: [store.stanza.place], remedy: { changes, steps } }];
  },
  steps: ['After a change of the password of ecuser, in Active Directory too, it has to be set again on every node'],
  faults: [
    {
      what: 'the store was never made on this node',
      answers: { encryptedPasswords: true },
      make: async (host) => (await Promise.all(Object.values(LAYOUT.credmgrStore).map((path) => removeFile(host, path)))).flat(),
    },
    {
      what: 'the data sources name the database by a name that has no entry',
      byHand: 'an entry needs the password, which only a person has',
      answers: { encryptedPasswords: true },
      make: async (host) =>
        (
          await Promise.all(
            LAYOUT.datasources
              .slice(0, 2)
              .map((path) => editText(host, path, (text) => text.replace('host=127.0.0.1', 'host=127.0.0.2'))),
          )
        ).flat(),
    },
  ],
};

/** An entry is found by the name that the data source has: another spelling of it is another entry. */
async function entries(host: Host, id: string, ours: boolean): Promise<readonly PlannedFinding[]> {
  const lines = (await host.stat(LAYOUT.credmgr)) === undefined ? undefined : await listEntries(host);
  if (lines === undefined) {
    const what = `Which entries the store has could not be told: ${LAYOUT.credmgr} get_cred does not answer`;
    return [{ id, status: 'warn', what, evidence: [], remedy: { steps: ['Look again as root'] } }];
  }
  const missing = (await documentedEntries(host)).filter((entry) => !lines.some((line) => isLineOf(line, entry)));
  if (missing.length === 0) return ruledOut({ id }, 'The store has every documented entry');
  // Which of the others somebody else's set-up can do without is theirs to say.
  const needed = missing.some(({ facility, hostname }) => facility === 'pgsql' && hostname !== 'localhost');
  return [
    {
      id,
      status: ours || needed ? 'fail' : 'warn',
      what: `The store has no entry for ${missing.map(inWords).join(', ')}`,
      evidence: [`${LAYOUT.credmgr} get_cred lists ${lines.length} ${lines.length === 1 ? 'entry' : 'entries'}`],
      remedy: {
        steps: [
          'Set each, with the password of ecuser in the place of PASSWORD (others on this host can see it in the process list meanwhile):',
          ...missing.map((entry) => `${LAYOUT.credmgr} set_cred ${identityOf(entry).join(' ')} -p PASSWORD`),
        ],
      },
    },
  ];
}
