import { octal } from '../model/ownership.ts';
import type { Check } from './check.ts';

/** Reading and entering for group and others: what Momentum's accounts need of directories that root makes. */
const NEEDED = 0o055;

/** Not a fault of this run, whose files have fixed modes, but one of everything else that root does in this session. */
export const umask: Check = {
  id: 'umask',
  title: 'Session umask',
  async run({ changes, session }) {
    if (changes.length === 0) return [];
    const id = this.id;
    const ours = 'the modes of files written here do not depend on it';
    if ((session.umask & NEEDED) === 0) {
      return [{ id, status: 'pass', what: `The umask is ${octal(session.umask)}; ${ours}`, evidence: [] }];
    }
    const what = `The umask of this session is ${octal(session.umask)}: directories that other tools make in it are closed to ecuser, which Momentum reports as CFG-07961`;
    const steps = [
      'Set umask 0022 before Momentum is installed or its tools are used as root',
      'Look for a umask line in ~/.bashrc, /etc/profile and /etc/bashrc',
    ];
    return [{ id, status: 'warn', what, evidence: [`expected 0022; ${ours}`], remedy: { steps } }];
  },
};
