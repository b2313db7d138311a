import { type Protocol, wireVersion } from '../protocol.ts';
import { type Connect, type Endpoint, serverNameOf } from './endpoint.ts';
import { exchange } from './exchange.ts';
import { type Flight, parseFlight } from './flight.ts';
import { clientHello, type Offer } from './hello.ts';
import { observe } from './observe.ts';
import { alertName } from './records.ts';

/** What a port that is known to speak `protocol` makes of a narrower offer. */
export type Response =
  | { readonly outcome: 'accepted'; readonly flight: Flight; readonly detail: string }
  /** `alert` is the number of the alert, where it was one. */
  | { readonly outcome: 'refused'; readonly alert?: number; readonly detail: string }
  | { readonly outcome: 'unknown'; readonly detail: string };

/** Asks one more thing: the same version, with this offer only. Never rejects. */
export async function question(
  connect: Connect,
  endpoint: Endpoint,
  protocol: Protocol,
  offer: Offer,
  timeoutMs: number,
): Promise<Response> {
  const hello = clientHello(protocol, serverNameOf(endpoint), offer);
  const reaction = await exchange(connect, endpoint, hello, parseFlight, timeoutMs);
  if (reaction.kind === 'unasked') return { outcome: 'unknown', detail: reaction.failure.detail };
  if (reaction.kind === 'silence') {
    // It is the offer that it closes for, if it still answers the version.
    const answers = (await observe(connect, endpoint, protocol, timeoutMs)).outcome === 'accepted';
    return { outcome: answers ? 'refused' : 'unknown', detail: reaction.detail };
  }
  if (reaction.kind !== 'answer') return { outcome: 'unknown', detail: reaction.detail };
  const { value } = reaction;
  if (value.kind === 'not-tls') return { outcome: 'unknown', detail: `it answers ${reaction.start}` };
  if (value.kind === 'alert') {
    return { outcome: 'refused', alert: value.description, detail: `alert ${alertName(value.description)}` };
  }
  const detail = `cipher 0x${value.hello.cipher.toString(16).padStart(4, '0')}`;
  const asked = value.hello.version === wireVersion[protocol] && (offer.suites?.includes(value.hello.cipher) ?? true);
  return asked
    ? { outcome: 'accepted', flight: value, detail }
    : { outcome: 'unknown', detail: `${detail}, which was not offered` };
}
