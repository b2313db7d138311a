import type { Answers, CertificateSource } from '../../answers/answers.ts';
import type { Host, HostFile } from '../../host/host.ts';
import { type Original, readOriginals } from '../../host/originals.ts';
import type { Finding } from '../../model/finding.ts';
import type { CertificateFacts, Change, KeyReference } from '../../plan/change.ts';
import type { CertificatePlace, Service } from '../../services/service.ts';
import { certificateDifferences } from '../../tls/certificate/facts.ts';
import { compareKey, keyMatches } from '../../tls/certificate/key.ts';
import { type Certificate, daysLeft, readCertificate } from '../../tls/certificate/read.ts';
import { isFromAuthority, planAuthority, readAuthorities } from './authority.ts';
import { wantedFacts } from './facts.ts';
import { type FilesTarget, planFiles } from './files.ts';

/** A service's pair as it lies on the disk. */
export type PairState =
  | { readonly state: 'absent' }
  | { readonly state: 'valid'; readonly certificate: Certificate; readonly ours: boolean }
  /** `replaceable`: it proves nothing to anybody (no match, garbage, a self-signed one that has run out). */
  | { readonly state: 'broken'; readonly problem: string; readonly replaceable: boolean; readonly ours: boolean };

export async function readPair(host: Host, place: CertificatePlace, choice: string): Promise<PairState> {
  const [key, certificate] = await Promise.all([host.read(place.key), host.read(place.certificate)]);
  if (key === undefined && certificate === undefined) return { state: 'absent' };
  const ours = await isOurs(host, choice, certificate);
  const broken = (problem: string, replaceable: boolean): PairState => ({ state: 'broken', problem, replaceable, ours });
  if (key === undefined) return broken(`${place.certificate} has no key: ${place.key} is missing`, false);
  if (certificate === undefined) return broken(`${place.key} has no certificate: ${place.certificate} is missing`, false);
  const reading = readCertificate(certificate.bytes.toString('latin1'));
  if (!reading.ok) return broken(`${place.certificate}: ${reading.problem}`, false);
  const match = compareKey(key.bytes.toString('latin1'), certificate.bytes.toString('latin1'));
  if (match === 'encrypted-key')
    return broken(`${place.key} asks for a passphrase, which a service that starts by itself cannot give`, false);
  if (match !== 'match') return broken(`${place.key} does not match ${place.certificate}`, reading.certificate.selfSigned);
  const days = daysLeft(reading.certificate.notAfter, host.now());
  if (days < 0) {
    const date = reading.certificate.notAfter.toISOString().slice(0, 10);
    return broken(`${place.certificate} ran out on ${date}`, reading.certificate.selfSigned);
  }
  if (reading.certificate.notBefore > host.now())
    return broken(`${place.certificate} is not valid yet`, reading.certificate.selfSigned);
  return { state: 'valid', certificate: reading.certificate, ours };
}

/** Ours is what we issued, and nobody changed since. */
async function isOurs(host: Host, choice: string, certificate: HostFile | undefined): Promise<boolean> {
  const left = await leftThere(host, choice, certificate);
  return left !== undefined && left.given !== true;
}

/** Did files that the answers named bring it there, as it is? */
export async function wasHandedOver(host: Host, choice: string, certificate: HostFile): Promise<boolean> {
  return (await leftThere(host, choice, certificate))?.given === true;
}

async function leftThere(host: Host, choice: string, certificate: HostFile | undefined): Promise<Original | undefined> {
  if (certificate === undefined) return undefined;
  const originals = await readOriginals(host, choice);
  return originals.find((original) => original.path === certificate.path && original.written === certificate.hash);
}

export interface PairRequest extends FilesTarget {
  /** Names clients use for the service, most public first. */
  readonly addressedAs: readonly string[];
}

/**
 * The change that gives a service a pair it can start with, or none where it has one. A valid pair
 * is kept; one that is not ours is replaced only where the answers say by what.
 */
export async function planPair(host: Host, answers: Answers, request: PairRequest): Promise<readonly Change[]> {
  const { choice, key, service, place, affects } = request;
  const source = answers.certificates?.[key]?.source;
  if (source === 'files') return (await planFiles(host, answers, request)).changes;
  const { facts, asked } = await wantedFacts(host, answers, key, request.addressedAs);
  const pair = await readPair(host, place, choice);
  const local = await isLocallySigned(host, place);
  const otherSigner = signerDifference(source, local, pair);
  const isAsked = asked || otherSigner.length > 0;
  // An authority may be about to sign what was requested of this one.
  const why = reasonToIssue(pair, source, source !== 'csr' && isAsked, (certificate) => [
    ...otherSigner,
    // The names of what we made follow from what was answered then.
    ...(asked || !(local || (pair.state === 'valid' && pair.ours)) ? certificateDifferences(certificate, facts) : []),
  ]);
  if (why === undefined) return [];
  const keyFrom = source === 'csr' ? await keyThere(host, place) : undefined;
  return issuePlanned(host, { choice, why, affects, service, place, facts, locally: isSignedLocally(source, local), keyFrom });
}

