import type { Extension } from './build.ts';
import { type CertificateFacts, subjectNames } from './facts.ts';
import { validateAltName, validateHostname } from './hostname.ts';
import { addressBytes, kindOfName } from './names.ts';

/** Throws on names that validateHostname and validateAltName refuse: asking for them is a bug. */
export function refuseBadNames(facts: Pick<CertificateFacts, 'hostname' | 'altNames'>): void {
  const problem = validateHostname(facts.hostname) ?? facts.altNames.map(validateAltName).find((text) => text !== undefined);
  if (problem !== undefined) throw new Error(problem);
}

/** What a TLS server's certificate says beside its name and dates; a request asks for the same. */
export function leafExtensions(facts: Pick<CertificateFacts, 'hostname' | 'altNames'>): readonly Extension[] {
  return [
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectAltName', altNames: subjectNames(facts).map(generalName) },
    { name: 'subjectKeyIdentifier' },
  ];
}

/** GeneralName by its tag in RFC 5280: dNSName [2], iPAddress [7]. */
function generalName(name: string): { readonly type: number; readonly value: string } {
  if (kindOfName(name) === 'dns') return { type: 2, value: name };
  return { type: 7, value: addressBytes(name).toString('latin1') };
}
