import { effective } from '../../config/ecelerity/effective.ts';
import type { Configuration } from '../../config/ecelerity/read.ts';
import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import { findMomentum } from '../../host/momentum.ts';
import { momentumProtocols } from '../../tls/momentum-protocols.ts';
import { type Protocol, protocols } from '../../tls/protocol.ts';
import { atLeast } from '../../tls/version.ts';
import { readMailServer } from './configuration.ts';

/** What the mail server's TLS stands on, on this host. */
export interface MailServer {
  readonly configuration: Configuration;
  /** Undefined where it cannot be told. */
  readonly momentum: string | undefined;
  /** The OpenSSL that ecelerity carries or names; undefined where it cannot be told. */
  readonly openssl: string | undefined;
  /** Tokens that tls_protocols of this Momentum knows; none where the option does not exist yet. */
  readonly known: readonly Protocol[];
  /** GnuTLS does SMTP where it is chosen; it takes a priority string in tls_ciphers instead. */
  readonly gnutls: boolean;
}

/** A program of this size is read to find which OpenSSL it names; a larger one is none of Momentum's. */
const MOST_BYTES = 64 * 1024 * 1024;

export async function readGround(host: Host): Promise<MailServer | undefined> {
  const configuration = await readMailServer(host);
  if (configuration === undefined) return undefined;
  const momentum = (await findMomentum(host)).version?.text;
  const openssl = await opensslOf(host);
  return {
    configuration,
    momentum,
    openssl,
    // A version that cannot be told may be the newest: then no token is called unknown.
    known: (momentum === undefined ? protocols : momentumProtocols(momentum)).filter(
      (protocol) => protocol !== 'SSLv2' || !hasNoSslv2(momentum, openssl),
    ),
    gnutls: effective(configuration, configuration.global, 'tls_engine').value?.toLowerCase() === 'gnutls',
  };
}

/** OpenSSL 1.1.0 dropped it, and Momentum 4.6 brought 1.1.1: a token that nothing can speak is not worth a word. */
function hasNoSslv2(momentum: string | undefined, openssl: string | undefined): boolean {
  return openssl === undefined ? momentum !== undefined && atLeast(momentum, '4.6') : atLeast(openssl, '1.1.0');
}

/** Libraries carry their name and version as text; a program linked to them statically carries it too. */
async function opensslOf(host: Host): Promise<string | undefined> {
  const facts = await host.stat(LAYOUT.ecelerityProgram);
  if (facts?.kind !== 'file' || facts.size > MOST_BYTES) return undefined;
  const text = (await host.read(LAYOUT.ecelerityProgram).catch(() => undefined))?.bytes.toString('latin1') ?? '';
  return /OpenSSL (\d+\.\d+\.\d+[a-z]*)/.exec(text)?.[1];
}
