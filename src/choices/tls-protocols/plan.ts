import type { Answers, ProtocolAnswer } from '../../answers/answers.ts';
import { effective } from '../../config/ecelerity/effective.ts';
import { settingsIn } from '../../config/ecelerity/read.ts';
import type { Scope } from '../../config/ecelerity/scope.ts';
import { setInConfiguration } from '../../config/ecelerity/set-in-configuration.ts';
import type { Host } from '../../host/host.ts';
import type { Change } from '../../plan/change.ts';
import { type MailServer, readGround } from '../../services/ecelerity/ground.ts';
import { protocolsOf, versionOption } from '../../services/ecelerity/policy.ts';
import { isSame } from '../../tls/protocol-set.ts';
import { editScopes, requireUnderstood, type ScopeEdit } from '../configuration-edits.ts';
import { takeBack } from '../take-back-options.ts';
import { targetsOf } from './targets.ts';
import { wantedIn } from './wanted.ts';

export const CHOICE = 'tlsProtocols';
const ABOUT = 'TLS versions';

/** `null` gives back what stood there before us; what else is answered is planned over that. */
export async function planTlsProtocols(host: Host, answers: Answers): Promise<readonly Change[]> {
  const { inbound, outbound } = answers.tls ?? {};
  // What is kept are whole files: they go back for both directions, or not at all. The risks say so.
  if (takesBackHalf(answers)) return [];
  const back = inbound === null || outbound === null ? await versionsBack(host) : [];
  return [...back, ...(await planPolicy(host.after(back), answers))];
}

/** null for one direction, and no word about the other. */
export function takesBackHalf({ tls }: Answers): boolean {
  const isLeft = (answer: ProtocolAnswer | null | undefined) => answer === undefined || answer === 'keep';
  return (tls?.inbound === null && isLeft(tls.outbound)) || (tls?.outbound === null && isLeft(tls.inbound));
}

async function planPolicy(host: Host, answers: Answers, again = false): Promise<readonly Change[]> {
  const { inbound, outbound } = answers.tls ?? {};
  if (![inbound, outbound].some((answer) => answer != null && answer !== 'keep')) return [];
  const server = await readGround(host);
  if (server === undefined) return [];
  // Of a file that is not understood it is not known which listeners it has, either.
  requireUnderstood(server.configuration);
  const targets = targetsOf(server, answers);
  const edits: ScopeEdit[] = [];
  for (const { scope, ...target } of targets) {
    const wanted = wantedIn(server, scope, target.answer, target.use);
    // A refusal is a finding that stops the apply; here it only changes nothing.
    if (wanted.refused || isSoAlready(server, scope, wanted.value)) continue;
    edits.push({ scope, edit: setInConfiguration(server.configuration, scope, versionOption(server, scope), wanted.value) });
  }
  const changes = await editScopes(host, CHOICE, ABOUT, edits);
  // A listener that is as asked because it follows the global scope is not so any more once that changes.
  const isFollowed = !again && edits.some(({ scope }) => scope.parent === undefined);
  return isFollowed ? [...changes, ...(await planPolicy(host.after(changes), answers, true))] : changes;
}

/** Whole files go back: one with somebody else's edits in it stays, and the risks name it. */
async function versionsBack(host: Host): Promise<readonly Change[]> {
  const server = await readGround(host);
  return takeBack(host, {
    choice: CHOICE,
    about: ABOUT,
    options: ['tls_protocols', 'tls_ciphers'],
    isOurs: (scope, option) => server !== undefined && versionOption(server, scope) === option,
    edited: 'leave',
  });
}

/** A scope with a value of its own is judged by that; one without by what it falls back to. */
export function isSoAlready(server: MailServer, scope: Scope, value: string): boolean {
  const option = versionOption(server, scope);
  const own = settingsIn(server.configuration, scope, option).at(-1)?.value;
  const now = own ?? effective(server.configuration, scope, option).value;
  if (option === 'tls_ciphers') return now === value;
  return isSame(protocolsOf(option, now, server.known), protocolsOf(option, value, server.known));
}
