import type { Host } from '../host/host.ts';
import { hostName } from '../host/names.ts';
import type { CertificateFacts, Change } from '../plan/change.ts';
import type { CertificatePlace } from '../services/service.ts';
import { generateRsaKey, selfSign } from '../tls/certificate/issue.ts';
import { putText } from './change.ts';

/** Days from now; negative ones are past. */
interface Life {
  readonly from: number;
  readonly until: number;
}

const DAY_MS = 86_400_000;

/** For faults: a real pair in the place of a service's own, that was or will be valid only in those days, or is for other names. */
export async function putPair(
  host: Host,
  place: CertificatePlace,
  { from, until }: Life = { from: 0, until: 365 },
  facts: Partial<CertificateFacts> = {},
): Promise<readonly Change[]> {
  const hostname = facts.hostname ?? (await hostName(host)) ?? 'localhost';
  const whole = { hostname, altNames: ['localhost', '127.0.0.1'], keyBits: 2048 as const, ...facts, days: until - from };
  const keys = await generateRsaKey(whole.keyBits);
  const certificatePem = await selfSign(keys, whole, new Date(host.now().getTime() + from * DAY_MS));
  const { owner, group } = place;
  return [
    ...(await putText(host, place.key, keys.privateKey, { owner, group, mode: 0o600 })),
    ...(await putText(host, place.certificate, certificatePem, { owner, group, mode: 0o644 })),
  ];
}
