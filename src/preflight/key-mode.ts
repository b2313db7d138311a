import type { FileFacts, Host } from '../host/host.ts';
import { ownership } from '../model/ownership.ts';
import type { PlannedFinding } from '../plan/change.ts';
import { readDatabase } from '../services/msyspg/database.ts';
import { mayBeOfRoot, objectionToKey } from '../services/msyspg/key-rule.ts';
import type { CertificatePlace, Service } from '../services/service.ts';
import { mayGive, whoNamedIt } from './may-give.ts';
import { setAttributes } from './remedy.ts';
import { commandsFor } from './words.ts';

/** Who may read a service's private key. PostgreSQL looks itself and does not start with one that is open. */
export async function keyFindings(after: Host, service: Service, place: CertificatePlace): Promise<readonly PlannedFinding[]> {
  const facts = await after.stat(place.key);
  if (facts === undefined) return [];
  if (service.id !== 'msyspg') {
    return (facts.mode & 0o007) === 0
      ? []
      : [await open(after, service, place, facts, 'warn', `${place.key} is open to everybody on this host`)];
  }
  const expected = await expectedByPostgres(after, place, facts);
  if (expected === undefined) return [];
  return [await open(after, service, place, facts, 'fail', `PostgreSQL does not start with ${place.key} as it is: ${expected}`)];
}

/** Undefined where PostgreSQL is content with it. */
async function expectedByPostgres(after: Host, place: CertificatePlace, facts: FileFacts): Promise<string | undefined> {
  const database = await readDatabase(after);
  if (database === undefined) return undefined;
  const objection = objectionToKey(database, facts, (await after.accounts()).uid(place.owner));
  return objection && `expected ${place.owner} 0600${mayBeOfRoot(database) ? ', or root 0640' : ''}`;
}

async function open(
  after: Host,
  service: Service,
  place: CertificatePlace,
  facts: FileFacts,
  status: 'warn' | 'fail',
  problem: string,
): Promise<PlannedFinding> {
  const wanted = { owner: place.owner, group: place.group, mode: 0o600 };
  return {
    id: `pair-${service.id}-key-mode`,
    status,
    what: `${service.title}: ${problem}`,
    evidence: [`${facts.path} is ${ownership(facts)}`],
    remedy: (await mayGive(after, place.owner, facts))
      ? {
          changes: [setAttributes(facts.path, wanted, 'A private key is for its service alone')],
          steps: [commandsFor(facts, wanted)],
        }
      : { steps: [whoNamedIt(place.owner, facts.path)] },
  };
}
