import type { Host } from '../../host/host.ts';
import type { Finding } from '../../model/finding.ts';
import { generatedBits, groupNames } from '../../tls/dh/groups.ts';
import { tlsProtocolsSince } from '../../tls/momentum-protocols.ts';
import { forcedScopes, isForced } from './force.ts';
import { judgeFile } from './judge.ts';
import { type DheState, readDhe } from './state.ts';
import { placeOf } from './wanted.ts';

/** The choice as it stands; no answer where it does not apply. */
interface CurrentDhe {
  readonly answer: { readonly enabled: boolean; readonly parameters: string; readonly force: boolean } | undefined;
  readonly gaps: readonly Finding[];
}

/** Whether Diffie-Hellman is offered, with which parameters, and whether forward secrecy is forced. */
export async function currentDhe(host: Host): Promise<CurrentDhe> {
  const state = await readDhe(host);
  // That there is no mail server is said where its TLS versions are.
  if (state === undefined) return { answer: undefined, gaps: [] };
  if (!state.applies) return { answer: undefined, gaps: [tooOld(state, 'warn')] };
  const { enabled, file, server } = state;
  const scopes = forcedScopes(server);
  const force = scopes.length > 0 && scopes.every(({ now }) => isForced(now));
  const answer = { enabled, parameters: file === undefined ? 'built-in' : answerFor(file), force };
  return { answer, gaps: file === undefined ? builtIn(enabled) : await judgeFile(host, file, 'warn') };
}

/** Files of ours by what they were answered with, so that the answers mean the same on another host. */
function answerFor(file: string): string {
  const ours = [...groupNames, ...generatedBits.map((bits) => `generate:${bits}` as const)];
  return ours.find((answer) => placeOf(answer) === file) ?? file;
}

function builtIn(enabled: boolean): readonly Finding[] {
  if (!enabled) return [];
  const what = 'The mail server uses the Diffie-Hellman parameters that it has built in: how strong they are is not documented';
  const steps = ['--set dhe.parameters=ffdhe2048 takes a group of RFC 7919'];
  return [{ id: 'dhe-built-in', status: 'warn', what, evidence: [], remedy: { steps } }];
}

export function tooOld({ server: { momentum = 'of this version' } }: DheState, status: 'warn' | 'fail'): Finding {
  const what = `Diffie-Hellman cannot be chosen here: Momentum ${momentum} does not know the options, and would not load a configuration with them`;
  const steps = [`Upgrade to ${tlsProtocolsSince(momentum)} first`];
  return { id: 'dhe-too-old', status, what, evidence: [], remedy: { steps } };
}
