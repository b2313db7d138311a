import { effective } from '../../config/ecelerity/effective.ts';
import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import { readText } from '../../host/text.ts';
import { policyMinimum } from '../../tls/crypto-policy.ts';
import type { ProtocolGround } from '../../tls/dead-protocols.ts';
import type { MailServer } from './ground.ts';

/** What the mail server's TLS versions stand on besides its own configuration. What cannot be read is not known. */
export async function protocolGround(host: Host, { openssl, configuration }: MailServer): Promise<ProtocolGround> {
  const text = (path: typeof LAYOUT.cryptoPolicy) => readText(host, path).catch(() => undefined);
  const [policy, release] = await Promise.all([text(LAYOUT.cryptoPolicy), text(LAYOUT.redhatRelease)]);
  const major = Number(/release (\d+)/.exec(release ?? '')?.[1] ?? 0);
  const oldest = policy === undefined ? undefined : policyMinimum(policy, major);
  const ciphers = effective(configuration, configuration.global, 'tls_ciphers').value;
  return {
    ...(openssl === undefined ? {} : { openssl }),
    ...(oldest === undefined ? {} : { policyMinimum: oldest }),
    ...(ciphers === undefined ? {} : { ciphers }),
  };
}
