import { installerNeeds } from '../preflight/needs.ts';
import { explainBlocked } from '../preflight/readable.ts';
import { putAttributes } from './change.ts';
import type { Symptom } from './symptom.ts';

const DIRECTORY = '/opt/msys/etc/installer';

export const installerFilesUnreadable: Symptom = {
  id: 'installer-files-unreadable',
  title: "The installer's files are closed to ecuser",
  meaning:
    'Momentum reads the overlays below the installer directory as ecuser. What root made there under a umask of 027 or 077 is closed to it: nothing of the configuration loads.',
  words: ['umask', 'permission denied', 'installation fails', 'console does not start', 'cannot log in', 'ecconfigd'],
  messages: [
    {
      pattern: /failed to stat\s+'?\/opt\/msys\/etc\/installer\/[^']*'?\s*:\s*Permission denied/i,
      example: "CFG-07961 failed to stat '/opt/msys/etc/installer/ecelerity.d/': Permission denied",
    },
  ],
  concerns: { before: '4.0' },
  async check(host) {
    const found = await explainBlocked(host, host, await installerNeeds(host), this.id);
    return found.length > 0
      ? found
      : [{ id: this.id, status: 'pass', what: 'ecuser can read what the installer left', evidence: [] }];
  },
  steps: ['Give the files the group ecuser, and the group the right to read them; not everybody: ecdb.conf holds a password'],
  faults: [
    {
      what: 'the overlay directory was made under umask 027',
      make: (host) => putAttributes(host, `${DIRECTORY}/ecelerity.d`, { owner: 'root', group: 'root', mode: 0o750 }),
    },
    {
      what: 'the whole installer directory was made under umask 077',
      make: (host) => putAttributes(host, DIRECTORY, { owner: 'root', group: 'root', mode: 0o700 }),
    },
    {
      what: 'the database overlay belongs to root alone',
      make: (host) => putAttributes(host, `${DIRECTORY}/ecelerity.d/ecdb.conf`, { owner: 'root', group: 'root', mode: 0o600 }),
    },
  ],
};
