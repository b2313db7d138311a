import { judgeDh } from '../dh/judge.ts';
import { bitsOf, knownGroup } from '../dh/known.ts';
import { type Protocol, protocols, wireVersion } from '../protocol.ts';
import { cbcSuites, dheSuites, fallbackScsv, isCbc, suitesUpTo } from './ciphers.ts';
import type { CbcAnswer, DheAnswer, FallbackAnswer, PoodleAnswer } from './features.ts';
import type { Offer } from './hello.ts';
import type { ProtocolAnswer } from './observe.ts';
import type { Response } from './question.ts';

/** What each version met with, and how to ask more. */
export interface Asking {
  readonly answers: Readonly<Record<Protocol, ProtocolAnswer>>;
  readonly ask: (protocol: Protocol, offer: Offer) => Promise<Response>;
}

/** The accepted versions that have cipher suites and alerts as we know them: SSLv3 to TLS 1.3, newest first. */
function accepted({ answers }: Asking): readonly Protocol[] {
  return protocols.filter((protocol) => protocol !== 'SSLv2' && answers[protocol].outcome === 'accepted').reverse();
}

/** The newest accepted version that negotiates CBC and DHE by cipher suite: up to TLS 1.2. */
export function newestWithSuites(asking: Asking): Protocol | undefined {
  return accepted(asking).find((protocol) => protocol !== 'TLSv1.3');
}

const nothingToAsk = { outcome: 'not-applicable', detail: 'it speaks no version of SSLv3 to TLS 1.2' } as const;

/** With the newest version that has suites to choose from; older ones take no fewer. */
export async function askCbc(asking: Asking): Promise<CbcAnswer> {
  const protocol = newestWithSuites(asking);
  return protocol === undefined ? nothingToAsk : askCbcOf(asking, protocol);
}

/** Nothing is asked where the server chose a CBC suite of its own accord. */
async function askCbcOf({ answers, ask }: Asking, protocol: Protocol): Promise<CbcAnswer> {
  const { cipher, detail } = answers[protocol];
  if (cipher !== undefined && isCbc(cipher)) return { outcome: 'accepted', protocol, detail };
  const response = await ask(protocol, { suites: cbcSuites(wireVersion[protocol]) });
  return { outcome: response.outcome, protocol, detail: response.detail };
}

/** No group is offered by name: a server would choose that one, instead of showing the one it is configured with. */
export async function askDhe(asking: Asking): Promise<DheAnswer> {
  const protocol = newestWithSuites(asking);
  if (protocol === undefined) return nothingToAsk;
  const response = await asking.ask(protocol, { suites: dheSuites(wireVersion[protocol]), groups: [] });
  if (response.outcome !== 'accepted') return { outcome: response.outcome, protocol, detail: response.detail };
  const prime = response.flight.dhPrime;
  if (prime === undefined) return { outcome: 'unknown', protocol, detail: 'it takes DHE and shows no group' };
  const [bits, group] = [bitsOf(prime), knownGroup(prime)];
  const detail = `${bits} bits, ${group ?? 'a prime of its own'}`;
  return { outcome: 'accepted', protocol, detail, bits, verdict: judgeDh(bits), ...(group === undefined ? {} : { group }) };
}

/** As a client that fell back from the newest version to the one before it that the server has. */
export async function askFallback(asking: Asking): Promise<FallbackAnswer> {
  const [newest, older] = accepted(asking);
  if (newest === undefined) return { outcome: 'unknown', detail: 'it accepts no version that could fall back' };
  if (older === undefined) {
    const unclear = protocols.find((protocol) => !/^(accepted|refused)$/.test(asking.answers[protocol].outcome));
    if (unclear !== undefined) return { outcome: 'unknown', detail: `it speaks ${newest}, and perhaps ${unclear}` };
    return { outcome: 'not-needed', detail: `${newest} is all it speaks` };
  }
  const response = await asking.ask(older, { suites: [...suitesUpTo(wireVersion[older]), fallbackScsv] });
  const detail = `${older} as a fallback: ${response.detail}`;
  // 86 is inappropriate_fallback.
  if (response.outcome === 'refused' && response.alert === 86) return { outcome: 'supported', detail };
  return { outcome: response.outcome === 'accepted' ? 'ignored' : 'unknown', detail };
}

/** Both halves: SSLv3, and a CBC suite with it. */
export async function askPoodle(asking: Asking): Promise<PoodleAnswer> {
  const { outcome, detail } = asking.answers.SSLv3;
  if (outcome === 'refused') return { verdict: 'not-vulnerable', detail: `SSLv3 is refused (${detail})` };
  if (outcome !== 'accepted') return { verdict: 'unknown', detail: `SSLv3: ${detail}` };
  const cbc = await askCbcOf(asking, 'SSLv3');
  if (cbc.outcome === 'accepted') return { verdict: 'vulnerable', detail: `SSLv3 with CBC (${cbc.detail})` };
  if (cbc.outcome === 'refused') return { verdict: 'not-vulnerable', detail: `SSLv3, but without CBC (${cbc.detail})` };
  return { verdict: 'unknown', detail: `SSLv3, and with CBC: ${cbc.detail}` };
}
