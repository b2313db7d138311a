import type { Host } from '../host/host.ts';
import { applyPlan } from './apply-plan.ts';
import { diagnose, findSymptom, listSymptoms } from './diagnose.ts';
import type { Doctor } from './engine.ts';
import { planFix, withProof } from './fix.ts';
import { thisSession } from './this-session.ts';

/** The doctor over the tree at `root` on this machine; every call looks anew. */
export function localDoctor(look: () => Host, root: string, withServices: boolean): Doctor {
  return {
    symptoms: listSymptoms,
    diagnose({ text, symptom: id }, onLooked) {
      const symptom = id === undefined ? undefined : findSymptom(id);
      return diagnose(look(), {
        ...(text === undefined ? {} : { text: [text] }),
        ...(symptom === undefined ? {} : { symptom }),
        onLooked,
      });
    },
    plan({ examination }, ids) {
      const findings = examination.findings.filter((finding) => ids.includes(finding.id));
      return planFix(look(), { ...examination, findings }, { fix: true, withServices, session: thisSession() });
    },
    async apply(fix, onEvent, signal) {
      const result = await applyPlan(fix.work, { root, doing: 'doctor --fix', withServices, onEvent, signal });
      return result.exitCode === 0 ? withProof(look(), fix, result) : result;
    },
  };
}
