import type { Choice } from '../choice.ts';
import { currentTlsProtocols } from './current.ts';
import { CHOICE, planTlsProtocols } from './plan.ts';
import { tlsRisks } from './risks.ts';
import { verifyTlsProtocols } from './verify.ts';

/** "POODLE Vulnerability Fix" of the manual, in every scope that would not follow the global setting. */
export const tlsProtocols: Choice = {
  id: CHOICE,
  title: 'TLS versions of the mail server',
  current: currentTlsProtocols,
  plan: planTlsProtocols,
  risks: tlsRisks,
  verify: verifyTlsProtocols,

  // Answered from a file or flags; the wizard's picker is not there yet.
  async questions() {
    return [];
  },
};
