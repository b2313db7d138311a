import { type Protocol, protocols } from '../protocol.ts';
import type { Connect, Endpoint } from './endpoint.ts';
import { type Observation, observe, type ProtocolAnswer } from './observe.ts';

export interface ProbeOptions {
  /** Milliseconds for the connection and for each answer. */
  readonly timeoutMs: number;
}

/** Versions that nearly every TLS server has one of: what a silent port is tested with. */
const common: readonly Protocol[] = ['TLSv1.2', 'TLSv1.3', 'TLSv1.0'];

/** At most so many connections at a time to one port: mail servers count them. */
const atOnce = 3;

/**
 * Whether the server behind `endpoint` speaks `protocol`, by a hello of our own. `refused` is what the
 * server itself said: by an alert, by choosing another version, or by closing after this hello on a
 * port that talks TLS when asked for another version (which is then tried as well). Never rejects.
 */
export async function probeProtocol(
  connect: Connect,
  endpoint: Endpoint,
  protocol: Protocol,
  { timeoutMs }: ProbeOptions,
): Promise<ProtocolAnswer> {
  const observation = await observe(connect, endpoint, protocol, timeoutMs);
  if (!observation.hint) return answerOf(observation, false);
  for (const other of common) {
    if (other === protocol) continue;
    if (talksTls(await observe(connect, endpoint, other, timeoutMs))) return answerOf(observation, true);
  }
  return answerOf(observation, false);
}

/**
 * All six versions, a few at a time. One goes ahead: where no hello could be sent (nobody there, no
 * STARTTLS) the others would meet with the same, and are not sent.
 */
export async function probeProtocols(
  connect: Connect,
  endpoint: Endpoint,
  { timeoutMs }: ProbeOptions,
): Promise<Readonly<Record<Protocol, ProtocolAnswer>>> {
  const scout = await observe(connect, endpoint, 'TLSv1.2', timeoutMs);
  const observations = new Map<Protocol, Observation>([['TLSv1.2', scout]]);
  const waiting = protocols.filter((protocol) => !observations.has(protocol));
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      observations.set(next, scout.asked ? await observe(connect, endpoint, next, timeoutMs) : scout);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const evidence = [...observations.values()].some(talksTls);
  const answer = (protocol: Protocol) => answerOf(observations.get(protocol) ?? scout, evidence);
  return {
    SSLv2: answer('SSLv2'),
    SSLv3: answer('SSLv3'),
    'TLSv1.0': answer('TLSv1.0'),
    'TLSv1.1': answer('TLSv1.1'),
    'TLSv1.2': answer('TLSv1.2'),
    'TLSv1.3': answer('TLSv1.3'),
  };
}

function talksTls(observation: Observation): boolean {
  return observation.outcome === 'accepted' || observation.outcome === 'refused';
}

function answerOf({ outcome, detail, hint }: Observation, portTalksTls: boolean): ProtocolAnswer {
  return { outcome: hint && portTalksTls ? 'refused' : outcome, detail };
}
