import { LAYOUT } from '../host/layout.ts';
import { editText } from './change.ts';
import type { Fault, Symptom } from './symptom.ts';
import { addLine, SESSION_STEPS, sessionFindings } from './umask/report.ts';
import { UMASK_MEANING, UMASK_MESSAGES, UMASK_WORDS } from './umask/words.ts';

const MODULE = 'session     optional      pam_umask.so silent';

export const umaskInPam: Symptom = {
  id: 'umask-in-pam',
  title: 'pam_umask sets a umask that closes new directories to ecuser',
  meaning: `${UMASK_MEANING} pam_umask sets it for every session: its own umask= counts, else UMASK of login.defs, which no login looks at without that module.`,
  words: [...UMASK_WORDS, 'pam', 'pam_umask', 'login.defs'],
  messages: UMASK_MESSAGES,
  concerns: {},
  explains: ['installer-files-unreadable', 'conf-not-traversable'],
  beforeInstall: true,
  check(host) {
    return sessionFindings(host, this.id, 'pam', 'PAM leaves new directories open to ecuser');
  },
  steps: SESSION_STEPS,
  faults: ['0027', '0077'].flatMap((mask): readonly Fault[] => [
    {
      what: `umask=${mask} as an option of pam_umask`,
      make: (host) => addLine(host, `${LAYOUT.pamDirectory}/system-auth`, `${MODULE} umask=${mask}`),
    },
    {
      what: `UMASK ${mask} in login.defs, and pam_umask that uses it`,
      make: async (host) => [
        ...(await editText(host, LAYOUT.loginDefs, (text) => text.replace(/^UMASK.*$/m, `UMASK\t\t${mask}`))),
        ...(await addLine(host, `${LAYOUT.pamDirectory}/system-auth`, MODULE)),
      ],
    },
  ]),
};
