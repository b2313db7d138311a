import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { Answers } from '../../answers/answers.ts';
import type { Host } from '../../host/host.ts';
import type { Finding } from '../../model/finding.ts';
import { readRepository } from '../../services/ecconfigd/repository.ts';
import type { CertificatePlace, Service } from '../../services/service.ts';
import { chainProblem } from '../../tls/certificate/chain.ts';
import { daysLeft, describeCertificate, readCertificate } from '../../tls/certificate/read.ts';
import { ownAnswers, proposeNames } from './facts.ts';

/** OID of "TLS Web Server Authentication" (RFC 5280 section 4.2.1.12). */
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const SOON_DAYS = 30;

/** What a service would find out too late about certificates that it is to serve, its own one first. */
export async function judgeCertificates(
  host: Host,
  service: Service,
  place: CertificatePlace,
  pems: readonly string[],
  answers: Answers,
): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  const say = (status: Finding['status'], about: string, what: string, ...steps: readonly string[]) =>
    found.push({ id: `import-${about}`, status, what, evidence: [], remedy: { steps } });
  const chain = pems.map((pem) => new X509Certificate(pem));
  const [leaf] = chain;
  if (leaf === undefined) return [];
  const problem = chainProblem(pems);
  if (problem !== undefined) say('fail', 'chain', `The chain is not in order: ${problem}`);
  for (const [index, x509] of chain.entries()) {
    const which = index === 0 ? 'The certificate' : `Certificate ${index + 1} of the chain`;
    for (const [about, what] of [...dates(host, x509), ...strength(x509, index === 0)]) say('fail', about, `${which} ${what}`);
  }
  const days = daysLeft(new Date(leaf.validTo), host.now());
  if (days >= 0 && days < SOON_DAYS) say('warn', 'dates', `The certificate runs out in ${days} days already`);
  if (leaf.ca)
    say('fail', 'usage', 'The certificate is one of an authority, not of a server', 'Give the one of this server first');
  // Node calls the extended usages this.
  const usages: readonly string[] | undefined = leaf.keyUsage;
  if (usages !== undefined && !usages.includes(SERVER_AUTH))
    say('fail', 'usage', 'The certificate is not for servers (extended key usage)', 'Have one issued for server authentication');
  found.push(...(await judgeNames(host, service, place, leaf, answers)));
  const described = describeCertificate(leaf, chain.length);
  if (chain.length === 1 && !described.selfSigned)
    say('warn', 'chain', `No intermediate certificate came along: clients need to have that of ${described.issuer}`);
  return found;
}

function dates(host: Host, { validFrom, validTo }: X509Certificate): readonly (readonly [string, string])[] {
  if (new Date(validTo) < host.now()) return [['dates', `ran out on ${validTo}`]];
  return new Date(validFrom) > host.now() ? [['dates', `is not valid before ${validFrom}`]] : [];
}

/** What clients of today refuse. Nobody checks the signature of a root. */
function strength(x509: X509Certificate, isLeaf: boolean): readonly (readonly [string, string])[] {
  const weak: [string, string][] = [];
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = x509.publicKey;
  const bits = details?.modulusLength ?? 0;
  if (type === 'rsa' && bits < 2048) weak.push(['strength', `has an RSA key of ${bits} bits; clients want 2048 or more`]);
  const root = !isLeaf && x509.subject === x509.issuer;
  if (!root && /md5|sha1/i.test(x509.signatureAlgorithm ?? ''))
    weak.push(['strength', `is signed with ${x509.signatureAlgorithm}, which clients refuse`]);
  return weak;
}

/** Names that clients use now are to be good afterwards too. Which one is wanted the operator may say. */
async function judgeNames(
  host: Host,
  service: Service,
  place: CertificatePlace,
  leaf: X509Certificate,
  answers: Answers,
): Promise<readonly Finding[]> {
  const wanted =
    ownAnswers(answers, service).hostname ??
    answers.certificates?.hostname ??
    (service.id === 'ecconfigd' ? (await readRepository(host))?.host : undefined);
  const names = wanted === undefined ? await namesNow(host, place) : [wanted];
  const missing = names.filter((name) => !isFor(leaf, name));
  if (missing.length === 0) return [];
  const fails = missing.length === names.length;
  const valid = leaf.subjectAltName ?? leaf.subject;
  const what = `The certificate is not for ${missing.join(', ')}: it is for ${valid}`;
  const steps =
    wanted === undefined && fails ? ['If clients reach it by another name, say which: --set certificates.hostname=NAME'] : [];
  return [{ id: 'import-names', status: fails ? 'fail' : 'warn', what, evidence: [], remedy: { steps } }];
}

async function namesNow(host: Host, place: CertificatePlace): Promise<readonly string[]> {
  const file = await host.read(place.certificate);
  const reading = file === undefined ? undefined : readCertificate(file.bytes.toString('latin1'));
  const { hostname } = await proposeNames(host, []);
  const present = reading?.ok === true ? [reading.certificate.subject, ...reading.certificate.altNames] : [];
  // No authority signs what every host calls itself.
  const everywhere = /^(localhost|127\.|::1$)/;
  return [...new Set([hostname, ...present].map((name) => name.toLowerCase()))].filter(
    (name) => name !== '' && name.includes('.') && !everywhere.test(name),
  );
}

function isFor(leaf: X509Certificate, name: string): boolean {
  return (isIP(name) > 0 ? leaf.checkIP(name) : leaf.checkHost(name)) !== undefined;
}
