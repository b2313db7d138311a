import { LAYOUT } from '../host/layout.ts';
import { readText } from '../host/text.ts';
import { editText } from './change.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';
import { assigned, assignments } from './system/assignments.ts';

export const selinuxEnforcing: Symptom = {
  id: 'selinux-enforcing',
  title: 'SELinux is enforcing',
  meaning:
    'Momentum is supported with SELinux disabled only, in all versions. Enforcing, it keeps services from their files and ports although every mode allows it.',
  words: ['selinux', 'permission denied', 'avc', 'denied', 'installation fails', 'does not start', 'getenforce'],
  messages: [
    {
      pattern: /avc:\s+denied\s+\{/i,
      example:
        'type=AVC msg=audit(1416564000.123:45): avc:  denied  { read } for  pid=411 comm="ecelerity" name="ecelerity.conf"',
    },
    {
      pattern: /SELinux is preventing/i,
      example: 'SELinux is preventing /opt/msys/ecelerity/sbin/ecelerity from read access on the file ecelerity.conf.',
    },
  ],
  concerns: { platform: 'linux' },
  beforeInstall: true,
  async check(host) {
    const told = (await assignments(host, LAYOUT.selinuxConfig)).findLast(({ name }) => name === 'SELINUX');
    const now = (await readText(host, LAYOUT.selinuxEnforce).catch(() => undefined))?.trim();
    const evidence = [
      ...(now === '1' ? [`${LAYOUT.selinuxEnforce}: it is enforcing now`] : []),
      ...(told === undefined || told.value === 'disabled' ? [] : [assigned(told)]),
    ];
    if (evidence.length === 0) return ruledOut(this, 'SELinux is not enabled');
    // The kernel's own word counts, for the running system.
    const enforcing = now === undefined ? told?.value === 'enforcing' : now === '1';
    return [
      {
        id: this.id,
        status: enforcing ? 'fail' : 'warn',
        what: enforcing
          ? 'SELinux is enforcing, and Momentum needs it disabled'
          : 'SELinux is not disabled: it does not refuse anything now',
        evidence,
        remedy: { steps: this.steps },
      },
    ];
  },
  steps: [`Set SELINUX=disabled in ${LAYOUT.selinuxConfig}`, 'Until the next start of the machine: setenforce 0'],
  faults: [
    {
      what: 'it is enforcing, as RHEL comes',
      byHand: 'the security of the machine is nothing that a program turns off',
      make: (host) => editText(host, LAYOUT.selinuxConfig, (text) => text.replace('SELINUX=disabled', 'SELINUX=enforcing')),
    },
  ],
};
