/**
 * The cipher suites of TLS 1.2 and older as OpenSSL names and groups them (openssl-ciphers(1), "CIPHER
 * STRINGS"), as far as it takes to say what a cipher list lets through.
 */
export interface NamedSuite {
  readonly name: string;
  /** Words of a cipher list that mean this suite, its own name among them. */
  readonly words: ReadonlySet<string>;
  /** Words that mean it in some releases of OpenSSL only. */
  readonly disputed: ReadonlySet<string>;
  /** It is in every release and build from 1.0.1 on. */
  readonly everywhere: boolean;
  readonly cbc: boolean;
  readonly rsaKeyExchange: boolean;
  /** An ephemeral key exchange with a certificate: a stolen key does not open what was recorded. */
  readonly forwardSecret: boolean;
}

interface Part {
  readonly prefix: string;
  readonly words: readonly string[];
  readonly disputed?: readonly string[];
}

const ecdhe = ['ECDHE', 'kECDHE', 'EECDH', 'kEECDH', 'ECDH'];
const dhe = ['DHE', 'kDHE', 'EDH', 'kEDH', 'DH'];
const keyExchanges: readonly Part[] = [
  { prefix: 'ECDHE-ECDSA-', words: [...ecdhe, 'aECDSA', 'ECDSA'], disputed: ['SSLv3'] },
  { prefix: 'ECDHE-RSA-', words: [...ecdhe, 'aRSA'], disputed: ['RSA', 'SSLv3'] },
  { prefix: 'DHE-RSA-', words: [...dhe, 'aRSA'], disputed: ['RSA'] },
  { prefix: 'DHE-DSS-', words: [...dhe, 'aDSS', 'DSS'] },
  { prefix: '', words: ['kRSA', 'aRSA', 'RSA'] },
  { prefix: 'ECDH-RSA-', words: ['kECDH', 'kECDHr', 'ECDH', 'aECDH'] },
  { prefix: 'ECDH-ECDSA-', words: ['kECDH', 'kECDHe', 'ECDH', 'aECDH'] },
  { prefix: 'AECDH-', words: ['kECDHE', 'kEECDH', 'ECDH', 'AECDH', 'aNULL'], disputed: ['SSLv3'] },
  { prefix: 'ADH-', words: ['kDHE', 'kEDH', 'DH', 'ADH', 'aNULL'] },
];

interface Encryption extends Part {
  readonly cbc: boolean;
  /** Not in every release and build from 1.0.1 on. */
  readonly gone?: boolean;
  /** Only with these key exchanges; by default with all. */
  readonly only?: readonly string[];
}

