import type { Answers } from '../../answers/answers.ts';
import type { Host, HostFile } from '../../host/host.ts';
import { readOriginals } from '../../host/originals.ts';
import type { Finding } from '../../model/finding.ts';
import type { CertificateFacts, Change, Effect, KeyReference } from '../../plan/change.ts';
import { isFor } from '../../services/ecconfigd/gaps.ts';
import { readPinned } from '../../services/ecconfigd/pinned.ts';
import { readRepository } from '../../services/ecconfigd/repository.ts';
import { databasePairFindings } from '../../services/msyspg/asked-pair.ts';
import type { CertificatePlace, Service } from '../../services/service.ts';
import { compareKey } from '../../tls/certificate/key.ts';
import { canonicalName } from '../../tls/certificate/names.ts';
import { type Certificate, daysLeft, readCertificate } from '../../tls/certificate/read.ts';
import { answersKey, DEFAULT_DAYS, ownAnswers, proposeNames } from './facts.ts';
import { isLocallySigned, isSignedLocally, issuePlanned, wasHandedOver } from './pair.ts';
import { presentFacts } from './present.ts';

/** In the place of a choice's id, where the pair is none that a choice has put there. */
export const RENEWAL = 'certificates';

export interface RenewalRequest {
  readonly answers: Answers;
  /** Certificates with fewer days left than this are renewed. */
  readonly daysLeft: number;
  /** All of them, however many days are left. */
  readonly force: boolean;
  readonly sameKey: boolean;
  /** An authority is asked to sign the present key, or soon will be: it stays, unless others may have it. */
  readonly toBeSigned?: boolean;
  /** Others may have the keys: all are replaced, and kept nowhere. */
  readonly compromised: boolean;
  /** The operator named the service: what cannot be done for it is said. */
  readonly named: boolean;
}

export interface Renewal {
  readonly changes: readonly Change[];
  readonly findings: readonly Finding[];
}

const NOTHING: Renewal = { changes: [], findings: [] };

/** A new certificate for a service in the place of one that runs out, with its names and key size. */
export async function planRenewal(host: Host, service: Service, request: RenewalRequest): Promise<Renewal> {
  const place = await service.certificate(host);
  const { tls } = await service.endpoints(host);
  if (place === undefined) return request.named ? only(absent(service)) : NOTHING;
  // A pair of a service that speaks no TLS serves nobody.
  if (tls.length === 0 && !request.named) return NOTHING;
  const file = await host.read(place.certificate);
  if (file === undefined)
    return service.choice === undefined ? planFirst(host, service, place, request) : noneYet(service, request);
  const reading = readCertificate(file.bytes.toString('latin1'));
  if (!reading.ok) return only(finding(service, 'fail', `${place.certificate}: ${reading.problem}`, [place.certificate]));
  const { certificate } = reading;
  const reason =
    (await reasonToRenew(host, place, certificate, request)) ?? (await wrongName(host, service, certificate, request));
  const local = await isLocallySigned(host, place);
  if (reason === undefined) return only(kept(host, service, certificate));
  const { source } = ownAnswers(request.answers, service);
  if (source === 'files' || (await wasHandedOver(host, service.choice ?? RENEWAL, file)))
    return only(handedOver(service, place, reason));
  if (!certificate.selfSigned && !local) return only(foreign(service, place, certificate, reason));
  const { facts, findings } = await factsOf(host, service, certificate, request.answers);
  if (facts === undefined) return { changes: [], findings };
  const key = await keyFor(host, service, place, file, request);
  if (key.problem !== undefined) return { changes: [], findings: [...findings, key.problem] };
  const changes = await issuePlanned(host, {
    choice: await choiceOf(host, service, place),
    service,
    place,
    why: reason,
    facts,
    affects: await effectOf(host, service),
    locally: isSignedLocally(source, local),
    keyFrom: key.from,
  });
  const trusted = request.compromised ? [stillTrusted(service, certificate, local)] : [];
  return { changes, findings: [...findings, ...trusted, ...(await asideOf(host, service, certificate))] };
}

function only(one: Finding): Renewal {
  return { changes: [], findings: [one] };
}

