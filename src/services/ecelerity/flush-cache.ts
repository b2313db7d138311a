import { settingsIn } from '../../config/ecelerity/read.ts';
import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import { readMailServer } from './configuration.ts';
import { tlsScopes } from './policy.ts';
import { runningMailServer } from './running.ts';

const FILES = ['tls_certificate', 'tls_key', 'tls_ca', 'tls_client_ca'];

/**
 * The mail server keeps the TLS contexts it has made, with the certificates that were in them. Where `paths` has one
 * that its scopes name, it has to let go of them; said and not done, because it is another service's certificate.
 */
export async function flushStep(host: Host, paths: readonly string[]): Promise<string | undefined> {
  const configuration = await readMailServer(host);
  if (configuration === undefined || (await runningMailServer(host)).state !== 'running') return undefined;
  const named = new Set(
    tlsScopes(configuration).flatMap((scope) =>
      FILES.flatMap((option) => settingsIn(configuration, scope, option).map(({ value }) => value)),
    ),
  );
  const changed = paths.filter((path) => named.has(path));
  if (changed.length === 0) return undefined;
  const console = `${LAYOUT.console} ${LAYOUT.controlSocket}`;
  return `The mail server uses ${changed.join(', ')} too: have it take that up with ${console} config reload, then ${console} tls flush cache`;
}
