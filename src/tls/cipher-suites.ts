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
  readonly cbc: boolean;
  readonly rsaKeyExchange: boolean;
  /** An ephemeral key exchange with a certificate: a stolen key does not open what was recorded. */
  readonly forwardSecret: boolean;
}

interface Part {
  readonly prefix: string;
  readonly words: readonly string[];
}

const ecdhe = ['ECDHE', 'kECDHE', 'EECDH', 'kEECDH', 'ECDH'];
const dhe = ['DHE', 'kDHE', 'EDH', 'kEDH', 'DH'];
const keyExchanges: readonly Part[] = [
  { prefix: 'ECDHE-ECDSA-', words: [...ecdhe, 'aECDSA', 'ECDSA'] },
  { prefix: 'ECDHE-RSA-', words: [...ecdhe, 'aRSA', 'RSA'] },
  { prefix: 'DHE-RSA-', words: [...dhe, 'aRSA', 'RSA'] },
  { prefix: 'DHE-DSS-', words: [...dhe, 'aDSS', 'DSS'] },
  { prefix: '', words: ['kRSA', 'aRSA', 'RSA'] },
  { prefix: 'ECDH-RSA-', words: ['kECDH', 'kECDHr', 'ECDH', 'aECDH'] },
  { prefix: 'ECDH-ECDSA-', words: ['kECDH', 'kECDHe', 'ECDH', 'aECDH'] },
  { prefix: 'AECDH-', words: [...ecdhe, 'AECDH', 'aNULL'] },
  { prefix: 'ADH-', words: [...dhe, 'ADH', 'aNULL'] },
];

interface Encryption extends Part {
  readonly cbc: boolean;
  readonly disputed?: readonly string[];
  /** Only with these key exchanges. */
  readonly only?: readonly string[];
}

const aes128 = ['AES', 'AES128', 'HIGH'];
const aes256 = ['AES', 'AES256', 'HIGH'];
const old = ['SSLv3', 'SHA', 'SHA1'];
const rare = ['', 'DHE-RSA-', 'DHE-DSS-', 'ADH-'];
const encryptions: readonly Encryption[] = [
  { prefix: 'AES128-GCM-SHA256', words: [...aes128, 'AESGCM', 'TLSv1.2', 'SHA256'], cbc: false },
  { prefix: 'AES256-GCM-SHA384', words: [...aes256, 'AESGCM', 'TLSv1.2', 'SHA384'], cbc: false },
  { prefix: 'CHACHA20-POLY1305', words: ['CHACHA20', 'HIGH', 'TLSv1.2'], cbc: false },
  { prefix: 'AES128-CCM', words: [...aes128, 'AESCCM', 'TLSv1.2'], cbc: false },
  { prefix: 'AES256-CCM', words: [...aes256, 'AESCCM', 'TLSv1.2'], cbc: false },
  { prefix: 'AES128-SHA256', words: [...aes128, 'TLSv1.2', 'SHA256'], cbc: true },
  { prefix: 'AES256-SHA256', words: [...aes256, 'TLSv1.2', 'SHA256'], cbc: true },
  { prefix: 'AES256-SHA384', words: [...aes256, 'TLSv1.2', 'SHA384'], cbc: true },
  { prefix: 'AES128-SHA', words: [...aes128, ...old], disputed: ['TLSv1'], cbc: true },
  { prefix: 'AES256-SHA', words: [...aes256, ...old], disputed: ['TLSv1'], cbc: true },
  { prefix: 'CAMELLIA128-SHA', words: ['CAMELLIA', 'CAMELLIA128', 'HIGH', ...old], cbc: true, only: rare },
  { prefix: 'CAMELLIA256-SHA', words: ['CAMELLIA', 'CAMELLIA256', 'HIGH', ...old], cbc: true, only: rare },
  // HIGH until 1.1.0, MEDIUM since, and out of DEFAULT since 1.1.0.
  { prefix: 'DES-CBC3-SHA', words: ['3DES', ...old], disputed: ['HIGH', 'MEDIUM', 'DEFAULT'], cbc: true },
  { prefix: 'SEED-SHA', words: ['SEED', 'MEDIUM', ...old], cbc: true, only: rare },
  { prefix: 'IDEA-CBC-SHA', words: ['IDEA', 'MEDIUM', ...old], cbc: true, only: [''] },
  { prefix: 'RC4-SHA', words: ['RC4', 'MEDIUM', ...old], disputed: ['DEFAULT'], cbc: false },
  { prefix: 'RC4-MD5', words: ['RC4', 'MEDIUM', 'SSLv3', 'MD5'], disputed: ['DEFAULT'], cbc: false, only: ['', 'ADH-'] },
  { prefix: 'DES-CBC-SHA', words: ['DES', 'LOW', ...old], disputed: ['DEFAULT'], cbc: true, only: rare },
  { prefix: 'NULL-SHA', words: ['NULL', 'eNULL', ...old], cbc: false },
];

function combine(key: Part, encryption: Encryption): NamedSuite {
  const words = new Set([...key.words, ...encryption.words, key.prefix + encryption.prefix]);
  const disputed = new Set(encryption.disputed);
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
    cbc: encryption.cbc,
    rsaKeyExchange: key.words.includes('kRSA'),
    forwardSecret,
  };
}

export const namedSuites: readonly NamedSuite[] = keyExchanges.flatMap((key) =>
  encryptions.filter(({ only }) => only === undefined || only.includes(key.prefix)).map((encryption) => combine(key, encryption)),
);
