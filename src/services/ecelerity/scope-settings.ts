import type { Configuration } from '../../config/ecelerity/read.ts';
import { settingsIn } from '../../config/ecelerity/read.ts';
import { printPath } from '../../config/ecelerity/scope-path.ts';
import { tlsScopes } from './policy.ts';

/** Options of TLS that a scope may set for itself, beside its versions. */
const OPTIONS = ['tls_ciphers', 'tls_certificate', 'tls_key', 'tls_ca', 'tls_client_ca'] as const;

/** What one scope sets itself, and where. */
export interface ScopeSetting {
  readonly scope: string;
  readonly option: (typeof OPTIONS)[number];
  readonly value: string;
  readonly file: string;
  readonly line: number;
}

/** Own ciphers, certificates, keys and authorities of every scope, in reading order; of several lines in one scope the one that counts. */
export function scopeSettings(configuration: Configuration): readonly ScopeSetting[] {
  return tlsScopes(configuration).flatMap((scope) =>
    OPTIONS.flatMap((option): readonly ScopeSetting[] => {
      const setting = settingsIn(configuration, scope, option).at(-1);
      if (setting === undefined) return [];
      return [{ scope: printPath(scope.path), option, value: setting.value, file: setting.file, line: setting.line }];
    }),
  );
}
