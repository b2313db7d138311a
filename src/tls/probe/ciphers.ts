/**
 * Cipher suites to offer, by their numbers in the IANA registry. As many as servers old and new may
 * still have, weak ones included: the question is which *versions* a server speaks, and "no cipher in
 * common" must not look like "no".
 */

/** TLS 1.3: RFC 8446 appendix B.4. */
export const tls13Suites = [0x1301, 0x1302, 0x1303, 0x1304, 0x1305];

/** TLS 1.2 only: GCM, ChaCha20, CCM and CBC with SHA-2 (RFC 5288, 5289, 7905, 6655, 7251). */
const tls12Suites = [
  0xc02b, 0xc02c, 0xc02f, 0xc030, 0xcca9, 0xcca8, 0xccaa, 0xc023, 0xc024, 0xc027, 0xc028, 0x009e, 0x009f, 0x0067, 0x006b, 0x00a2,
  0x00a3, 0x0040, 0x006a, 0x009c, 0x009d, 0x003c, 0x003d, 0xc09c, 0xc09d, 0xc09e, 0xc09f, 0xc0ac, 0xc0ad, 0x00a6, 0x00a7, 0x006c,
  0x006d, 0x003b,
];

/** SSLv3 to TLS 1.2: CBC and RC4 under ECDHE, DHE and RSA, then export, single DES, anonymous and NULL. */
const oldSuites = [
  0xc009, 0xc00a, 0xc013, 0xc014, 0xc008, 0xc012, 0xc007, 0xc011, 0x0033, 0x0039, 0x0016, 0x0045, 0x0088, 0x0032, 0x0038, 0x0013,
  0x002f, 0x0035, 0x000a, 0x0041, 0x0084, 0x0096, 0x0005, 0x0004, 0x0007, 0xc004, 0xc005, 0xc00e, 0xc00f, 0x0015, 0x0012, 0x0009,
  0x0014, 0x0011, 0x0008, 0x0006, 0x0003, 0x0034, 0x003a, 0xc018, 0xc019, 0x001b, 0x0018, 0x0002, 0x0001,
];

/** TLS_EMPTY_RENEGOTIATION_INFO_SCSV: servers that insist on RFC 5746 would turn us away without. */
const secureRenegotiation = 0x00ff;

/** For a hello of TLS 1.1 or older the new suites mean nothing, and some old servers look at the first 64 only. */
export function suitesUpTo(version: number): readonly number[] {
  return version >= 0x0303 ? [...tls12Suites, ...oldSuites, secureRenegotiation] : [...oldSuites, secureRenegotiation];
}

/** Of the suites above, those that do not encrypt in CBC mode: RC4 and NULL of old; GCM, CCM and ChaCha20 of TLS 1.2. */
const notCbc = new Set([
  0x0001, 0x0002, 0x0003, 0x0004, 0x0005, 0x0018, 0xc007, 0xc011, 0x003b, 0xc02b, 0xc02c, 0xc02f, 0xc030, 0xcca9, 0xcca8, 0xccaa,
  0x009e, 0x009f, 0x00a2, 0x00a3, 0x009c, 0x009d, 0xc09c, 0xc09d, 0xc09e, 0xc09f, 0xc0ac, 0xc0ad, 0x00a6, 0x00a7,
]);

/** Whether a suite of ours encrypts in CBC mode. */
export function isCbc(suite: number): boolean {
  return [...tls12Suites, ...oldSuites].includes(suite) && !notCbc.has(suite);
}

/** The CBC suites that a hello of this version may offer. */
export function cbcSuites(version: number): readonly number[] {
  return [...suitesUpTo(version).filter(isCbc), secureRenegotiation];
}

/** Ephemeral Diffie-Hellman with a certificate, export forms last: RSA, then DSS. */
const dheOf12 = [0x009e, 0x009f, 0xccaa, 0xc09e, 0xc09f, 0x0067, 0x006b, 0x00a2, 0x00a3, 0x0040, 0x006a];
const dheOld = [0x0033, 0x0039, 0x0016, 0x0045, 0x0088, 0x0032, 0x0038, 0x0013, 0x0015, 0x0012, 0x0014, 0x0011];

/** The DHE suites that a hello of this version may offer. */
export function dheSuites(version: number): readonly number[] {
  return [...(version >= 0x0303 ? dheOf12 : []), ...dheOld, secureRenegotiation];
}

/** Whether the server's key exchange with this suite holds the prime of its group. */
export function isDhe(suite: number): boolean {
  return dheOf12.includes(suite) || dheOld.includes(suite);
}

/** TLS_FALLBACK_SCSV, RFC 7507: "I speak something newer, and this is my second try". */
export const fallbackScsv = 0x5600;

/** SSLv2 counts in three bytes: RC4, RC2, IDEA, DES, 3DES, and the export forms ("CIPHER-KINDS" of its draft). */
export const ssl2CipherKinds = [0x010080, 0x020080, 0x030080, 0x040080, 0x050080, 0x060040, 0x0700c0];
