import type { Host } from '../../host/host.ts';
import type { Change } from '../../plan/change.ts';
import type { CertificatePlace } from '../../services/service.ts';
import { putPair } from '../issue.ts';
import type { Fault, Message, Symptom } from '../symptom.ts';
import type { PairOwner } from './owners.ts';

/** What a fault of certificates says in its own words; the rest follows from whose pair it is. */
type Particular = Pick<Symptom, 'title' | 'meaning' | 'words' | 'messages' | 'check' | 'steps' | 'faults' | 'explains'>;

/** One fault as a symptom of each service that can have it: `msyspg-` and the kind is its id. */
export function pairSymptoms(
  owners: readonly PairOwner[],
  kind: string,
  of: (owner: PairOwner, id: string) => Particular,
): readonly Symptom[] {
  return owners.map((owner) => {
    const id = `${owner.service.id}-${kind}`;
    const particular = of(owner, id);
    return {
      ...particular,
      id,
      words: [...owner.words, ...particular.words],
      concerns: owner.concerns,
      explains: [...owner.findings, ...(particular.explains ?? [])],
    };
  });
}

/** What is printed about one service's pair: by the service itself, or by its clients. */
export type MessagesOf = Readonly<Partial<Record<PairOwner['service']['id'], readonly Message[]>>>;

/** A way to the fault in a sandbox where the service speaks TLS with a pair of its own. */
export function pairFault(
  owner: PairOwner,
  what: string,
  damage: (host: Host, place: CertificatePlace) => Promise<readonly Change[]>,
  momentum?: string,
): Fault {
  return {
    what,
    ...(owner.answers === undefined ? {} : { answers: owner.answers }),
    ...(momentum === undefined ? {} : { momentum }),
    make: async (host) => {
      const place = await owner.service.certificate(host);
      if (place === undefined) return [];
      const there = (await host.stat(place.certificate)) !== undefined;
      const pair = there ? [] : await putPair(host, place);
      return [...pair, ...(await damage(host.after(pair), place))];
    },
  };
}

/** Apache 2.4 says it with a code before it, 2.2 without one. */
export const APACHE_CODE = '(?:AH\\d{5}: )?';

/** The line of svn on a node that refuses the configuration server for that reason; an unknown issuer it forgives. */
export function svnRefuses(reason: string): Message {
  return {
    pattern: new RegExp(`Server certificate verification failed: [^\\n]{0,200}${reason}`, 'i'),
    example: `svn: OPTIONS of 'https://mail2:2027/config/default/boot': Server certificate verification failed: ${reason}, issuer is not trusted`,
  };
}
