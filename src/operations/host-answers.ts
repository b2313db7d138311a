import { stringify } from 'yaml';
import type { ServiceCertificateAnswers } from '../answers/answers.ts';
import { checkAnswers } from '../answers/schema.ts';
import type { CertificateKey } from '../choices/certificates/facts.ts';
import { areInPlace } from '../choices/certificates/files.ts';
import { readPair } from '../choices/certificates/pair.ts';
import type { Host } from '../host/host.ts';
import { services } from '../services/index.ts';
import { appliedAnswers } from './applied-answers.ts';
import type { Survey } from './engine.ts';
import type { MailServerPolicy } from './mail-server-policy.ts';

/** Under which key of `certificates` a service's pair is answered. */
const CERTIFICATE_KEYS: Readonly<Record<string, CertificateKey>> = { msyspg: 'database', ecwebui: 'webUi' };

export interface HostAnswers {
  /** For `--answers` elsewhere. */
  readonly yaml: string;
  /** What they cannot say, a sentence each. */
  readonly missing: readonly string[];
}

/** The answers that make another tree as this host is: its choices, and the names and key sizes of the certificates that we issued. */
export async function hostAnswers(host: Host, survey: Survey, policy: MailServerPolicy): Promise<HostAnswers> {
  const { tls, ...choices } = survey.answers;
  const missing: string[] = [];
  const directions: Record<string, unknown> = {};
  for (const direction of ['inbound', 'outbound'] as const) {
    const scopes = policy.scopes.filter((row) => row.direction === direction);
    if (scopes.length === 0) continue;
    // What nobody chose here is not to be chosen elsewhere: it may be worse than what that host does by itself.
    if (scopes.every(({ file }) => file === null))
      missing.push(`tls.${direction}: nothing sets it here, the built-in default counts`);
    else if (tls?.[direction] === undefined)
      missing.push(`tls.${direction}: not the same in all scopes, which one answer cannot say`);
    else directions[direction] = tls[direction];
  }
  const answers = {
    ...choices,
    ...(Object.keys(directions).length === 0 ? {} : { tls: directions }),
    ...(await certificates(host, survey, missing)),
  };
  const checked = checkAnswers(answers);
  if (!checked.ok)
    throw new Error(
      `The answers of this host would not be accepted: ${checked.problems.map(({ message }) => message).join('; ')}`,
    );
  const notes = missing.map((what) => `# Not in here: ${what}\n`).join('');
  const head = `# What ${survey.root} has, Momentum ${survey.momentum.version ?? 'of unknown version'}. For: momentum-secure apply --answers FILE\n`;
  return { yaml: `${head}${notes}${stringify(answers)}`, missing };
}

async function certificates(host: Host, survey: Survey, missing: string[]): Promise<object> {
  const answered: Record<string, object> = {};
  const applied = await appliedAnswers(host);
  for (const service of services) {
    const key = CERTIFICATE_KEYS[service.id];
    const { choice } = service;
    const place = await service.certificate(host);
    const on = survey.choices.some(({ id, answer }) => id === choice && answer !== 'off' && answer !== undefined);
    if (key === undefined || choice === undefined || place === undefined || !on) continue;
    const pair = await readPair(host, place, choice);
    if (pair.state !== 'valid') continue;
    const last = applied?.certificates?.[key];
    if (!pair.ours && last?.source === 'files' && (await areInPlace(host, last, place))) {
      answered[key] = filesOf(last);
      missing.push(`the files that certificates.${key} names`);
      continue;
    }
    if (!pair.ours) {
      missing.push(`certificates.${key}: ${place.certificate} is not one of ours`);
      continue;
    }
    // The name it is for comes first in ours; the subject may be a short form of it.
    const [hostname, ...altNames] = pair.certificate.altNames;
    const signer = pair.certificate.selfSigned ? {} : { source: 'local-ca' };
    answered[key] = { hostname, altNames, keyBits: pair.certificate.keyBits, ...signer };
  }
  return Object.keys(answered).length === 0 ? {} : { certificates: answered };
}

function filesOf({ source, certificate, key, chain }: ServiceCertificateAnswers): object {
  return Object.fromEntries(Object.entries({ source, certificate, key, chain }).filter(([, value]) => value !== undefined));
}
