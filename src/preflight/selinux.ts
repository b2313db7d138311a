import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { readText } from '../host/text.ts';
import type { Check } from './check.ts';

/** Momentum is supported with SELinux disabled only. */
export const selinux: Check = {
  id: 'selinux',
  title: 'SELinux',
  async run({ host, changes }) {
    if (changes.length === 0) return [];
    const id = this.id;
    const signs = await signsOf(host);
    if (signs.length === 0) return [{ id, status: 'pass', what: 'SELinux is not enabled', evidence: [] }];
    const what = 'SELinux is enabled, and Momentum wants it disabled: it may keep a service from its new files';
    const steps = [`Set SELINUX=disabled in ${LAYOUT.selinuxConfig}`, 'Run setenforce 0 until the next start of the machine'];
    return [{ id, status: 'warn', what, evidence: signs, remedy: { steps } }];
  },
};

async function signsOf(host: Host): Promise<readonly string[]> {
  const [config, enforce] = await Promise.all([readText(host, LAYOUT.selinuxConfig), readText(host, LAYOUT.selinuxEnforce)]);
  const mode = /^[ \t]*SELINUX=[ \t]*(enforcing|permissive)\b/im.exec(config ?? '')?.[1];
  return [
    ...(enforce?.trim() === '1' ? [`${LAYOUT.selinuxEnforce}: it is enforcing now`] : []),
    ...(mode === undefined ? [] : [`${LAYOUT.selinuxConfig}: SELINUX=${mode}`]),
  ];
}
