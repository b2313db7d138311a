import { workingCopyNeeds } from '../preflight/needs.ts';
import { explainBlocked } from '../preflight/readable.ts';
import { putAttributes, putDirectory } from './change.ts';
import type { Symptom } from './symptom.ts';

const CONF = '/opt/msys/ecelerity/etc/conf';

export const confNotTraversable: Symptom = {
  id: 'conf-not-traversable',
  title: 'Files or directories below conf are closed to ecuser',
  meaning:
    "The mail server, the cluster manager and ecconfigd read the working copy as ecuser. A directory it cannot enter, or a file it cannot read, makes the configuration invalid, and the web UI's login and eccfg fail with it.",
  words: ['umask', 'permission denied', 'reconfigure failed', 'cannot log in', 'eccfg', 'config reload'],
  messages: [
    {
      pattern: /failed to (?:stat|open)\s+'?\/opt\/msys\/ecelerity\/etc\/conf\b[^']*'?\s*:\s*Permission denied/i,
      example: "CFG-07961 failed to stat '/opt/msys/ecelerity/etc/conf/default/ecelerity.conf': Permission denied",
    },
  ],
  concerns: {},
  async check(host) {
    const found = await explainBlocked(host, host, await workingCopyNeeds(host), this.id);
    return found.length > 0 ? found : [{ id: this.id, status: 'pass', what: 'ecuser can read all below conf', evidence: [] }];
  },
  steps: ['chown ecuser:ecuser what lies below conf, and let ecuser enter its directories'],
  faults: [
    {
      what: 'a directory of the working copy was made by root under umask 027',
      make: (host) => putAttributes(host, `${CONF}/default`, { owner: 'root', group: 'root', mode: 0o750 }),
    },
    {
      what: 'the directory above it was made under umask 077',
      make: (host) => putAttributes(host, CONF, { owner: 'root', group: 'root', mode: 0o700 }),
    },
    {
      what: 'a new directory was made by root under umask 077',
      make: async () => [putDirectory(`${CONF}/extra`, { mode: 0o700 })],
    },
    {
      what: 'a file was made by root under umask 077',
      make: (host) => putAttributes(host, `${CONF}/default/ecelerity.conf`, { owner: 'root', group: 'root', mode: 0o600 }),
    },
  ],
};
