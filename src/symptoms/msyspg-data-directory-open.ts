import type { Host } from '../host/host.ts';
import type { Change } from '../plan/change.ts';
import { judgeDataDirectory } from '../preflight/data-directory.ts';
import { dataDirectory } from '../services/msyspg/data-directory.ts';
import { putAttributes } from './change.ts';
import type { Symptom } from './symptom.ts';

export const msyspgDataDirectoryOpen: Symptom = {
  id: 'msyspg-data-directory-open',
  title: "PostgreSQL's data directory is open to others, or somebody else's",
  meaning:
    'PostgreSQL starts only as the owner of its data directory, and only where that is closed to others: 0700, or from PostgreSQL 11 on 0750 too. A server that runs goes on, and does not come back from its next restart.',
  words: ['does not start', 'permissions', 'data directory', 'chmod', 'postgresql', 'invalid permissions', 'restore', 'backup'],
  messages: [
    {
      pattern: /data directory "[^"]*" has invalid permissions/i,
      example: 'FATAL:  data directory "/var/db/msyspg" has invalid permissions',
    },
    {
      pattern: /data directory "[^"]*" has group or world access/i,
      example: 'FATAL:  data directory "/var/db/msyspg" has group or world access',
    },
    {
      pattern: /data directory "[^"]*" has wrong ownership/i,
      example: 'FATAL:  data directory "/var/db/msyspg" has wrong ownership',
    },
  ],
  concerns: { roles: ['database'] },
  explains: ['msyspg-not-running'],
  check: (host) => judgeDataDirectory(host, 'msyspg-data-directory-open'),
  steps: [],
  faults: [
    { what: 'everybody may look into it', make: (host) => put(host, { mode: 0o755 }) },
    { what: 'its group may look into it, on PostgreSQL 9.0', make: (host) => put(host, { mode: 0o750 }) },
    {
      what: 'it was copied back as root',
      byHand: 'all that is in it came back as well, and nobody has looked how',
      make: (host) => put(host, { owner: 'root', group: 'root' }),
    },
  ],
};

async function put(host: Host, attributes: Parameters<typeof putAttributes>[2]): Promise<readonly Change[]> {
  return putAttributes(host, await dataDirectory(host), attributes);
}