async function keyThere(host: Host, place: CertificatePlace): Promise<KeyReference | undefined> {
  const [key, certificate] = await Promise.all([host.read(place.key), host.read(place.certificate)]);
  if (key === undefined || !keyMatches(key.bytes.toString('latin1'), certificate?.bytes.toString('latin1') ?? ''))
    return undefined;
  return { kind: 'kept', path: place.key, hash: key.hash };
}

export interface ToIssue extends Pick<PairRequest, 'choice' | 'service' | 'place' | 'affects'> {
  readonly why: string;
  readonly facts: CertificateFacts;
  /** Signed by the host's own authority, else with its own key. */
  readonly locally: boolean;
  /** Without: a new key. */
  readonly keyFrom?: KeyReference | undefined;
}

/** The change that issues a pair for a service, after what it takes to sign it. */
export async function issuePlanned(
  host: Host,
  { service, place, locally, keyFrom, ...rest }: ToIssue,
): Promise<readonly Change[]> {
  const owner = { owner: place.owner, group: place.group };
  const authority = locally ? await planAuthority(host, rest.facts.days) : undefined;
  return [
    ...(authority?.changes ?? []),
    {
      kind: 'certificate',
      ...rest,
      service: service.id,
      keyPath: place.key,
      certificatePath: place.certificate,
      ...(authority === undefined ? {} : { signer: authority.signer }),
      ...(keyFrom === undefined ? {} : { keyFrom }),
      keyAttributes: { ...owner, mode: 0o600 },
      certificateAttributes: { ...owner, mode: 0o644 },
    },
  ];
}

/** Is the certificate that is there signed by an authority of this host? */
export async function isLocallySigned(host: Host, place: CertificatePlace): Promise<boolean> {
  const file = await host.read(place.certificate);
  return file !== undefined && isFromAuthority(file.bytes.toString('latin1'), await readAuthorities(host));
}

/** What the answers say, else as it is now: nobody is moved from one kind to another unasked. */
export function isSignedLocally(source: CertificateSource | undefined, local: boolean): boolean {
  return source === 'local-ca' || (source !== 'self-signed' && local);
}

function signerDifference(source: CertificateSource | undefined, local: boolean, pair: PairState): readonly string[] {
  if (source === 'local-ca' && !local) return ["not signed by this host's own authority"];
  if (source !== 'self-signed') return [];
  if (local) return ["signed by this host's own authority, not by itself"];
  return pair.state === 'valid' && !pair.certificate.selfSigned ? [`signed by ${pair.certificate.issuer}, not by itself`] : [];
}

function reasonToIssue(
  pair: PairState,
  source: string | undefined,
  asked: boolean,
  differences: (certificate: Certificate) => readonly string[],
): string | undefined {
  if (pair.state === 'absent') return 'There is no certificate yet';
  const isReplaced = source === 'self-signed' || source === 'local-ca';
  if (pair.state === 'broken') return pair.ours || pair.replaceable || isReplaced ? pair.problem : undefined;
  if (pair.ours ? !asked : !isReplaced) return undefined;
  const different = differences(pair.certificate);
  return different.length === 0 ? undefined : `The certificate is ${different.join(', ')}`;
}

/** What is to be said about a pair that stays: nothing of ours replaces it unasked. */
export async function pairFindings(
  host: Host,
  place: CertificatePlace,
  choice: string,
  service: Service,
): Promise<readonly Finding[]> {
  const pair = await readPair(host, place, choice);
  if (pair.state === 'absent') return [];
  const id = `certificate-${service.id}`;
  if (pair.state === 'broken') {
    const steps =
      pair.replaceable || pair.ours
        ? []
        : ['Put the matching pair there, or answer `source: self-signed` for it to have a new one made'];
    return [{ id, status: 'fail', what: pair.problem, evidence: [place.certificate, place.key], remedy: { steps } }];
  }
  const days = daysLeft(pair.certificate.notAfter, host.now());
  const what = `${service.title}: certificate for ${pair.certificate.subject || pair.certificate.altNames[0]}, ${days} days left`;
  return [
    { id, status: days < 30 ? 'warn' : 'pass', what, evidence: [place.certificate, `issued by ${pair.certificate.issuer}`] },
  ];
}
