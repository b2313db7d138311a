import { encodeIntegers } from './der.ts';
import { type GroupName, groupGenerator, groupPrimes } from './groups.ts';

/**
 * The PEM file of a group: `DHParameter` of PKCS #3, prime and generator only, as every OpenSSL since 0.9
 * reads it. The optional length of the exponent is left out, which some readers do not expect.
 */
export function groupPem(name: GroupName): string {
  const der = encodeIntegers([Buffer.from(groupPrimes[name], 'hex'), Buffer.from([groupGenerator])]);
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN DH PARAMETERS-----', ...lines, '-----END DH PARAMETERS-----', ''].join('\n');
}
