import type { Answers } from '../../answers/answers.ts';
import type { Host } from '../../host/host.ts';
import type { Finding } from '../../model/finding.ts';
import type { Change, Effect, KeyReference } from '../../plan/change.ts';
import type { CertificatePlace, Service } from '../../services/service.ts';
import { certificatesIn } from '../../tls/certificate/chain.ts';
import { compareKey, isEncryptedKey, keyMatches } from '../../tls/certificate/key.ts';
import { daysLeft, readCertificate } from '../../tls/certificate/read.ts';
import { judgeCertificates } from './import.ts';
import { presentFacts } from './present.ts';
import { pendingKey } from './requests.ts';

/** What the operator hands over. */
export interface Handed {
  /** PEM: the server's certificate, perhaps with its chain, and the rest of the chain. */
  readonly certificate: string;
  readonly chain: string;
  /** Its PEM, and what stands for it in a plan; undefined: the one of the request, or the service's own. */
  readonly key: { readonly pem: string; readonly from: KeyReference } | undefined;
}

/** Where it goes, and whose change that is. */
export interface PairTarget {
  /** Id of a choice, or what stands in the place of one. */
  readonly choice: string;
  readonly service: Service;
  readonly place: CertificatePlace;
  readonly affects: readonly Effect[];
}

/** The changes, and all that is wrong; no change where something is. */
export interface PlannedPair {
  readonly changes: readonly Change[];
  readonly findings: readonly Finding[];
}

/** An objection to what was handed over: nothing is put in place. */
export function objection(about: string, what: string, ...steps: readonly string[]): Finding {
  return { id: `import-${about}`, status: 'fail', what, evidence: [], remedy: { steps } };
}

/** The change that puts it in place. `giveKey` says how a key is given along, where the one that is there is another one. */
export async function planHanded(
  host: Host,
  { choice, service, place, affects }: PairTarget,
  handed: Handed,
  answers: Answers,
  giveKey: string,
): Promise<PlannedPair> {
  const only = (finding: Finding): PlannedPair => ({ changes: [], findings: [finding] });
  const pems = pemsOf(handed);
  for (const [index, pem] of pems.entries()) {
    const one = readCertificate(pem);
    if (!one.ok) return only(objection('certificate', `Certificate ${index + 1}: ${one.problem}`));
  }
  const reading = readCertificate(handed.certificate);
  if (!reading.ok) return only(objection('certificate', `The certificate file: ${reading.problem}`));
  const findings = await judgeCertificates(host, service, place, pems, answers);
  const key = await matchingKey(host, service, place, pems[0] ?? '', handed);
  if (key === undefined) return { changes: [], findings: [...findings, mismatch(handed, giveKey)] };
  if (findings.some(({ status }) => status === 'fail')) return { changes: [], findings };
  if (await isInPlace(host, place, pems)) return { changes: [], findings };
  const { certificate } = reading;
  const present = presentFacts(certificate);
  const owner = { owner: place.owner, group: place.group };
  const common = { choice, why: `A certificate that ${certificate.issuer} issued` };
  const pending = key.kind === 'kept' && key.path === pendingKey(service) ? [key] : [];
  return {
    findings,
    changes: [
      {
        kind: 'certificate',
        ...common,
        affects,
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

/** Every certificate that was handed over, the server's own first, each once. */
export function pemsOf({ certificate, chain }: Pick<Handed, 'certificate' | 'chain'>): readonly string[] {
  return [...new Set(certificatesIn(`${certificate}\n${chain}`))];
}

/** Do these stand there already, with their key? Line ends and text around them are no other certificates, another form of a key is no other key. */
export async function isInPlace(host: Host, place: CertificatePlace, pems: readonly string[]): Promise<boolean> {
  const [key, now] = await Promise.all([host.read(place.key), host.read(place.certificate)]);
  if (key === undefined || now === undefined || pems.length === 0) return false;
  const text = now.bytes.toString('latin1');
  return certificatesIn(text).join('') === pems.join('') && keyMatches(key.bytes.toString('latin1'), text);
}

function mismatch({ key }: Handed, giveKey: string): Finding {
  if (key === undefined)
    return objection('match', 'The certificate is not about the key that is there: they do not match', giveKey);
  if (isEncryptedKey(key.pem))
    return objection('key', 'The key asks for a passphrase, which a service that starts by itself cannot give', giveKey);
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(key.pem))
    return objection('key', 'There is no private key in PEM in it', giveKey);
  return objection('match', 'The certificate is not about this key: they do not match', 'Give the key that was made for it');
}

/** The one handed over, or without: the one that a request was made with, else the service's own. */
async function matchingKey(
  host: Host,
  service: Service,
  place: CertificatePlace,
  certificate: string,
  { key }: Handed,
): Promise<KeyReference | undefined> {
  if (key !== undefined) return compareKey(key.pem, certificate) === 'match' ? key.from : undefined;
  for (const path of [pendingKey(service), place.key]) {
    const file = await host.read(path);
    if (file !== undefined && keyMatches(file.bytes.toString('latin1'), certificate))
      return { kind: 'kept', path, hash: file.hash };
  }
  return undefined;
}
