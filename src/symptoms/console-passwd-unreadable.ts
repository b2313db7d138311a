import { LAYOUT } from '../host/layout.ts';
import { explainBlocked } from '../preflight/readable.ts';
import { putText } from './change.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

const FILE = LAYOUT.consolePasswords;

export const consolePasswdUnreadable: Symptom = {
  id: 'console-passwd-unreadable',
  title: "ecuser cannot read the console's passwords",
  meaning:
    'console_passwd has to belong to ecuser, which ec_md5passwd that root runs does not see to. Nobody whose name is in it gets into the console over TCP.',
  words: ['console_passwd', 'ec_md5passwd', 'ec_console', 'cannot log in', 'console', 'digest', 'permission denied'],
  messages: [{ pattern: /Authorization required for console session/i, example: 'Authorization required for console session' }],
  concerns: {},
  async check(host) {
    if ((await host.stat(FILE)) === undefined || (await host.accounts()).find('ecuser') === undefined) return [];
    const found = await explainBlocked(host, host, [{ account: 'ecuser', path: FILE, kind: 'key', status: 'fail' }], this.id);
    if (found.length === 0) return ruledOut(this, `ecuser can read ${FILE}`);
    // What is said of files of the configuration is not said of this one.
    return found.map((one) => ({ ...one, evidence: one.evidence.filter((line) => !line.includes('CFG-07961')) }));
  },
  steps: [`chown ecuser:ecuser ${FILE}; chmod 600 ${FILE}`],
  faults: [
    {
      what: 'root made it anew',
      make: (host) => putText(host, FILE, 'admin:Momentum:0123456789abcdef0123456789abcdef\n', { mode: 0o600 }),
    },
  ],
};
