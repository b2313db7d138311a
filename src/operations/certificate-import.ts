import type { Answers } from '../answers/answers.ts';
import { answersKey } from '../choices/certificates/facts.ts';
import { handedKey, needsPassphrase } from '../choices/certificates/handed-key.ts';
import type { Handed } from '../choices/certificates/handed-pair.ts';
import { planImport } from '../choices/certificates/import-plan.ts';
import type { Host } from '../host/host.ts';
import { services } from '../services/index.ts';
import type { Service } from '../services/service.ts';
import type { PlannedWork } from './engine.ts';
import { type PlanOptions, planOf } from './plan-of.ts';
import { requireMomentum } from './survey.ts';

export { handedKey, needsPassphrase };

/** The plan that puts a pair of somebody else's in the place of a service's. What is wrong with it is among the findings. */
export async function makeImport(
  host: Host,
  id: Service['id'],
  handed: Handed,
  answers: Answers,
  options: PlanOptions,
): Promise<PlannedWork> {
  await requireMomentum(host);
  const service = services.find((candidate) => candidate.id === id) as Service;
  const { findings } = await planImport(host, service, handed, answers);
  const changes = async (over: Host) => (await planImport(over, service, handed, answers)).changes;
  // What was answered before about this certificate is not in force any more.
  const key = answersKey(service);
  const kept: Answers = key === undefined ? {} : { certificates: { [key]: { source: 'keep' } } };
  const work = await planOf(host, { answers: kept, changes, findings }, options);
  return handed.key === undefined ? work : { ...work, keys: new Map([[handed.key.from.hash, handed.key.pem]]) };
}
