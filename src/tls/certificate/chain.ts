import { X509Certificate } from 'node:crypto';

const block = /-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----[^-]*-----END (TRUSTED |X509 )?CERTIFICATE-----/g;

/** Every certificate of a PEM text by itself, in its order, each with a newline at the end. */
export function certificatesIn(pem: string): readonly string[] {
  return (pem.match(block) ?? []).map((one) => `${one}\n`);
}

/**
 * What is wrong with the order of a chain: the server's own certificate first, each next one the issuer
 * of the one before. Undefined where nothing is. Throws where one cannot be decoded.
 */
export function chainProblem(pems: readonly string[]): string | undefined {
  const chain = pems.map((pem) => new X509Certificate(pem));
  for (const [index, issuer] of chain.entries()) {
    const subject = chain[index - 1];
    if (subject === undefined || isIssuedBy(subject, issuer)) continue;
    const right = chain.findIndex((candidate) => candidate !== subject && isIssuedBy(subject, candidate));
    const found = `certificate ${index + 1} (${nameOf(issuer.subject)}) did not issue certificate ${index} (${nameOf(subject.subject)})`;
    if (right < 0) return `${found}, whose issuer ${nameOf(subject.issuer)} is not among them`;
    return `${found}; certificate ${right + 1} did: the order is the server's own, then each one's issuer`;
  }
  return undefined;
}

/** Named as the issuer, and signed with its key. */
export function isIssuedBy(subject: X509Certificate, issuer: X509Certificate): boolean {
  if (subject.issuer !== issuer.subject) return false;
  try {
    return subject.verify(issuer.publicKey);
  } catch {
    return false;
  }
}

function nameOf(name: string): string {
  return name.replaceAll('\n', ', ') || 'without a name';
}
