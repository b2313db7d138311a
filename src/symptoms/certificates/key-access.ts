import type { FileFacts, Host } from '../../host/host.ts';
import { ownership } from '../../model/ownership.ts';
import type { PlannedFinding } from '../../plan/change.ts';
import { mayGive, whoNamedIt } from '../../preflight/may-give.ts';
import { setAttributes } from '../../preflight/remedy.ts';
import { commandsFor } from '../../preflight/words.ts';
import { readDatabase } from '../../services/msyspg/database.ts';
import { type KeyObjection, objectionToKey } from '../../services/msyspg/key-rule.ts';
import type { CertificatePlace } from '../../services/service.ts';
import type { PairOwner } from './owners.ts';
import { standingPair } from './standing.ts';

/** A service's key, and what is wrong with who it belongs to, or who else may read it. */
export interface KeyAccess {
  readonly facts: FileFacts;
  readonly place: CertificatePlace;
  readonly objection: KeyObjection | undefined;
}

/** Undefined where there is no key in use. */
export async function keyAccess(host: Host, owner: PairOwner): Promise<KeyAccess | undefined> {
  const pair = await standingPair(host, owner);
  const facts = pair === undefined ? undefined : await host.stat(pair.place.key);
  if (pair === undefined || facts === undefined) return undefined;
  const { place } = pair;
  const uid = (await host.accounts()).uid(place.owner);
  const database = owner.service.id === 'msyspg' ? await readDatabase(host) : undefined;
  const objection = database === undefined ? objectionOfOurs(facts, uid) : objectionToKey(database, facts, uid);
  return { facts, place, objection };
}

/** Apache does not look at all: nobody but the service, root and a group may have the key. */
function objectionOfOurs({ uid, mode }: FileFacts, owner: number | undefined): KeyObjection | undefined {
  if (uid !== owner && uid !== 0) return 'owner';
  return (mode & 0o007) === 0 ? undefined : 'mode';
}

/** The key given to its service alone. */
export async function closedKey(host: Host, id: string, { facts, place }: KeyAccess, what: string): Promise<PlannedFinding> {
  const wanted = { owner: place.owner, group: place.group, mode: 0o600 };
  const evidence = [`${facts.path} is ${ownership(facts)}`, `expected ${ownership(wanted)}`];
  if (!(await mayGive(host, place.owner, facts)))
    return { id, status: 'fail', what, evidence, remedy: { steps: [whoNamedIt(place.owner, facts.path)] } };
  const changes = [setAttributes(facts.path, wanted, 'A private key is for its service alone')];
  return { id, status: 'fail', what, evidence, remedy: { changes, steps: [commandsFor(facts, wanted)] } };
}
