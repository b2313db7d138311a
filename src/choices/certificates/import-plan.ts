import type { Answers } from '../../answers/answers.ts';
import type { Host } from '../../host/host.ts';
import type { Finding } from '../../model/finding.ts';
import type { Change, KeyReference } from '../../plan/change.ts';
import type { CertificatePlace, Service } from '../../services/service.ts';
import { certificatesIn } from '../../tls/certificate/chain.ts';
import { compareKey } from '../../tls/certificate/key.ts';
import { daysLeft, readCertificate } from '../../tls/certificate/read.ts';
import { judgeCertificates } from './import.ts';
import { presentFacts } from './present.ts';
import { RENEWAL } from './renewal.ts';
import { pendingKey } from './requests.ts';

/** What the operator hands over. */
export interface Handed {
  /** PEM: the server's certificate, perhaps with its chain, and the rest of the chain. */
  readonly certificate: string;
  readonly chain: string;
  /** In clear, with the sha256 of its PEM; undefined: the one of the request, or the service's own. */
  readonly key: { readonly pem: string; readonly hash: string } | undefined;
}

/** The change that puts it in place, and all that is wrong with it; no change where something is. */
export async function planImport(
  host: Host,
  service: Service,
  handed: Handed,
  answers: Answers,
): Promise<{ readonly changes: readonly Change[]; readonly findings: readonly Finding[] }> {
  const fail = (about: string, what: string, ...steps: readonly string[]) => {
    const finding: Finding = { id: `import-${about}`, status: 'fail', what, evidence: [], remedy: { steps } };
    return { changes: [], findings: [finding] };
  };
  const place = await service.certificate(host);
  if (place === undefined) return fail('service', `${service.title} is not on this host`);
  const pems = [...new Set(certificatesIn(`${handed.certificate}\n${handed.chain}`))];
  for (const [index, pem] of pems.entries()) {
    const one = readCertificate(pem);
    if (!one.ok) return fail('certificate', `Certificate ${index + 1}: ${one.problem}`);
  }
  const reading = readCertificate(handed.certificate);
  if (!reading.ok) return fail('certificate', `The certificate file: ${reading.problem}`);
  const findings = await judgeCertificates(host, service, place, pems, answers);
  const key = await matchingKey(host, service, place, pems[0] ?? '', handed);
  if (key === undefined) {
    const steps = handed.key === undefined ? ['Give its key with --key FILE'] : ['Give the key that was made for it'];
    const mismatch = fail('match', 'The certificate is not about this key: they do not match', ...steps);
    return { changes: [], findings: [...findings, ...mismatch.findings] };
  }
  if (findings.some(({ status }) => status === 'fail')) return { changes: [], findings };
  const { certificate } = reading;
  const present = presentFacts(certificate);
  const now = await host.read(place.certificate);
  // Line ends and text around them are no other certificates.
  if (certificatesIn(now?.bytes.toString('latin1') ?? '').join('') === pems.join('') && (await isThere(host, place, key)))
    return { changes: [], findings };
  const owner = { owner: place.owner, group: place.group };
  const { tls } = await service.endpoints(host);
  const common = { choice: RENEWAL, why: `A certificate that ${certificate.issuer} issued` };
  const pending = key.kind === 'kept' && key.path === pendingKey(service) ? [key] : [];
  return {
    findings,
    changes: [
      {
        kind: 'certificate',
        ...common,
        affects: tls.length === 0 ? [] : [{ service: service.id, action: await service.renewal(host) }],
        service: service.id,
        keyPath: place.key,
        certificatePath: place.certificate,
        facts: {
          hostname: present.hostname ?? certificate.subject,
          altNames: present.altNames,
          keyBits: present.keyBits,
          days: daysLeft(certificate.notAfter, host.now()),
        },
        signer: { kind: 'given', pem: pems.join(''), issuer: certificate.issuer },
        keyFrom: key,
        keyAttributes: { ...owner, mode: 0o600 },
        certificateAttributes: { ...owner, mode: 0o644 },
      },
      // The request has been answered.
      ...pending.map(({ path, hash }): Change => ({ kind: 'remove', ...common, affects: [], path, onHash: hash })),
    ],
  };
}

/** The one handed over, or without: the one that a request was made with, else the service's own. */
async function matchingKey(
  host: Host,
  service: Service,
  place: CertificatePlace,
  certificate: string,
  { key }: Handed,
): Promise<KeyReference | undefined> {
  if (key !== undefined) return compareKey(key.pem, certificate) === 'match' ? { kind: 'given', hash: key.hash } : undefined;
  for (const path of [pendingKey(service), place.key]) {
    const file = await host.read(path);
    if (file !== undefined && compareKey(file.bytes.toString('latin1'), certificate) === 'match')
      return { kind: 'kept', path, hash: file.hash };
  }
  return undefined;
}

async function isThere(host: Host, place: CertificatePlace, { hash }: KeyReference): Promise<boolean> {
  return (await host.read(place.key))?.hash === hash;
}
