import type { Answers } from '../../answers/answers.ts';
import type { Host } from '../../host/host.ts';
import type { Service } from '../../services/service.ts';
import { type Handed, objection, type PlannedPair, planHanded } from './handed-pair.ts';
import { RENEWAL } from './renewal.ts';

/** The change that puts what was handed over in the place of a service's pair, and all that is wrong with it. */
export async function planImport(host: Host, service: Service, handed: Handed, answers: Answers): Promise<PlannedPair> {
  const place = await service.certificate(host);
  if (place === undefined) return { changes: [], findings: [objection('service', `${service.title} is not on this host`)] };
  const { tls } = await service.endpoints(host);
  const affects = tls.length === 0 ? [] : [{ service: service.id, action: await service.renewal(host) }];
  return planHanded(host, { choice: RENEWAL, service, place, affects }, handed, answers, 'Give its key with --key FILE');
}
