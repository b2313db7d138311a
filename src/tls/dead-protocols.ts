import { unlikelyInOpenssl, unspokenByOpenssl } from './openssl-protocols.ts';
import { type Protocol, protocols } from './protocol.ts';
import { protocolSet } from './protocol-set.ts';

export interface ProtocolGround {
  /** Of the OpenSSL that ecelerity is linked to: `1.0.1e-fips`. Undefined where it is not known. */
  readonly openssl?: string;
  /** The oldest version that the system's crypto policy allows. */
  readonly policyMinimum?: Protocol;
  /** The scope's `tls_ciphers`. */
  readonly ciphers?: string;
}

/** A version that is configured and will not be spoken. */
export interface DeadProtocol {
  readonly protocol: Protocol;
  /** False where it depends on how the library was built or set up: only the socket can tell. */
  readonly certain: boolean;
  readonly why: string;
}

/** Which of the configured versions the ground they stand on does not carry, oldest first. */
export function deadProtocols(configured: Iterable<Protocol>, ground: ProtocolGround): readonly DeadProtocol[] {
  return [...protocolSet(configured)].flatMap((protocol) => judge(protocol, ground) ?? []);
}

function judge(protocol: Protocol, { openssl, policyMinimum, ciphers }: ProtocolGround): DeadProtocol | undefined {
  const unspoken = openssl === undefined ? undefined : unspokenByOpenssl(openssl, protocol);
  if (unspoken !== undefined) return { protocol, certain: true, why: unspoken };
  if (policyMinimum !== undefined && protocols.indexOf(protocol) < protocols.indexOf(policyMinimum)) {
    // A program may set a range of its own over the policy's: likely, not certain.
    return { protocol, certain: false, why: `the system's crypto policy begins at ${policyMinimum}` };
  }
  const unlikely = openssl === undefined ? undefined : unlikelyInOpenssl(openssl, protocol, ciphers);
  return unlikely === undefined ? undefined : { protocol, certain: false, why: unlikely };
}