function finding(
  service: Service,
  status: Finding['status'],
  what: string,
  evidence: readonly string[],
  steps: readonly string[] = [],
): Finding {
  return { id: `certificate-${service.id}`, status, what: `${service.title}: ${what}`, evidence, remedy: { steps } };
}

function absent(service: Service): Finding {
  return finding(service, 'warn', 'it is not on this host', []);
}

function noneYet(service: Service, { named }: RenewalRequest): Renewal {
  if (!named) return NOTHING;
  return only(
    finding(
      service,
      'warn',
      'there is no certificate yet',
      [],
      [`momentum-secure apply --set ${service.choice}=offer makes one`],
    ),
  );
}

function kept(host: Host, service: Service, { notAfter, subject }: Certificate): Finding {
  return finding(service, 'pass', `the certificate for ${subject} has ${daysLeft(notAfter, host.now())} days left`, []);
}

/** What a certification authority signed, it has to sign again. */
function foreign(service: Service, place: CertificatePlace, { issuer }: Certificate, reason: string): Finding {
  const what = `the certificate is issued by ${issuer}, and is not replaced by one of ours (${reason.toLowerCase()})`;
  const steps = [`momentum-secure certificate request ${service.id}, have it signed, then certificate import ${service.id}`];
  return finding(service, 'warn', what, [place.certificate], steps);
}

/** Its files are renewed by whoever made them. */
function handedOver(service: Service, place: CertificatePlace, reason: string): Finding {
  const what = `the certificate comes from files, and is not replaced by one of ours (${reason.toLowerCase()})`;
  const steps = ['Put a renewed pair in these files, then momentum-secure apply, with the answers that name them or --again'];
  return finding(service, 'warn', what, [place.certificate], steps);
}

/** There is no list of revoked certificates that clients of ours would ask for. */
function stillTrusted(service: Service, { fingerprint256, notAfter, issuer }: Certificate, local: boolean): Finding {
  const until = notAfter.toISOString().slice(0, 10);
  const who = local ? `clients that trust ${issuer}` : 'clients that were given it';
  const what = `whoever has the old key can pose as this host until ${until} to ${who}`;
  const steps = [
    local ? 'Make another authority known to them, and take that one away' : 'Take the old certificate away from them',
  ];
  return {
    ...finding(service, 'warn', what, [`the old certificate: SHA-256 ${fingerprint256}`], steps),
    id: `compromised-${service.id}`,
  };
}

async function reasonToRenew(
  host: Host,
  place: CertificatePlace,
  { notAfter, notBefore }: Certificate,
  { daysLeft: limit, force, compromised }: RenewalRequest,
): Promise<string | undefined> {
  if (compromised) return 'Its key is compromised';
  if (notBefore > host.now()) return `It is not valid before ${notBefore.toISOString().slice(0, 10)}`;
  const days = daysLeft(notAfter, host.now());
  const date = notAfter.toISOString().slice(0, 10);
  if (days < 0) return `It ran out on ${date}`;
  if (days < limit) return `It runs out on ${date}, in ${days} days`;
  const [key, certificate] = await Promise.all([host.read(place.key), host.read(place.certificate)]);
  if (key === undefined) return `Its key, ${place.key}, is missing`;
  if (compareKey(key.bytes.toString('latin1'), certificate?.bytes.toString('latin1') ?? '') === 'mismatch')
    return `${place.key} does not match it`;
  return force ? 'Renewed as asked for' : undefined;
}

/** Unasked it stays: a node may have been told to trust it as it is. */
async function wrongName(
  host: Host,
  service: Service,
  certificate: Certificate,
  { named }: RenewalRequest,
): Promise<string | undefined> {
  const repository = named && service.id === 'ecconfigd' ? await readRepository(host) : undefined;
  if (repository === undefined || isFor(certificate, repository)) return undefined;
  return `It is not for ${repository.host}, from where nodes fetch`;
}

