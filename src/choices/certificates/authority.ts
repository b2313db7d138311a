import { X509Certificate } from 'node:crypto';
import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import { hostName } from '../../host/names.ts';
import { type HostPath, joinPath } from '../../model/paths.ts';
import type { Change, Signer } from '../../plan/change.ts';
import { isIssuedBy } from '../../tls/certificate/chain.ts';

const AUTHORITIES = LAYOUT.authorities;
/** In the place of a choice's id: no choice takes an authority back, since clients may have it. */
const CHOICE = 'localCa';

/** Ten years, as authorities go; the keys of its servers live a year. */
const AUTHORITY_DAYS = 3650;
/** From then on there is a next one, which clients get in good time before it signs anything. */
const OVERLAP_DAYS = 730;
const DAY_MS = 86_400_000;

/** One of them. The newest signs only once the one before would not outlive what it signs. */
export interface LocalAuthority {
  readonly number: number;
  readonly key: HostPath;
  readonly certificate: HostPath;
  /** Undefined: it is only planned. */
  readonly x509: X509Certificate | undefined;
  readonly pem: string;
}

/** Oldest first; those that ran out are among them. */
export async function readAuthorities(host: Host): Promise<readonly LocalAuthority[]> {
  const found: LocalAuthority[] = [];
  for (const name of (await host.list(AUTHORITIES)) ?? []) {
    const number = Number(/^ca-(\d+)\.crt$/.exec(name)?.[1] ?? Number.NaN);
    if (!Number.isInteger(number)) continue;
    const { key, certificate } = placeOf(number);
    const [file, keyFile] = await Promise.all([host.read(certificate), host.stat(key)]);
    if (file === undefined || keyFile === undefined) continue;
    const pem = file.bytes.toString('latin1');
    found.push({ number, key, certificate, pem, x509: pem === '' ? undefined : decode(pem) });
  }
  return found.sort((one, other) => one.number - other.number);
}

function placeOf(number: number): { readonly key: HostPath; readonly certificate: HostPath } {
  return { key: joinPath(AUTHORITIES, `ca-${number}.key`), certificate: joinPath(AUTHORITIES, `ca-${number}.crt`) };
}

function decode(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

/** Did one of this host's own authorities sign it? False for what cannot be read. */
export function isFromAuthority(pem: string, authorities: readonly LocalAuthority[]): boolean {
  const certificate = decode(pem);
  return certificate !== undefined && authorities.some(({ x509 }) => x509 !== undefined && isIssuedBy(certificate, x509));
}

export interface AuthorityPlan {
  readonly signer: Signer;
  /** The authority itself, where there is none yet, or a next one is due. */
  readonly changes: readonly Change[];
}

/** Who signs a certificate that is good for `days` from now. */
export async function planAuthority(host: Host, days: number): Promise<AuthorityPlan> {
  const authorities = await readAuthorities(host);
  const outlives = ({ pem, x509 }: LocalAuthority, atLeast: number) =>
    pem === '' || (x509 !== undefined && remaining(host, x509) >= atLeast);
  const signing = authorities.find((authority) => outlives(authority, days));
  const isNextDue = !authorities.some((authority) => outlives(authority, Math.max(days, OVERLAP_DAYS)));
  if (!isNextDue && signing !== undefined) return { signer: signerOf(signing), changes: [] };
  const number = (authorities.at(-1)?.number ?? 0) + 1;
  return { signer: signerOf(signing ?? placeOf(number)), changes: await newAuthority(host, number) };
}

/** A next one where the newest has come near its end, though nothing is to be signed now. */
export async function planNextAuthority(host: Host): Promise<readonly Change[]> {
  const authorities = await readAuthorities(host);
  const lasting = authorities.some(
    ({ pem, x509 }) => pem === '' || (x509 !== undefined && remaining(host, x509) >= OVERLAP_DAYS),
  );
  return authorities.length === 0 || lasting ? [] : newAuthority(host, (authorities.at(-1)?.number ?? 0) + 1);
}

/** Days from now to its end; negative once it has run out. */
function remaining(host: Host, x509: X509Certificate): number {
  return (new Date(x509.validTo).getTime() - host.now().getTime()) / DAY_MS;
}

function signerOf({ key, certificate }: Pick<LocalAuthority, 'key' | 'certificate'>): Signer {
  return { kind: 'local-ca', key, certificate };
}

async function newAuthority(host: Host, number: number): Promise<readonly Change[]> {
  const root = { owner: 'root', group: 'root' };
  const common = { choice: CHOICE, affects: [] };
  const { key, certificate } = placeOf(number);
  const name = (await hostName(host)) ?? 'this host';
  const directory: readonly Change[] =
    (await host.stat(AUTHORITIES)) === undefined
      ? [
          {
            kind: 'directory',
            ...common,
            why: 'For the authority of this host',
            path: AUTHORITIES,
            attributes: { ...root, mode: 0o700 },
          },
        ]
      : [];
  return [
    ...directory,
    {
      kind: 'certificate',
      ...common,
      why: number === 1 ? 'Signs the certificates of this host' : 'Signs once the present one ends: clients get it before',
      service: 'local-ca',
      keyPath: key,
      certificatePath: certificate,
      authority: true,
      // At most 64 characters (RFC 5280), the number among them: clients tell authorities apart by it.
      facts: {
        hostname: `momentum-secure CA ${number} of ${name}`.slice(0, 64),
        altNames: [],
        keyBits: 3072,
        days: AUTHORITY_DAYS,
      },
      keyAttributes: { ...root, mode: 0o600 },
      certificateAttributes: { ...root, mode: 0o644 },
    },
  ];
}
