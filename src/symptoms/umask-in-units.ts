import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { octal } from '../model/ownership.ts';
import { hostPath, joinPath } from '../model/paths.ts';
import type { Change, PlannedFinding } from '../plan/change.ts';
import { editText, putDirectory, putText } from './change.ts';
import { ruledOut } from './ruled-out.ts';
import type { Fault, Symptom } from './symptom.ts';
import { correctUmask } from './umask/report.ts';
import { isTooStrict } from './umask/sessions.ts';
import { type StartUmask, startUmask } from './umask/units.ts';
import { UMASK_MESSAGES, UMASK_WORDS } from './umask/words.ts';

/** PostgreSQL is not among them: its files are its own, and 0077 is what it sets itself. */
const SERVICES = ['ecelerity', 'eccmgr', 'ecconfigd', 'ecwebconsole', 'msys-nginx'];

/** Behind whatever an administrator calls his. */
const DROP_IN = 'zz-momentum-secure.conf';

export const umaskInUnits: Symptom = {
  id: 'umask-in-units',
  title: "What starts one of Momentum's daemons gives it a umask that closes what it makes",
  meaning:
    'A daemon that starts under a umask of 027 or 077 makes directories and files that the others cannot read: what root makes before it becomes ecuser, and what one hands to the next.',
  words: [...UMASK_WORDS, 'systemd', 'UMask', 'unit', 'init script'],
  messages: UMASK_MESSAGES,
  concerns: {},
  explains: ['installer-files-unreadable', 'conf-not-traversable'],
  async check(host) {
    const found: PlannedFinding[] = [];
    for (const service of SERVICES) {
      const umask = await startUmask(host, service);
      if (umask !== undefined && isTooStrict(umask)) found.push({ id: this.id, ...(await closedBy(host, service, umask)) });
    }
    return found.length > 0 ? found : ruledOut(this, "Momentum's daemons start with a umask that leaves what they make readable");
  },
  steps: ['What was made until then stays closed: look with doctor again'],
  faults: [
    ...['0027', '0077'].map(
      (mask): Fault => ({
        what: `UMask=${mask} in a drop-in for ecelerity`,
        momentum: '5.2.0',
        make: async (host) => [
          putDirectory(joinPath(LAYOUT.systemdUnits, 'ecelerity.service.d')),
          ...(await putText(
            host,
            joinPath(LAYOUT.systemdUnits, 'ecelerity.service.d/hardening.conf'),
            `[Service]\nUMask=${mask}\n`,
          )),
        ],
      }),
    ),
    {
      what: 'UMask=0077 in a drop-in for all services',
      momentum: '5.2.0',
      make: async (host) => [
        putDirectory(joinPath(LAYOUT.systemdUnits, 'service.d')),
        ...(await putText(host, joinPath(LAYOUT.systemdUnits, 'service.d/umask.conf'), '[Service]\nUMask=0077\n')),
      ],
    },
    {
      what: 'umask 027 in the init script',
      make: (host) => editText(host, LAYOUT.ecelerityInit, (text) => text.replace('\n', '\numask 027\n')),
    },
  ],
};

async function closedBy(host: Host, service: string, umask: StartUmask): Promise<Omit<PlannedFinding, 'id'>> {
  const { file, line, text, mask, script } = umask;
  const reload = script ? [] : ['systemctl daemon-reload'];
  return {
    status: 'fail',
    what: `${file}:${line} starts ${service} with the umask ${octal(mask)}: what it makes is closed to others of Momentum`,
    evidence: [`${file}:${line}: ${text}`, 'expected 0022'],
    remedy: {
      changes: script ? await correctUmask(host, umask) : await ownDropIn(host, service),
      steps: [...reload, `Restart ${service} when it suits: it keeps the umask that it was started with`, ...umaskInUnits.steps],
    },
  };
}

/** The unit of Momentum alone: what an administrator set for it or for all services stays written as it is. */
async function ownDropIn(host: Host, service: string): Promise<readonly Change[]> {
  const why = `${service} alone starts with a umask that leaves what it makes readable`;
  const directory = hostPath(`${LAYOUT.systemdUnits}/${service}.service.d`);
  const content =
    '# By momentum-secure: what it makes has to be readable by the other accounts of Momentum.\n[Service]\nUMask=0022\n';
  return [
    ...((await host.stat(directory)) === undefined ? [putDirectory(directory, {}, { why })] : []),
    ...(await putText(host, joinPath(directory, DROP_IN), content, {}, { why })),
  ];
}