/** ecconfigd comes up with TLS or not at all: where its pair is missing, it gets one as from create_ssl_cert. */
async function planFirst(host: Host, service: Service, place: CertificatePlace, request: RenewalRequest): Promise<Renewal> {
  if (!request.named) return NOTHING;
  const repository = await readRepository(host);
  const { hostname, altNames } = await proposeNames(host, repository === undefined ? [] : [repository.host]);
  const { keyBits = 2048, days = DEFAULT_DAYS } = request.answers.certificates ?? {};
  const changes = await issuePlanned(host, {
    choice: RENEWAL,
    service,
    place,
    why: 'There is no certificate yet',
    facts: { hostname, altNames, keyBits, days },
    affects: await effectOf(host, service),
    locally: false,
  });
  return { changes, findings: [] };
}

async function factsOf(
  host: Host,
  service: Service,
  certificate: Certificate,
  answers: Answers,
): Promise<{ readonly facts?: CertificateFacts; readonly findings: readonly Finding[] }> {
  const present = presentFacts(certificate);
  const findings =
    present.lost.length === 0
      ? []
      : [finding(service, 'warn', `a new certificate does not take over ${present.lost.join(', ')}`, [])];
  const days = ownAnswers(answers, service).days ?? answers.certificates?.days ?? DEFAULT_DAYS;
  const hostname = await nameFor(host, service, present.hostname);
  if (hostname === undefined) {
    const what = `the certificate is for "${certificate.subject}", which is no host name: the same cannot be made`;
    return {
      findings: [
        finding(
          service,
          'fail',
          what,
          [],
          [
            `momentum-secure apply --set certificates.${answersKey(service) ?? 'hostname'}.source=self-signed makes one for this host`,
          ],
        ),
      ],
    };
  }
  const others = present.hostname === undefined || present.hostname === hostname ? [] : [present.hostname];
  const altNames = [...new Set([...others, ...present.altNames].map(canonicalName))].filter(
    (name) => name !== canonicalName(hostname),
  );
  return { facts: { hostname, altNames, keyBits: present.keyBits, days }, findings };
}

/** Nodes compare the CN of ecconfigd with the name in their URL, whatever the certificate was made for. */
async function nameFor(host: Host, service: Service, present: string | undefined): Promise<string | undefined> {
  if (service.id !== 'ecconfigd') return present;
  return (await readRepository(host))?.host ?? present;
}

async function keyFor(
  host: Host,
  service: Service,
  place: CertificatePlace,
  certificate: HostFile,
  { sameKey, toBeSigned = false, compromised }: RenewalRequest,
): Promise<{ readonly from?: KeyReference; readonly problem?: Finding }> {
  if (!sameKey && (!toBeSigned || compromised)) return {};
  const key = await host.read(place.key);
  const match = compareKey(key?.bytes.toString('latin1') ?? '', certificate.bytes.toString('latin1'));
  if (key !== undefined && match === 'match') return { from: { kind: 'kept', path: place.key, hash: key.hash } };
  if (!sameKey) return {};
  const what = `${place.key} cannot be used again (${match})`;
  return { problem: finding(service, 'fail', what, [place.key], ['Leave --same-key out: then a new key is made']) };
}

/** What a choice has put there stays that choice's, so that turning it off still gives back what was before. */
async function choiceOf(host: Host, { choice }: Service, place: CertificatePlace): Promise<string> {
  if (choice === undefined) return RENEWAL;
  return (await readOriginals(host, choice)).some(({ path }) => path === place.certificate) ? choice : RENEWAL;
}

async function effectOf(host: Host, service: Service): Promise<readonly Effect[]> {
  return [{ service: service.id, action: await service.renewal(host) }];
}

/** What a new certificate means to those who hold on to the old one, and what else lies about. */
async function asideOf(host: Host, service: Service, certificate: Certificate): Promise<readonly Finding[]> {
  if (service.id === 'msyspg') return databasePairFindings(host);
  if (service.id !== 'ecconfigd') return [];
  const pinned = (await readPinned(host)).filter(({ fingerprint256 }) => fingerprint256 === certificate.fingerprint256);
  return pinned.map(({ file, server }) => ({
    id: 'ecconfigd-pinned',
    status: 'warn',
    what: `svn of ecuser trusts this very certificate of ${server}, and will not know the new one`,
    evidence: [file],
    remedy: {
      steps: [`If updates of the configuration are refused afterwards, remove ${file}, and its like on every other node`],
    },
  }));
}
