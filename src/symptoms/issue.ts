import type { Host } from '../host/host.ts';
import { hostName } from '../host/names.ts';
import type { CertificateFacts, Change } from '../plan/change.ts';
import type { CertificatePlace } from '../services/service.ts';
import { issueAuthority, signLeaf } from '../tls/certificate/authority.ts';
import { generateRsaKey, type Pair, selfSign } from '../tls/certificate/issue.ts';
import { putText } from './change.ts';

/** Days from now; negative ones are past. */
interface Life {
  readonly from: number;
  readonly until: number;
}

const NOW: Life = { from: 0, until: 365 };
const DAY_MS = 86_400_000;

/** For faults: a real pair in the place of a service's own, that was or will be valid only in those days, or is for other names. */
export async function putPair(
  host: Host,
  place: CertificatePlace,
  life: Life = NOW,
  facts: Partial<CertificateFacts> = {},
): Promise<readonly Change[]> {
  const keys = await generateRsaKey(2048);
  const certificatePem = await selfSign(keys, await whole(host, life, facts), begin(host, life));
  return put(host, place, { keyPem: keys.privateKey, certificatePem });
}

/** The same, by an authority that nobody here has: one of ours must not take its place. */
export async function putSignedPair(host: Host, place: CertificatePlace, life: Life = NOW): Promise<readonly Change[]> {
  const authority = await issueAuthority({ name: 'Example CA', keyBits: 2048, days: 3650 }, begin(host, life));
  const { privateKey: keyPem } = await generateRsaKey(2048);
  return put(host, place, {
    keyPem,
    certificatePem: await signLeaf(keyPem, await whole(host, life, {}), authority, begin(host, life)),
  });
}

async function whole(host: Host, { from, until }: Life, facts: Partial<CertificateFacts>): Promise<CertificateFacts> {
  const hostname = facts.hostname ?? (await hostName(host)) ?? 'localhost';
  return { hostname, altNames: ['localhost', '127.0.0.1'], keyBits: 2048, ...facts, days: until - from };
}

function begin(host: Host, { from }: Life): Date {
  return new Date(host.now().getTime() + from * DAY_MS);
}

async function put(host: Host, place: CertificatePlace, { keyPem, certificatePem }: Pair): Promise<readonly Change[]> {
  const { owner, group } = place;
  return [
    ...(await putText(host, place.key, keyPem, { owner, group, mode: 0o600 })),
    ...(await putText(host, place.certificate, certificatePem, { owner, group, mode: 0o644 })),
  ];
}
