import type { Choice } from '../choice.ts';
import { currentDhe } from './current.ts';
import { judgeFile } from './judge.ts';
import { planDhe } from './plan.ts';
import { dheQuestions } from './questions.ts';
import { dheRisks } from './risks.ts';
import { CHOICE, readDhe } from './state.ts';

/** Diffie-Hellman key exchange: forward secrecy for clients that know no elliptic curves. */
export const dhe: Choice = {
  id: CHOICE,
  title: 'Diffie-Hellman (DHE) of the mail server',
  current: currentDhe,
  questions: dheQuestions,
  plan: planDhe,
  risks: dheRisks,

  /** What lies on the disk; the size that a socket uses is asked where its versions are. */
  async verify(host) {
    const state = await readDhe(host);
    return state?.applies === true && state.file !== undefined ? judgeFile(host, state.file, 'warn') : [];
  },
};
