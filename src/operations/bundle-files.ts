import { type FileFacts, type Host, HostReadError } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { type HostPath, hostPath } from '../model/paths.ts';
import { redact } from './redact.ts';

/** A configuration file as it may be handed on. */
export interface BundledFile {
  readonly path: HostPath;
  readonly owner: string;
  readonly group: string;
  readonly mode: number;
  readonly bytes: number;
  readonly text: string;
}

/** What is on the host and not in the bundle. */
export interface LeftOut {
  readonly path: HostPath;
  readonly why: string;
}

export interface BundledFiles {
  readonly files: readonly BundledFile[];
  readonly leftOut: readonly LeftOut[];
}

/** Directories whose files are configurations, at any depth. */
const DIRECTORIES: readonly HostPath[] = [
  LAYOUT.workingCopy,
  hostPath('/opt/msys/ecwebui/config'),
  hostPath('/opt/msys/etc/installer/ecelerity.d'),
  hostPath('/opt/msys/etc/installer/eccmgr.d'),
  hostPath('/opt/msys/3rdParty/etc/php.d'),
  hostPath('/opt/msys/3rdParty/etc/openldap'),
];

const SINGLE: readonly HostPath[] = [
  LAYOUT.clusterBoot,
  LAYOUT.databaseHost,
  ...LAYOUT.databases.flatMap(({ directory }) =>
    ['postgresql.conf', 'postgresql.auto.conf', 'pg_hba.conf', 'pg_ident.conf'].map((name) => hostPath(`${directory}/${name}`)),
  ),
];

/** Named where they are there, and never opened. */
const NEVER: readonly (readonly [path: HostPath, why: string])[] = [
  [LAYOUT.servicePassword, 'holds a password'],
  [LAYOUT.lastInstall, 'holds the answers of the installation, passwords among them'],
  [LAYOUT.consolePasswords, 'holds hashes of passwords'],
  [LAYOUT.credmgrStore.database, 'holds encrypted passwords'],
  [LAYOUT.credmgrStore.key, 'is the key of encrypted passwords'],
  [LAYOUT.securecredsStore.database, 'holds encrypted passwords'],
  [LAYOUT.securecredsStore.key, 'is the key of encrypted passwords'],
  [LAYOUT.license, 'the licence is between you and its vendor'],
  [LAYOUT.shadow, 'holds hashes of passwords'],
  [LAYOUT.logs, 'logs name senders and recipients; doctor --log FILE says what they tell'],
  [LAYOUT.spool, "is other people's mail"],
  [hostPath(`${LAYOUT.state}/history`), 'holds copies of files as they were, with what is masked here'],
  [hostPath(`${LAYOUT.state}/originals`), 'holds copies of files as they were, with what is masked here'],
];

const MOST_BYTES = 512 * 1024;
const MOST_FILES = 500;
const DEEPEST = 8;
const KEY_NAME = /\.(key|p12|pfx|jks|pkcs12|keystore|kdb|der)$|(^|[/_.-])(priv|private|id_(rsa|dsa|ecdsa|ed25519))([_.-]|$)/i;
const CERTIFICATE_NAME = /\.(crt|cer|csr|crl|pem)$/i;

/** The configurations that the security of this host hangs on, with what is secret in them masked. */
export async function bundleFiles(host: Host): Promise<BundledFiles> {
  const files: BundledFile[] = [];
  const leftOut: LeftOut[] = [];
  for (const [path, why] of NEVER) if ((await host.lstat(path).catch(() => undefined)) !== undefined) leftOut.push({ path, why });
  for (const path of await candidates(host, leftOut)) {
    if (files.length >= MOST_FILES) leftOut.push({ path, why: `more than ${MOST_FILES} files` });
    else {
      const taken = await take(host, path).catch((error: unknown) => whyNot(error));
      if (typeof taken === 'string') leftOut.push({ path, why: taken });
      else if (taken !== undefined) files.push(taken);
    }
  }
  return { files, leftOut };
}

function whyNot(error: unknown): string {
  return error instanceof HostReadError ? `could not be read: ${error.reason}` : `could not be read: ${String(error)}`;
}

/** Why it is not in it, or the file; undefined where there is none. */
async function take(host: Host, path: HostPath): Promise<BundledFile | string | undefined> {
  const facts: FileFacts | undefined = await host.lstat(path);
  if (facts === undefined) return undefined;
  if (facts.kind === 'link') return `is a link to ${facts.target ?? 'nothing'}`;
  if (facts.kind !== 'file') return `is no plain file (${facts.kind})`;
  if (KEY_NAME.test(path)) return 'is a private key by its name';
  if (CERTIFICATE_NAME.test(path)) return 'is a certificate, or may hold a key with it; the status says what certificates are';
  if (facts.size > MOST_BYTES) return `has ${facts.size} bytes`;
  const read = await host.read(path);
  if (read === undefined) return undefined;
  if (read.bytes.includes(0)) return 'is no text';
  const text = read.bytes.toString('utf8');
  if (/PRIVATE KEY-----/.test(text)) return 'holds a private key';
  const { owner, group, mode } = facts;
  return { path, owner, group, mode, bytes: read.bytes.length, text: redact(text, 'file') };
}

async function candidates(host: Host, leftOut: LeftOut[]): Promise<readonly HostPath[]> {
  const paths: HostPath[] = [...SINGLE];
  const waiting = DIRECTORIES.map((path) => ({ path, depth: 0 }));
  for (const { path, depth } of waiting) {
    let names: readonly string[] | undefined;
    try {
      names = await host.list(path);
    } catch (error) {
      leftOut.push({ path, why: whyNot(error) });
    }
    for (const name of names ?? []) {
      const inside = hostPath(`${path}/${name}`);
      // What Subversion keeps for itself is a copy of what is there, as it was.
      if (name === '.svn') continue;
      const facts = await host.lstat(inside).catch(() => undefined);
      if (facts?.kind !== 'directory') paths.push(inside);
      else if (depth < DEEPEST) waiting.push({ path: inside, depth: depth + 1 });
      else leftOut.push({ path: inside, why: 'lies too deep' });
    }
  }
  return [...new Set(paths)];
}
