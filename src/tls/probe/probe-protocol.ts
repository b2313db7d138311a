import { setTimeout as sleep } from 'node:timers/promises';
import { type Protocol, protocols } from '../protocol.ts';
import type { Connect, Endpoint } from './endpoint.ts';
import { inTurn } from './in-turn.ts';
import { type Observation, observe, type ProtocolAnswer } from './observe.ts';

export interface ProbeOptions {
  /** Milliseconds for the connection and for each answer. */
  readonly timeoutMs: number;
}

/** Versions that nearly every TLS server has one of: what a silent port is tested with. */
const common: readonly Protocol[] = ['TLSv1.2', 'TLSv1.3', 'TLSv1.0'];

/** At most so many connections at a time to one port: mail servers count them. */
const atOnce = 3;

/** A server that had no room for a connection is asked again after so long, in milliseconds. */
const pauseMs = 250;

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
 * STARTTLS) the others would meet with the same, and are not sent. Where it got through and others did
 * not (too many connections), those are sent once more, one by one. A server that is silent from the
 * first hello on keeps us for two time-outs in all.
 */
export async function probeProtocols(
  connect: Connect,
  endpoint: Endpoint,
  { timeoutMs }: ProbeOptions,
): Promise<Readonly<Record<Protocol, ProtocolAnswer>>> {
  const scout = await observe(connect, endpoint, 'TLSv1.2', timeoutMs);
  const observations = new Map<Protocol, Observation>([['TLSv1.2', scout]]);
  const waiting = protocols.filter((protocol) => !observations.has(protocol));
  const silent = scout.outcome === 'timeout';
  await inTurn(waiting, silent ? waiting.length : atOnce, async (protocol) => {
    observations.set(protocol, scout.asked ? await observe(connect, endpoint, protocol, timeoutMs) : scout);
  });
  const turnedAway = protocols.filter((protocol) => scout.asked && !observations.get(protocol)?.asked);
  await inTurn(turnedAway, 1, async (protocol) => {
    await sleep(pauseMs);
    observations.set(protocol, await observe(connect, endpoint, protocol, timeoutMs));
  });
  const evidence = await stillTalksTls(connect, endpoint, observations, timeoutMs);
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

/**
 * Whether connections that were closed in silence were closed over the version: the port has talked TLS, and
 * still does afterwards. A server that went down half-way through must not look like one that refuses.
 */
async function stillTalksTls(
  connect: Connect,
  endpoint: Endpoint,
  observations: ReadonlyMap<Protocol, Observation>,
  timeoutMs: number,
): Promise<boolean> {
  if (![...observations.values()].some(({ hint }) => hint)) return false;
  const seen = [...observations].find(([, observation]) => talksTls(observation));
  return seen !== undefined && talksTls(await observe(connect, endpoint, seen[0], timeoutMs));
}

function talksTls(observation: Observation): boolean {
  return observation.outcome === 'accepted' || observation.outcome === 'refused';
}

function answerOf({ outcome, detail, cipher, hint }: Observation, portTalksTls: boolean): ProtocolAnswer {
  return { outcome: hint && portTalksTls ? 'refused' : outcome, detail, ...(cipher === undefined ? {} : { cipher }) };
}
