import type { Host, HostFile } from '../../host/host.ts';
import { type HostPath, hostPath } from '../../model/paths.ts';
import { readMailServer } from '../../services/ecelerity/configuration.ts';
import { filesOfScopes } from '../../services/ecelerity/scope-files.ts';
import { type Certificate, readCertificate } from '../../tls/certificate/read.ts';

/** What `status` says of files that scopes name. */
export const SCOPE_FINDINGS = ['scope-certificate'];

/** A certificate and its key as scopes of the mail server name them. */
export interface ScopePair {
  readonly certificate: HostPath;
  readonly key: HostPath;
  /** The scopes, each with file and line. */
  readonly places: readonly string[];
  /** Undefined where there is no such file. */
  readonly file: HostFile | undefined;
  readonly keyFile: HostFile | undefined;
  /** Undefined where what is there is no certificate. */
  readonly read: Certificate | undefined;
}

/** Those with absolute paths: where others are looked for is not documented. */
export async function scopePairs(host: Host): Promise<readonly ScopePair[]> {
  const configuration = await readMailServer(host);
  if (configuration === undefined) return [];
  const pairs: ScopePair[] = [];
  for (const { kind, certificate, key, places } of filesOfScopes(configuration)) {
    if (kind !== 'certificate' || key === undefined || !certificate.startsWith('/') || !key.startsWith('/')) continue;
    const [file, keyFile] = await Promise.all([host.read(hostPath(certificate)), host.read(hostPath(key))]);
    const reading = readCertificate(file?.bytes.toString('latin1') ?? '');
    const read = reading.ok ? reading.certificate : undefined;
    pairs.push({ certificate: hostPath(certificate), key: hostPath(key), places, file, keyFile, read });
  }
  return pairs;
}
