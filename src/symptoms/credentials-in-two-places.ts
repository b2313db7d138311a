import { takeBlock } from '../choices/blocks.ts';
import { BLOCK, OWNED, readStore } from '../choices/encrypted-passwords/store.ts';
import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import type { Change } from '../plan/change.ts';
import { editText, putText, REPAIR } from './change.ts';
import { otherPlace } from './credentials/places.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

export const credentialsInTwoPlaces: Symptom = {
  id: 'credentials-in-two-places',
  title: 'The mail server looks for encrypted passwords in one place, credmgr keeps them in another',
  meaning:
    'The module securecreds and the tool credmgr have different default places. What credmgr sets then never reaches the mail server: a new password seems to have no effect, or nobody logs in at all.',
  words: ['credmgr', 'credentials.db', 'securecreds', 'no effect', 'password change', 'cannot log in', 'encrypted passwords'],
  messages: [],
  concerns: { since: '3.2', roles: ['mta'] },
  explains: ['encrypted-passwords-no-store', 'encrypted-passwords-elsewhere', 'encrypted-passwords-entries'],
  async check(host) {
    const store = await readStore(host);
    if (store?.stanza?.enabled !== true) return [];
    const { database, stanza } = store;
    const other = await otherPlace(host, store);
    if (other === undefined) return ruledOut(this, `Encrypted passwords are in ${database.path} alone`);
    const seen = (path: string, at: Date) => `${path} was last changed ${at.toISOString()}`;
    const evidence = [
      `${stanza.place} leads to ${database.path}`,
      ...(database.facts === undefined ? [`${database.path} is not there`] : [seen(database.path, database.facts.modified)]),
      seen(other.database.path, other.database.modified),
    ];
    if (store.isCredmgrs) {
      const what = `${other.database.path} is there too, and nothing reads it`;
      const steps = [`If nobody misses what is in it, remove it with its key: ${other.database.path} ${other.key}`];
      return [{ id: this.id, status: 'warn', what, evidence, remedy: { steps } }];
    }
    const what = `The mail server reads ${database.path}, and credmgr keeps its entries in ${LAYOUT.credmgrStore.database}`;
    const aside =
      database.facts === undefined
        ? []
        : [
            `Put aside what the mail server reads now: mv ${database.path} ${database.path}.old; mv ${store.key.path} ${store.key.path}.old`,
          ];
    return [
      {
        id: this.id,
        status: 'fail',
        what,
        evidence,
        remedy: {
          steps: [
            `Look whether credmgr has all entries: ${LAYOUT.credmgr} get_cred`,
            ...aside,
            `Link the one to the other, as the manual allows: ln -s ${LAYOUT.credmgrStore.database} ${database.path}; ln -s ${LAYOUT.credmgrStore.key} ${store.key.path}`,
            `Let the mail server read it: ${LAYOUT.console} /tmp/2025 config reload`,
          ],
        },
      },
    ];
  },
  steps: [],
  faults: [
    {
      what: 'the stanza leaves out where, and both default places have a store',
      byHand: 'which of the two has the right entries, only a person knows',
      answers: { encryptedPasswords: true },
      make: async (host) => [...(await byDefault(host)), ...(await copied(host))],
    },
    {
      what: 'the stanza leaves out where, and the store is where credmgr makes it',
      byHand: 'where the store is to be is for a person to say',
      answers: { encryptedPasswords: true },
      make: byDefault,
    },
  ],
};

async function byDefault(host: Host): Promise<readonly Change[]> {
  const request = { path: LAYOUT.ecelerityConf, choice: REPAIR, why: 'A fault to practise on', affects: [] };
  const taken = await takeBlock(host, request, BLOCK);
  const put = (text: string) => text.replace('/*\n * Delivery', 'securecreds { }\n\n/*\n * Delivery');
  return [...taken, ...(await editText(host.after(taken), LAYOUT.ecelerityConf, put))];
}

async function copied(host: Host): Promise<readonly Change[]> {
  const { credmgrStore: from, securecredsStore: to } = LAYOUT;
  const pairs = [
    [from.database, to.database],
    [from.key, to.key],
  ] as const;
  const copies = pairs.map(async ([source, target]) =>
    putText(host, target, (await host.read(source))?.bytes.toString('latin1') ?? '', OWNED),
  );
  return (await Promise.all(copies)).flat();
}
