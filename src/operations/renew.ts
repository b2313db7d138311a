import { publicHalf } from '../apply/forget-keys.ts';
import { planNextAuthority } from '../choices/certificates/authority.ts';
import { ownAnswers } from '../choices/certificates/facts.ts';
import { planRenewal, type RenewalRequest } from '../choices/certificates/renewal.ts';
import type { Host } from '../host/host.ts';
import type { Finding } from '../model/finding.ts';
import type { Change } from '../plan/change.ts';
import { services } from '../services/index.ts';
import type { Service } from '../services/service.ts';
import { answersOver } from './applied-answers.ts';
import type { PlannedWork } from './engine.ts';
import { type PlanOptions, planOf } from './plan-of.ts';
import { requireMomentum } from './survey.ts';

/** Services with a pair of their own. */
export const RENEWABLE: readonly Service['id'][] = ['msyspg', 'ecwebui', 'ecconfigd'];

export interface RenewOptions extends Omit<RenewalRequest, 'named' | 'toBeSigned'> {
  /** Ids; none for all that serve a certificate. */
  readonly services: readonly string[];
}

/** The plan that renews what runs out. Everything else about the host stays as it is. */
export async function makeRenewal(host: Host, renew: RenewOptions, options: PlanOptions): Promise<PlannedWork> {
  await requireMomentum(host);
  const { findings } = await renewAll(host, renew);
  const changes = async (over: Host) => (await renewAll(over, renew)).changes;
  // What was asked of the certificates is in force from now on; nothing else was carried out.
  const { certificates } = renew.answers;
  const answers = certificates === undefined ? {} : { certificates };
  const work = await planOf(host, { answers, changes, findings }, options);
  return renew.compromised ? { ...work, compromised: await presentKeys(host, work.plan.changes) } : work;
}

/** Public halves of the keys that are replaced. One that cannot be read is known by its certificate. */
async function presentKeys(host: Host, changes: readonly Change[]): Promise<readonly string[]> {
  const halves: (string | undefined)[] = [];
  for (const change of changes) {
    if (change.kind !== 'certificate' || change.authority === true) continue;
    for (const path of [change.keyPath, change.certificatePath])
      halves.push(publicHalf((await host.read(path))?.bytes.toString('latin1') ?? ''));
  }
  return [...new Set(halves.filter((half) => half !== undefined))];
}

async function renewAll(host: Host, renew: RenewOptions) {
  const changes: Change[] = [];
  const findings: Finding[] = [];
  const named = renew.services.length > 0;
  const answers = await answersOver(host, renew.answers);
  for (const service of services) {
    if (named ? !renew.services.includes(service.id) : !RENEWABLE.includes(service.id)) continue;
    const toBeSigned = ownAnswers(answers, service).source === 'csr';
    const renewal = await planRenewal(host.after(changes), service, { ...renew, named, toBeSigned });
    changes.push(...renewal.changes);
    findings.push(...renewal.findings);
  }
  changes.push(...(await planNextAuthority(host.after(changes))));
  return { changes, findings };
}
