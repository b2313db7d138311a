import { treeIdentity } from '../host/identity.ts';
import type { LocalHost } from '../host/local.ts';
import { findMomentum } from '../host/momentum.ts';
import type { PlannedWork } from './engine.ts';
import { type MailServerScope, mailServerPolicy } from './mail-server-policy.ts';
import { survey } from './survey.ts';

/** Everything that somebody has to know who is to approve a plan and has not seen the host. */
export interface Ticket {
  readonly root: string;
  readonly hostname: string | null;
  readonly momentum: string | null;
  readonly work: PlannedWork;
  readonly certificates: readonly {
    readonly service: string;
    readonly path: string;
    readonly subject: string;
    readonly until: string;
  }[];
  readonly newCertificates: readonly NewCertificate[];
  readonly policy: readonly PolicyRow[];
}

export interface NewCertificate {
  readonly service: string;
  readonly path: string;
  readonly hostname: string;
  readonly altNames: readonly string[];
  readonly keyBits: number;
  readonly days: number;
}

/** Scopes that have the same before and after. */
export interface PolicyRow {
  readonly scopes: readonly string[];
  readonly before: string;
  readonly after: string;
  /** `FILE:LINE` that decides afterwards, or the built-in default. */
  readonly decidedBy: string;
}

/** Looks at the host as it is and as it will be; asks no service. */
export async function makeTicket(host: LocalHost, work: PlannedWork): Promise<Ticket> {
  const [tree, momentum, found] = await Promise.all([treeIdentity(host), findMomentum(host), survey(host)]);
  const [now, then] = await Promise.all([mailServerPolicy(host, false), mailServerPolicy(host.after(work.plan.changes), false)]);
  const newCertificates = work.plan.changes.flatMap((change) => {
    if (change.kind !== 'certificate') return [];
    const { service, certificatePath: path, facts } = change;
    const { hostname, altNames, keyBits, days } = facts;
    return [{ service, path, hostname, altNames, keyBits, days }];
  });
  return {
    root: host.root,
    hostname: tree.hostname,
    momentum: momentum.version?.text ?? null,
    work,
    certificates: found.certificates.map(({ service, path, subject, notAfter }) => ({
      service,
      path,
      subject,
      until: notAfter.slice(0, 10),
    })),
    newCertificates,
    policy: policyRows(now.scopes, then.scopes),
  };
}

function policyRows(before: readonly MailServerScope[], after: readonly MailServerScope[]): readonly PolicyRow[] {
  const earlier = new Map(before.map((scope) => [scope.scope, scope]));
  const rows = new Map<string, PolicyRow & { scopes: string[] }>();
  for (const scope of after) {
    const was = earlier.get(scope.scope);
    const row = {
      scopes: [scope.scope],
      before: was === undefined ? 'not there' : versions(was),
      after: versions(scope),
      decidedBy: scope.file === null ? 'built-in default' : `${scope.file}:${scope.line}`,
    };
    const key = `${row.before}|${row.after}|${row.decidedBy}`;
    const known = rows.get(key);
    if (known === undefined) rows.set(key, row);
    else known.scopes.push(scope.scope);
  }
  return [...rows.values()];
}

function versions({ protocols }: MailServerScope): string {
  return protocols.join(', ') || 'nothing';
}
