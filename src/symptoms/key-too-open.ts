import { ownership } from '../model/ownership.ts';
import { closedKey, keyAccess } from './certificates/key-access.ts';
import { pairOwners } from './certificates/owners.ts';
import { type MessagesOf, pairFault, pairSymptoms } from './certificates/pair-symptom.ts';
import { putAttributes } from './change.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

const APACHE =
  'The server goes on and says nothing, but whoever has an account here has the key: what it protects can be read, and the server imitated.';

const MEANINGS = {
  msyspg: 'PostgreSQL looks at the mode of its key, and does not start with one that others may read.',
  ecwebui: APACHE,
  ecconfigd: APACHE,
};

const MESSAGES: MessagesOf = {
  msyspg: [
    {
      pattern: /private key file "[^"]*" has group or world access/i,
      example: 'FATAL:  private key file "server.key" has group or world access',
    },
    {
      pattern: /unsafe permissions on private key file "[^"]*"/i,
      example: 'FATAL:  unsafe permissions on private key file "server.key"',
    },
  ],
};

export const keyTooOpen: readonly Symptom[] = pairSymptoms(pairOwners, 'key-too-open', (owner, id) => ({
  title: `The private key of ${owner.name} is open to others`,
  meaning: MEANINGS[owner.service.id],
  words: ['private key', 'permissions', 'mode', 'world readable', 'does not start'],
  messages: MESSAGES[owner.service.id] ?? [],
  explains: owner.down,
  async check(host) {
    const key = await keyAccess(host, owner);
    if (key === undefined || key.objection === 'owner') return [];
    const { facts, objection } = key;
    if (objection === undefined) return ruledOut({ id }, `${facts.path} is closed to others: ${ownership(facts)}`);
    const others = (facts.mode & 0o007) === 0 ? `the group ${facts.group}` : 'everybody on this host';
    const refused = owner.service.id === 'msyspg' ? ', and PostgreSQL does not start with it so' : '';
    return [await closedKey(host, id, key, `${facts.path}, the private key of ${owner.name}, is open to ${others}${refused}`)];
  },
  steps: [
    'Who could read it may have it: where others have accounts on this host, make a new pair (momentum-secure renew --force)',
  ],
  faults: [
    pairFault(owner, 'everybody may read the key', (host, { key }) => putAttributes(host, key, { mode: 0o644 })),
    ...(owner.service.id === 'msyspg'
      ? [pairFault(owner, 'its group may read the key', (host, { key }) => putAttributes(host, key, { mode: 0o640 }))]
      : []),
  ],
}));
