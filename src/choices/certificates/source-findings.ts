import type { Answers, CertificateSource } from '../../answers/answers.ts';
import type { Host } from '../../host/host.ts';
import type { Finding } from '../../model/finding.ts';
import { services } from '../../services/index.ts';
import { readCertificate } from '../../tls/certificate/read.ts';
import { ownAnswers } from './facts.ts';
import { type FilesTarget, planFiles } from './files.ts';
import { isLocallySigned } from './pair.ts';

/** What is to be said of the pair that a service is to have, where it does not come from this program. */
export async function sourceFindings(host: Host, answers: Answers, target: FilesTarget): Promise<readonly Finding[]> {
  switch (answers.certificates?.[target.key]?.source) {
    case 'files':
      return (await planFiles(host, answers, target)).findings;
    case 'csr':
      return (await isSignedByOthers(host, target)) ? [] : [toBeSigned(target)];
    default:
      return [];
  }
}

/** Certificates that these answers have an authority sign, and that it has not signed yet. */
export async function stillToBeSigned(host: Host, answers: Answers): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const service of services) {
    const place = await service.certificate(host);
    if (place === undefined || ownAnswers(answers, service).source !== 'csr') continue;
    const { tls } = await service.endpoints(host);
    if (tls.length > 0 && !(await isSignedByOthers(host, { place }))) findings.push(toBeSigned({ service, place }));
  }
  return findings;
}

/** A certificate is answered for and TLS is not, which is off: nothing is put in place. */
export function sourceNotUsed(answers: Answers, { key, service }: Pick<FilesTarget, 'key' | 'service'>): readonly Finding[] {
  const source: CertificateSource | undefined = answers.certificates?.[key]?.source;
  const { choice } = service;
  if ((source !== 'files' && source !== 'csr') || (choice !== 'databaseSsl' && choice !== 'webUiSsl')) return [];
  if (answers[choice] !== undefined) return [];
  const what = `certificates.${key}.source: ${source} is passed over: ${service.title} has TLS off`;
  const steps = [`--set ${choice}=offer, or require, turns it on`];
  return [{ id: `certificate-${service.id}-not-used`, status: 'warn', what, evidence: [], remedy: { steps } }];
}

async function isSignedByOthers(host: Host, { place }: Pick<FilesTarget, 'place'>): Promise<boolean> {
  const file = await host.read(place.certificate);
  const reading = file === undefined ? undefined : readCertificate(file.bytes.toString('latin1'));
  return reading?.ok === true && !reading.certificate.selfSigned && !(await isLocallySigned(host, place));
}

function toBeSigned({ service, place }: Pick<FilesTarget, 'service' | 'place'>): Finding {
  const what = `${service.title}: the certificate is still to be signed by your authority; until then it has one of its own`;
  const steps = [
    `momentum-secure certificate request ${service.id} --out ${service.id}.csr`,
    `Have your authority sign ${service.id}.csr`,
    `momentum-secure certificate import ${service.id} --certificate FILE`,
  ];
  return { id: `certificate-${service.id}-to-be-signed`, status: 'warn', what, evidence: [place.certificate], remedy: { steps } };
}
