import type { Configuration } from '../../config/ecelerity/read.ts';
import { type HostPath, hostPath } from '../../model/paths.ts';
import { everySetting, type ScopedSetting } from '../configuration/every-setting.ts';

/** Options of the mail server that name a file of TLS. */
const OPTIONS = ['tls_certificate', 'tls_key', 'tls_ca', 'tls_client_ca', 'tls_dhparams_file'];

/** One that the mail server reads, and the lines that name it. */
export interface TlsFile {
  readonly path: HostPath;
  readonly isKey: boolean;
  readonly named: readonly ScopedSetting[];
}

/** Each file once; where a relative name leads is not documented. */
export function tlsFiles(configuration: Configuration): readonly TlsFile[] {
  const byPath = new Map<string, ScopedSetting[]>();
  for (const one of everySetting(configuration, OPTIONS)) {
    const { value } = one.setting;
    if (value.startsWith('/')) byPath.set(value, [...(byPath.get(value) ?? []), one]);
  }
  return [...byPath].map(([path, named]) => ({
    path: hostPath(path),
    isKey: named.some(({ setting }) => setting.name === 'tls_key'),
    named,
  }));
}