const aes128 = ['AES', 'AES128', 'HIGH'];
const aes256 = ['AES', 'AES256', 'HIGH'];
const old = ['SSLv3', 'SHA', 'SHA1'];
const ecc = ['ECDHE-ECDSA-', 'ECDHE-RSA-', 'ECDH-RSA-', 'ECDH-ECDSA-'];
const finite = ['', 'DHE-RSA-', 'DHE-DSS-', 'ADH-'];
const tls12 = [...ecc, ...finite];
const ccm = ['', 'DHE-RSA-', 'ECDHE-ECDSA-'];
const chacha = ['DHE-RSA-', 'ECDHE-RSA-', 'ECDHE-ECDSA-'];
const camellia128 = ['CAMELLIA', 'CAMELLIA128', 'HIGH'];
const camellia256 = ['CAMELLIA', 'CAMELLIA256', 'HIGH'];
/** Left out of DEFAULT, or of the build, by some releases. */
const rare = { gone: true, disputed: ['DEFAULT'] } as const;
const encryptions: readonly Encryption[] = [
  { prefix: 'AES128-GCM-SHA256', words: [...aes128, 'AESGCM', 'TLSv1.2'], cbc: false, only: tls12 },
  { prefix: 'AES256-GCM-SHA384', words: [...aes256, 'AESGCM', 'TLSv1.2'], cbc: false, only: tls12 },
  { prefix: 'CHACHA20-POLY1305', words: ['CHACHA20', 'HIGH', 'TLSv1.2'], cbc: false, gone: true, only: chacha },
  { prefix: 'AES128-CCM', words: [...aes128, 'AESCCM', 'TLSv1.2'], cbc: false, gone: true, only: ccm },
  { prefix: 'AES256-CCM', words: [...aes256, 'AESCCM', 'TLSv1.2'], cbc: false, gone: true, only: ccm },
  { prefix: 'ARIA128-GCM-SHA256', words: ['ARIA', 'ARIA128', 'ARIAGCM', 'HIGH', 'TLSv1.2'], cbc: false, ...rare },
  { prefix: 'ARIA256-GCM-SHA384', words: ['ARIA', 'ARIA256', 'ARIAGCM', 'HIGH', 'TLSv1.2'], cbc: false, ...rare },
  { prefix: 'AES128-SHA256', words: [...aes128, 'TLSv1.2', 'SHA256'], cbc: true, only: tls12 },
  { prefix: 'AES256-SHA256', words: [...aes256, 'TLSv1.2', 'SHA256'], cbc: true, only: finite },
  { prefix: 'AES256-SHA384', words: [...aes256, 'TLSv1.2', 'SHA384'], cbc: true, only: ecc },
  { prefix: 'CAMELLIA128-SHA256', words: [...camellia128, 'TLSv1.2', 'SHA256'], cbc: true, ...rare, only: tls12 },
  { prefix: 'CAMELLIA256-SHA256', words: [...camellia256, 'TLSv1.2', 'SHA256'], cbc: true, ...rare, only: finite },
  { prefix: 'CAMELLIA256-SHA384', words: [...camellia256, 'TLSv1.2', 'SHA384'], cbc: true, ...rare, only: ecc },
  { prefix: 'AES128-SHA', words: [...aes128, ...old], disputed: ['TLSv1'], cbc: true },
  { prefix: 'AES256-SHA', words: [...aes256, ...old], disputed: ['TLSv1'], cbc: true },
  { prefix: 'CAMELLIA128-SHA', words: [...camellia128, ...old], cbc: true, ...rare, only: finite },
  { prefix: 'CAMELLIA256-SHA', words: [...camellia256, ...old], cbc: true, ...rare, only: finite },
  // HIGH until 1.1.0, MEDIUM since, and out of DEFAULT since 1.1.0.
  { prefix: 'DES-CBC3-SHA', words: ['3DES', ...old], disputed: ['HIGH', 'MEDIUM', 'DEFAULT'], cbc: true, gone: true },
  { prefix: 'SEED-SHA', words: ['SEED', 'MEDIUM', ...old], cbc: true, ...rare, only: finite },
  { prefix: 'IDEA-CBC-SHA', words: ['IDEA', 'MEDIUM', ...old], cbc: true, ...rare, only: [''] },
  { prefix: 'RC4-SHA', words: ['RC4', 'MEDIUM', ...old], cbc: false, ...rare },
  { prefix: 'RC4-MD5', words: ['RC4', 'MEDIUM', 'SSLv3', 'MD5'], cbc: false, ...rare, only: ['', 'ADH-'] },
  { prefix: 'DES-CBC-SHA', words: ['DES', 'LOW', ...old], cbc: true, ...rare, only: finite },
  { prefix: 'NULL-SHA', words: ['NULL', 'eNULL', ...old], cbc: false, gone: true },
  { prefix: 'NULL-MD5', words: ['NULL', 'eNULL', 'SSLv3', 'MD5'], cbc: false, gone: true, only: [''] },
  { prefix: 'NULL-SHA256', words: ['NULL', 'eNULL', 'TLSv1.2', 'SHA256'], cbc: false, gone: true, only: [''] },
];

function combine(key: Part, encryption: Encryption): NamedSuite {
  const words = new Set([...key.words, ...encryption.words, key.prefix + encryption.prefix]);
  const disputed = new Set([...(key.disputed ?? []), ...(encryption.disputed ?? [])]);
  for (const word of disputed) words.delete(word);
  if (!words.has('eNULL')) words.add('ALL');
  if (!words.has('eNULL') && !words.has('aNULL') && !disputed.has('DEFAULT')) words.add('DEFAULT');
  if (words.has('aNULL')) disputed.delete('DEFAULT');
  // A second name that OpenSSL before 1.1.0 had for the suites of DES.
  if (key.prefix.startsWith('DHE-')) words.add(`${key.prefix.replace('DHE', 'EDH')}${encryption.prefix}`);
  const forwardSecret = !words.has('aNULL') && (words.has('kECDHE') || words.has('kDHE'));
  return {
    name: key.prefix + encryption.prefix,
    words,
    disputed,
    everywhere: encryption.gone !== true && isCommon(key),
    cbc: encryption.cbc,
    rsaKeyExchange: key.words.includes('kRSA'),
    forwardSecret,
  };
}

/** Static ECDH and DSS are gone from newer releases. */
function isCommon({ prefix }: Part): boolean {
  return !['ECDH-RSA-', 'ECDH-ECDSA-', 'DHE-DSS-'].includes(prefix);
}

export const namedSuites: readonly NamedSuite[] = keyExchanges.flatMap((key) =>
  encryptions.filter(({ only }) => only === undefined || only.includes(key.prefix)).map((encryption) => combine(key, encryption)),
);
