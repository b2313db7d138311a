import type { Choice } from '../choice.ts';
import { currentTlsProtocols } from './current.ts';
import { CHOICE, planTlsProtocols } from './plan.ts';
import { tlsQuestions } from './questions.ts';
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

  questions: tlsQuestions,
};
