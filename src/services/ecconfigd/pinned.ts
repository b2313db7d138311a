import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import { readText } from '../../host/text.ts';
import { type HostPath, joinPath } from '../../model/paths.ts';
import { readCertificate } from '../../tls/certificate/read.ts';

/** A certificate that ecuser's svn was told to trust, whatever is wrong with it. */
export interface PinnedTrust {
  readonly file: HostPath;
  /** `https://mail1:2027` */
  readonly server: string;
  readonly fingerprint256: string | undefined;
}

/** Subversion keeps them as `K length`, key, `V length`, value, line by line; the certificate as base64 DER. */
export async function readPinned(host: Host): Promise<readonly PinnedTrust[]> {
  const directory = joinPath(LAYOUT.svnSettings, 'auth/svn.ssl.server');
  const pinned: PinnedTrust[] = [];
  for (const name of (await host.list(directory).catch(() => undefined)) ?? []) {
    const file = joinPath(directory, name);
    const text = (await readText(host, file).catch(() => undefined)) ?? '';
    const value = (key: string) => new RegExp(`^K ${key.length}\\n${key}\\nV \\d+\\n(.*)$`, 'm').exec(text)?.[1];
    const server = value('svn:realmstring');
    if (server === undefined) continue;
    const reading = readCertificate(`-----BEGIN CERTIFICATE-----\n${value('ascii_cert') ?? ''}\n-----END CERTIFICATE-----\n`);
    pinned.push({ file, server, fingerprint256: reading.ok ? reading.certificate.fingerprint256 : undefined });
  }
  return pinned;
}
