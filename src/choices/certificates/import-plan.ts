import type { Answers } from '../../answers/answers.ts';
import type { Host } from '../../host/host.ts';
import type { Service } from '../../services/service.ts';
import { chainInOurs, chainNotSent } from './chain-sent.ts';
import { type Handed, objection, type PlannedPair, pemsOf, planHanded } from './handed-pair.ts';
import { RENEWAL } from './renewal.ts';

/** The change that puts what was handed over in the place of a service's pair, and all that is wrong with it. */
export async function planImport(host: Host, service: Service, handed: Handed, answers: Answers): Promise<PlannedPair> {
  const place = await service.certificate(host);
  if (place === undefined) return { changes: [], findings: [objection('service', `${service.title} is not on this host`)] };
  const { tls } = await service.endpoints(host);
  const affects = tls.length === 0 ? [] : [{ service: service.id, action: await service.renewal(host) }];
  const target = { choice: RENEWAL, service, place, affects };
  const { changes, findings } = await planHanded(host, target, handed, answers, 'Give its key with --key FILE');
  const pems = pemsOf(handed);
  const ours = findings.some(({ status }) => status === 'fail') ? [] : await chainInOurs(host, target, pems);
  return { changes: [...changes, ...ours], findings: [...findings, ...(await chainNotSent(host, target, pems))] };
}
