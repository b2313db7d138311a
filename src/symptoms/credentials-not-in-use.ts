import { takeBlock } from '../choices/blocks.ts';
import { BLOCK, readStore } from '../choices/encrypted-passwords/store.ts';
import { LAYOUT } from '../host/layout.ts';
import { REPAIR } from './change.ts';
import { takenUp } from './credentials/take-up.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

export const credentialsNotInUse: Symptom = {
  id: 'credentials-not-in-use',
  title: 'Encrypted passwords were stored, and the configuration has no securecreds stanza',
  meaning:
    'Without a stanza securecreds the module is not loaded: what credmgr stored is not used, and passwords are still read from files in plain text. Where these have no password any more, nobody logs in.',
  words: ['credmgr', 'securecreds', 'stanza', 'no effect', 'encrypted passwords', 'plain text password', 'cannot log in'],
  messages: [],
  concerns: { since: '3.2', roles: ['mta'] },
  explains: ['encrypted-passwords-off'],
  async check(host) {
    const store = await readStore(host);
    if (store?.database.facts === undefined || store.key.facts === undefined) return [];
    const { database, key, stanza, configuration } = store;
    if (stanza?.enabled === true) return ruledOut(this, `${stanza.place} brings securecreds in`);
    if (stanza !== undefined) {
      const what = `${stanza.place} switches securecreds off by its own words, and ${database.path} is there`;
      return [{ id: this.id, status: 'warn', what, evidence: [stanza.place, database.path] }];
    }
    const changes = await takenUp(host);
    return [
      {
        id: this.id,
        status: 'fail',
        what: `${database.path} and its key are there, and no file of the configuration has a securecreds stanza`,
        evidence: [
          `${configuration.main} and the ${configuration.files.size - 1} files that it includes were looked at`,
          database.path,
          key.path,
        ],
        remedy: {
          changes,
          steps: [
            ...(changes.length > 0
              ? []
              : [`Add to ${LAYOUT.ecelerityConf}: securecreds { Credentials = "${database.path}" Key = "${key.path}" }`]),
            `Where they are not wanted: remove ${database.path} and ${key.path}`,
          ],
        },
      },
    ];
  },
  steps: [],
  faults: [
    {
      what: 'the stanza was lost from ecelerity.conf',
      answers: { encryptedPasswords: true },
      make: (host) =>
        takeBlock(host, { path: LAYOUT.ecelerityConf, choice: REPAIR, why: 'A fault to practise on', affects: [] }, BLOCK),
    },
  ],
};
