import { LAYOUT } from '../host/layout.ts';
import type { Fault, Symptom } from './symptom.ts';
import { addLine, SESSION_STEPS, sessionFindings } from './umask/report.ts';
import { UMASK_MEANING, UMASK_MESSAGES, UMASK_WORDS } from './umask/words.ts';

export const umaskInLoginFiles: Symptom = {
  id: 'umask-in-login-files',
  title: 'A login file sets a umask that closes new directories to ecuser',
  meaning: UMASK_MEANING,
  words: [...UMASK_WORDS, 'bashrc', 'profile'],
  messages: UMASK_MESSAGES,
  concerns: {},
  explains: ['installer-files-unreadable', 'conf-not-traversable'],
  beforeInstall: true,
  check(host) {
    return sessionFindings(host, this.id, 'login file', 'The login files leave new directories open to ecuser');
  },
  steps: SESSION_STEPS,
  faults: [
    ...['0027', '0077'].flatMap((mask): readonly Fault[] => [
      { what: `umask ${mask} in root's .bashrc`, make: (host) => addLine(host, '/root/.bashrc', `umask ${mask}`) },
      { what: `umask ${mask} in /etc/profile`, make: (host) => addLine(host, LAYOUT.profile, `umask ${mask}`) },
    ]),
    {
      what: 'umask 027 in a script of /etc/profile.d',
      make: (host) => addLine(host, `${LAYOUT.profileDirectory}/hardening.sh`, 'umask 027'),
    },
    {
      what: "umask u=rwx,g=rx,o= in ecuser's .bash_profile",
      make: (host) => addLine(host, '/opt/msys/ecelerity/.bash_profile', 'umask u=rwx,g=rx,o='),
    },
  ],
};
