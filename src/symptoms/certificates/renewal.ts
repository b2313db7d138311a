import { planRenewal, type Renewal } from '../../choices/certificates/renewal.ts';
import type { Host } from '../../host/host.ts';
import type { Change, PlannedFinding } from '../../plan/change.ts';
import type { Service } from '../../services/service.ts';

/** What `renew SERVICE` would do: a pair of a CA's it does not touch, and says what to do with it. */
export function renewal(host: Host, service: Service): Promise<Renewal> {
  return planRenewal(host, service, { answers: {}, daysLeft: 0, force: false, sameKey: false, compromised: false, named: true });
}

/** That as a remedy: changes where a program may act, else the steps for a person. */
export async function renewalRemedy(host: Host, service: Service): Promise<NonNullable<PlannedFinding['remedy']>> {
  const { changes, findings } = await renewal(host, service);
  return remedyOf(
    changes,
    findings.flatMap(({ remedy }) => remedy?.steps ?? []),
  );
}

export function remedyOf(changes: readonly Change[], steps: readonly string[]): NonNullable<PlannedFinding['remedy']> {
  return { ...(changes.length === 0 ? {} : { changes }), steps };
}
