import type { CertificateFacts } from '../../plan/change.ts';
import { commonName } from '../../tls/certificate/facts.ts';
import { validateAltName, validateHostname } from '../../tls/certificate/hostname.ts';
import type { Certificate } from '../../tls/certificate/read.ts';

/** What a certificate that is there says, in the words of a new one. */
export interface PresentFacts {
  /** Undefined: it has no name that a new one can be for. */
  readonly hostname: string | undefined;
  readonly altNames: readonly string[];
  readonly keyBits: CertificateFacts['keyBits'];
  /** Names that a new one does not take over: `URI:...`, and those that are no names. */
  readonly lost: readonly string[];
}

/** The same names and key size; a weaker or another key than RSA comes out as the next that is strong enough. */
export function presentFacts(certificate: Certificate): PresentFacts {
  const { subject, altNames } = certificate;
  const usable = altNames.filter((name) => validateAltName(name) === undefined);
  const hostname =
    validateHostname(subject) === undefined
      ? // A name of more than 64 characters is abbreviated in the CN.
        (usable.find((name) => name.length > 64 && commonName(name) === subject) ?? subject)
      : usable[0];
  return {
    hostname,
    altNames: usable.filter((name) => name !== hostname?.toLowerCase()),
    keyBits: keyBitsOf(certificate),
    lost: altNames.filter((name) => validateAltName(name) !== undefined),
  };
}

function keyBitsOf({ keyType, keyBits = 0 }: Certificate): CertificateFacts['keyBits'] {
  if (keyType !== 'rsa') return 3072;
  if (keyBits <= 2048) return 2048;
  return keyBits <= 3072 ? 3072 : 4096;
}
