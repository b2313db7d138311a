import { OWNED, readStore, writablePlace } from '../choices/encrypted-passwords/store.ts';
import type { FileFacts, Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { ownership } from '../model/ownership.ts';
import { mayGive, whoNamedIt } from '../preflight/may-give.ts';
import { putAttributes } from './change.ts';
import { credentialFiles } from './credentials/places.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

export const credentialsOpen: Symptom = {
  id: 'credentials-open',
  title: 'The encrypted passwords are open to others, or closed to ecuser',
  meaning:
    'Encrypted is not hashed: who reads both the database and the key reads the passwords. And ecuser has to read both, or nobody logs in. Root writes them, ecuser reads them, nobody else does.',
  words: [
    'credmgr',
    'credentials.db',
    'credentials.key',
    'permissions',
    'world readable',
    'umask',
    'cannot log in',
    'securecreds',
  ],
  messages: [
    {
      pattern: /credentials\.(?:db|key)'?:? Permission denied/i,
      example: "failed to open '/opt/msys/ecelerity/etc/credentials.db': Permission denied",
    },
  ],
  concerns: { since: '3.2', roles: ['mta'] },
  explains: ['encrypted-passwords-mode'],
  async check(host) {
    const store = await readStore(host);
    const files = store === undefined ? [] : await credentialFiles(host, store);
    if (files.length === 0) return [];
    const judged = await Promise.all(files.map(async (facts) => ({ facts, why: await objection(host, facts) })));
    const wrong = judged.filter(({ why }) => why !== undefined);
    if (wrong.length === 0) return ruledOut(this, 'Encrypted passwords are readable by root and ecuser alone');
    const reason = {
      why: 'root writes it, ecuser reads it, and nobody else does',
      affects: [{ service: 'ecelerity', action: 'reload' as const }],
    };
    const mine = await Promise.all(wrong.map(({ facts }) => mayGive(host, 'ecuser', facts)));
    const changes = await Promise.all(
      wrong.filter((_, index) => mine[index]).map(({ facts }) => putAttributes(host, writablePlace(facts), OWNED, reason)),
    );
    const steps = wrong.filter((_, index) => !mine[index]).map(({ facts }) => whoNamedIt('ecuser', facts.path));
    return [
      {
        id: this.id,
        status: 'fail',
        what: wrong.map(({ facts, why }) => `${facts.path} ${why}`).join('; '),
        evidence: wrong.map(({ facts }) => `${facts.path} is ${ownership(facts)}; expected root:ecuser 0640`),
        remedy: { changes: changes.flat(), ...(steps.length === 0 ? {} : { steps }) },
      },
    ];
  },
  steps: ['Who could read both may have the passwords: where others have accounts on this host, change them'],
  faults: [
    {
      what: 'everybody may read the database',
      answers: { encryptedPasswords: true },
      make: (host) => putAttributes(host, LAYOUT.credmgrStore.database, { mode: 0o644 }),
    },
    {
      what: 'they were made under umask 077, for root alone',
      answers: { encryptedPasswords: true },
      make: async (host) =>
        (
          await Promise.all(
            Object.values(LAYOUT.credmgrStore).map((path) =>
              putAttributes(host, path, { owner: 'root', group: 'root', mode: 0o600 }),
            ),
          )
        ).flat(),
    },
  ],
};

/** What is wrong with who may read it, in words; undefined where nothing is. */
async function objection(host: Host, { path, gid, mode }: FileFacts): Promise<string | undefined> {
  const accounts = await host.accounts();
  if ((mode & 0o007) !== 0) return 'is open to everybody on this host';
  if ((mode & 0o070) !== 0 && gid !== 0 && gid !== accounts.gid(OWNED.group))
    return `is open to the group ${accounts.groupName(gid)}`;
  const [readable] = await host.can([{ account: 'ecuser', path, access: 'read' }]);
  return readable === false ? 'is closed to ecuser, which has to read it' : undefined;
}
