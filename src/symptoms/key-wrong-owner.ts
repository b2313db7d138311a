import { closedKey, keyAccess } from './certificates/key-access.ts';
import { pairOwners } from './certificates/owners.ts';
import { type MessagesOf, pairFault, pairSymptoms } from './certificates/pair-symptom.ts';
import { putAttributes } from './change.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

const MESSAGES: MessagesOf = {
  msyspg: [
    {
      pattern: /private key file "[^"]*" must be owned by the database user/i,
      example: 'FATAL:  private key file "server.key" must be owned by the database user or root',
    },
    {
      pattern: /File must be owned by the database user and must have no permissions/i,
      example: 'DETAIL:  File must be owned by the database user and must have no permissions for "group" or "other".',
    },
  ],
};

const MEANINGS = {
  msyspg: 'PostgreSQL wants its key to be its own (from 9.6 on root may have it too), and does not start otherwise.',
  ecwebui: 'Another account than the one the web UI runs as can read its key, and change it.',
  ecconfigd: 'ecconfigd reads its key as ecuser: it does not start, and another account has the key.',
};

export const keyWrongOwner: readonly Symptom[] = pairSymptoms(pairOwners, 'key-wrong-owner', (owner, id) => ({
  title: `The private key of ${owner.name} belongs to somebody else`,
  meaning: MEANINGS[owner.service.id],
  words: ['private key', 'owner', 'chown', 'permissions', 'does not start'],
  messages: MESSAGES[owner.service.id] ?? [],
  // Who may not open it is a consequence of whose it is.
  explains: [...owner.down, ...(owner.service.id === 'ecwebui' ? [] : [`${owner.service.id}-certificate-unreadable`])],
  async check(host) {
    const key = await keyAccess(host, owner);
    if (key === undefined) return [];
    const { facts, place, objection } = key;
    if (objection !== 'owner') return ruledOut({ id }, `${facts.path} belongs to ${facts.owner}`);
    return [
      await closedKey(
        host,
        id,
        key,
        `${facts.path}, the private key of ${owner.name}, belongs to ${facts.owner} and not to ${place.owner}`,
      ),
    ];
  },
  steps: [],
  faults: [
    pairFault(owner, 'it was copied there by another account', (host, { key }) =>
      // Nobody's number: no account of the tree has it.
      putAttributes(host, key, { owner: '#64999', group: '#64999' }),
    ),
    ...(owner.service.id === 'msyspg'
      ? [
          pairFault(owner, 'root made it, and this PostgreSQL is older than 9.6', (host, { key }) =>
            putAttributes(host, key, { owner: 'root', group: 'root' }),
          ),
        ]
      : []),
  ],
}));
