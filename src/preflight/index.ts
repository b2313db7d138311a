import { HostReadError } from '../host/host.ts';
import type { Status } from '../model/finding.ts';
import type { PlannedFinding } from '../plan/change.ts';
import { accounts } from './accounts.ts';
import { aclAndAttributes } from './acl-and-attributes.ts';
import type { Check, Situation } from './check.ts';
import { clock } from './clock.ts';
import { clusterManager } from './cluster-manager.ts';
import { dataDirectoryMode } from './data-directory.ts';
import { links } from './links.ts';
import { mayWrite } from './may-write.ts';
import { mounts } from './mounts.ts';
import { pair } from './pair.ts';
import { port } from './port.ts';
import { postgresSsl } from './postgres-ssl.ts';
import { readable } from './readable.ts';
import { selinux } from './selinux.ts';
import { umask } from './umask.ts';
import { unfinishedRun } from './unfinished-run.ts';

/** In the order in which their findings are shown, within one status. */
export const checks: readonly Check[] = [
  unfinishedRun,
  mayWrite,
  accounts,
  dataDirectoryMode,
  readable,
  umask,
  links,
  aclAndAttributes,
  mounts,
  pair,
  port,
  postgresSsl,
  selinux,
  clusterManager,
  clock,
];

const RANK: Readonly<Record<Status, number>> = { fail: 0, warn: 1, pass: 2 };

/** Looks at everything at once; what fails comes first. */
export async function runPreflight(situation: Situation): Promise<readonly PlannedFinding[]> {
  const findings = await Promise.all(checks.map((check) => runCheck(check, situation)));
  return findings.flat().sort((one, other) => RANK[one.status] - RANK[other.status]);
}

/** What we may not look at is neither right nor wrong. */
export async function runCheck(check: Check, situation: Situation): Promise<readonly PlannedFinding[]> {
  try {
    return await check.run(situation);
  } catch (error) {
    if (!(error instanceof HostReadError)) throw error;
    const what = `${check.title}: cannot be seen from here as this user, ${error.path} could not be read`;
    return [{ id: check.id, status: 'warn', what, evidence: [error.reason], remedy: { steps: ['Look again as root'] } }];
  }
}
