import { createPublicKey, sign } from 'node:crypto';
import type { asn1, pki } from 'node-forge';
import { commonNameOf } from './build.ts';
import { type CertificateFacts, commonName } from './facts.ts';
import { leafExtensions, refuseBadNames } from './leaf.ts';

/** A function of node-forge that its types leave out. */
interface Untyped {
  getCertificationRequestInfo(request: pki.CertificateSigningRequest): asn1.Asn1;
}

/**
 * A certification request (PKCS#10, PEM) for a server's certificate over the public half of `keyPem`,
 * an RSA key, and signed with it. It asks for the names as subjectAltName too.
 */
export async function makeRequest(keyPem: string, facts: Pick<CertificateFacts, 'hostname' | 'altNames'>): Promise<string> {
  refuseBadNames(facts);
  const { default: forge } = await import('node-forge');
  const request = forge.pki.createCertificationRequest();
  request.publicKey = forge.pki.publicKeyFromPem(createPublicKey(keyPem).export({ type: 'spki', format: 'pem' }) as string);
  request.setSubject([...(await commonNameOf(commonName(facts.hostname)))]);
  // What an authority puts in of its own accord is not asked for.
  const extensions = leafExtensions(facts).filter(({ name }) => name !== 'subjectKeyIdentifier');
  request.setAttributes([{ name: 'extensionRequest', extensions: [...extensions] }]);

  // Signed by node:crypto, like certificates.
  const algorithm = forge.pki.oids.sha256WithRSAEncryption as string;
  request.signatureOid = algorithm;
  request.siginfo.algorithmOid = algorithm;
  const info = (forge.pki as typeof forge.pki & Untyped).getCertificationRequestInfo(request);
  request.certificationRequestInfo = info;
  const toBeSigned = Buffer.from(forge.asn1.toDer(info).getBytes(), 'latin1');
  request.signature = sign('sha256', toBeSigned, keyPem).toString('latin1');
  return forge.pki.certificationRequestToPem(request).replaceAll('\r\n', '\n');
}
