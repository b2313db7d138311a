import type { Host } from '../host/host.ts';
import { hostName } from '../host/names.ts';
import type { CertificateFacts, Change, PlannedFinding } from '../plan/change.ts';
import type { CertificatePlace, Service } from '../services/service.ts';
import { subjectNames } from '../tls/certificate/facts.ts';
import { compareKey } from '../tls/certificate/key.ts';
import { canonicalName, kindOfName } from '../tls/certificate/names.ts';
import { type Certificate, daysLeft, readCertificate } from '../tls/certificate/read.ts';
import type { Check } from './check.ts';
import { keyFindings } from './key-mode.ts';
import { affectedServices } from './targets.ts';
import { someOf } from './words.ts';

const SOON_DAYS = 30;

/** The key and certificate that a service will start with: neither `httpd -t` nor `postgres -C` looks whether they match. */
export const pair: Check = {
  id: 'pair',
  title: 'Keys and certificates',
  async run({ after, changes }) {
    const found = await Promise.all(affectedServices(changes).map((service) => lookAt(after, service, changes)));
    return found.flat();
  },
};

async function lookAt(after: Host, service: Service, changes: readonly Change[]): Promise<readonly PlannedFinding[]> {
  const [place, { tls }] = await Promise.all([service.certificate(after), service.endpoints(after)]);
  if (place === undefined || tls.length === 0) return [];
  const planned = changes.findLast((change) => change.kind === 'certificate' && change.certificatePath === place.certificate);
  const content =
    planned?.kind === 'certificate'
      ? planned.signer?.kind === 'given'
        ? []
        : await plannedPair(after, service, planned.facts)
      : await standingPair(after, service, place);
  const found = [...content, ...(await keyFindings(after, service, place))];
  if (found.length > 0) return found;
  const what =
    planned === undefined
      ? `${service.title}: the key and the certificate match and are valid`
      : `${service.title} gets a new key and certificate`;
  return [{ id: `pair-${service.id}`, status: 'pass', what, evidence: [place.certificate] }];
}

/** Made to match and with dates of its own; only a name can be wrong. */
async function plannedPair(after: Host, service: Service, facts: CertificateFacts): Promise<readonly PlannedFinding[]> {
  const names = subjectNames(facts).filter((name) => kindOfName(name) === 'dns' && !name.startsWith('*'));
  const resolved = await Promise.all(names.map((name) => after.resolves(name)));
  const not = names.filter((_, index) => resolved[index] !== true);
  if (not.length === 0) return [];
  const known = not.every((name) => resolved[names.indexOf(name)] === false);
  const what = `${service.title}: the new certificate is for ${someOf(not)}, which ${known ? 'does not resolve here' : 'could not be looked up here'}`;
  const steps = ['Clients that verify must reach the service by that name: check its spelling, or add it to DNS or /etc/hosts'];
  return [{ id: `pair-${service.id}-name`, status: 'warn', what, evidence: names, remedy: { steps } }];
}

async function standingPair(after: Host, service: Service, place: CertificatePlace): Promise<readonly PlannedFinding[]> {
  const [key, certificate] = await Promise.all([after.read(place.key), after.read(place.certificate)]);
  const fail = (what: string): readonly PlannedFinding[] => {
    const steps = ['Put a pair there that matches and is valid, or answer source: self-signed for it to have a new one made'];
    return [
      {
        id: `pair-${service.id}`,
        status: 'fail',
        what: `${service.title}: ${what}`,
        evidence: [place.key, place.certificate],
        remedy: { steps },
      },
    ];
  };
  if (key === undefined || certificate === undefined)
    return fail(`${key === undefined ? place.key : place.certificate} is missing, and TLS is on`);
  const [keyPem, certificatePem] = [key.bytes.toString('latin1'), certificate.bytes.toString('latin1')];
  const reading = readCertificate(certificatePem);
  if (!reading.ok) return fail(`${place.certificate}: ${reading.problem}`);
  const match = compareKey(keyPem, certificatePem);
  if (match === 'encrypted-key')
    return fail(`${place.key} asks for a passphrase, which a service that starts by itself cannot give`);
  if (match === 'unreadable-key') return fail(`${place.key} holds no private key in PEM`);
  if (match !== 'match') return fail(`${place.key} does not match ${place.certificate}`);
  const now = after.now();
  if (reading.certificate.notBefore > now)
    return fail(`${place.certificate} is not valid before ${reading.certificate.notBefore.toISOString()}`);
  if (reading.certificate.notAfter < now)
    return fail(`${place.certificate} ran out on ${reading.certificate.notAfter.toISOString()}`);
  return remarks(after, service, place, reading.certificate);
}

/** Good enough to start with, but clients may complain soon, or already do. */
async function remarks(
  after: Host,
  service: Service,
  place: CertificatePlace,
  certificate: Certificate,
): Promise<readonly PlannedFinding[]> {
  const found: PlannedFinding[] = [];
  const days = daysLeft(certificate.notAfter, after.now());
  if (days < SOON_DAYS) {
    const what = `${service.title}: ${place.certificate} runs out in ${days} days`;
    found.push({
      id: `pair-${service.id}-date`,
      status: 'warn',
      what,
      evidence: [certificate.notAfter.toISOString()],
      remedy: { steps: ['Renew it'] },
    });
  }
  const name = await hostName(after);
  const names = certificate.altNames.length > 0 ? certificate.altNames : [certificate.subject.toLowerCase()];
  if (name !== undefined && !names.some((candidate) => covers(candidate, canonicalName(name)))) {
    const what = `${service.title}: ${place.certificate} is not for this host's name, ${name}`;
    const steps = ['Clients that verify must use one of its names, or it has to be issued for the one they use'];
    found.push({
      id: `pair-${service.id}-name`,
      status: 'warn',
      what,
      evidence: [`it is for ${names.join(', ')}`],
      remedy: { steps },
    });
  }
  return found;
}

/** A wildcard stands for one label (RFC 6125). */
function covers(pattern: string, name: string): boolean {
  return pattern === name || (pattern.startsWith('*.') && pattern.slice(1) === name.slice(name.indexOf('.')));
}
