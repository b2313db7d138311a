import { HISTORY } from '../apply/history.ts';
import type { ApplyEnd } from '../apply/job.ts';
import { JOURNAL } from '../apply/journal.ts';
import type { Recovered } from '../apply/recovery.ts';
import type { Conflict } from '../apply/undo.ts';
import type { Unkept } from '../apply/unkept.ts';
import type { Finding } from '../model/finding.ts';
import type { ApplyResult, PlannedWork } from './engine.ts';

export type End = ApplyEnd | { readonly outcome: 'unchanged' };

/** The one table from how an apply ended to what is said and which exit code it has. */
export function describeEnd(
  end: End,
  work: PlannedWork,
  notes: readonly string[],
  proof: readonly Finding[] = [],
  root = '/',
): ApplyResult {
  const base = { id: null, findings: [...proof, ...work.plan.findings.filter(({ status }) => status !== 'pass')], next: [] };
  switch (end.outcome) {
    case 'unchanged':
      return { ...base, outcome: 'unchanged', exitCode: 0, said: ['Nothing to change: the host is as asked already'] };
    case 'applied':
      return {
        ...base,
        outcome: 'applied',
        id: end.id,
        exitCode: 0,
        said: [...notes, ...applied(end, work, root)],
        next: nextSteps(work),
        ...(end.keepUntil === undefined ? {} : { keepUntil: end.keepUntil }),
      };
    case 'stale':
      return {
        ...base,
        outcome: 'refused',
        exitCode: 7,
        said: [
          'Nothing was changed: this is not as it was when the plan was made',
          ...end.moved.map(({ path, was, is }) => `${path}: was ${was}; is ${is}`),
          'Make the plan again',
        ],
      };
    case 'refused':
      return {
        ...base,
        outcome: 'refused',
        exitCode: end.interrupted ? 130 : 4,
        said: [...notes, 'Nothing was changed', ...end.reasons],
      };
    case 'rolled-back': {
      const exitCode = end.interrupted ? 130 : end.startedChanging ? 4 : 1;
      const what = end.startedChanging ? 'Everything was put back as it was' : 'Nothing was changed';
      return {
        ...base,
        outcome: end.startedChanging ? 'rolled-back' : 'refused',
        exitCode,
        said: [...notes, ...end.reasons, what],
      };
    }
    case 'incomplete':
      return {
        ...base,
        outcome: 'incomplete',
        id: end.id,
        exitCode: 5,
        said: [...notes, ...end.reasons, ...actNow(end.conflicts, end.id)],
      };
  }
}

/** An earlier run could not be put back: nothing else was begun. */
export function recoveryFailed({ journal, down, conflicts }: Recovered): ApplyResult {
  const which = `An unfinished run (${journal.doing}, since ${journal.startedAt}) could not be put back`;
  const said = [which, ...down, ...actNow(conflicts, journal.id)];
  return { outcome: 'incomplete', id: journal.id, findings: [], exitCode: 5, said, next: [] };
}

/** What was applied last is not sure to stay: nothing is built on it. */
export function notKeptYet({ id, deadline, failed }: Unkept, root: string): ApplyResult {
  const at = root === '/' ? '' : ` --root ${root}`;
  const said = [
    failed === undefined
      ? `${id} waits to be kept, and is put back at ${deadline} unless it is`
      : `${id} was not kept in time, and could not be put back: ${failed}`,
    `Nothing was changed. First momentum-secure keep${at}, or momentum-secure rollback ${id}${at}`,
  ];
  return { outcome: 'refused', id: null, findings: [], exitCode: 6, said, next: [] };
}

function applied(end: Extract<End, { outcome: 'applied' }>, work: PlannedWork, root: string): readonly string[] {
  const services = end.services.map(
    ({ service, action }) => `${service} was ${action === 'reload' ? 'reloaded' : 'restarted'} and answers`,
  );
  return [
    ...(end.notForgotten === undefined
      ? []
      : [`Copies of the compromised key may be left: ${end.notForgotten}. Run the next command as root, which tries again`]),
    `Applied as ${end.id}: ${work.preview.length} ${work.preview.length === 1 ? 'file' : 'files'}`,
    ...services,
    `The originals are in ${HISTORY}/${end.id}/before`,
    ...(end.keepUntil === undefined
      ? []
      : [
          `It is put back at ${end.keepUntil} unless it is kept. From a new session: momentum-secure keep${root === '/' ? '' : ` --root ${root}`}`,
        ]),
    `To undo it: momentum-secure rollback ${end.id}${root === '/' ? '' : ` --root ${root}`}`,
  ];
}

/** What no program should do unasked, or that only people can know. */
function nextSteps(work: PlannedWork): readonly string[] {
  const steps: string[] = [];
  for (const change of work.plan.changes) {
    if (change.kind !== 'certificate' || change.authority === true || change.signer !== undefined) continue;
    if (change.service === 'msyspg')
      steps.push(`Give ${change.certificatePath} to clients that are to check the server (sslmode=verify-full, sslrootcert)`);
    if (change.service === 'ecwebui')
      steps.push(`Give ${change.certificatePath} to browsers that are to know the console, or replace it by one of your CA`);
  }
  const nodes = work.plan.changes.some(({ choice, kind }) => choice === 'encryptedPasswords' && kind === 'tool');
  if (nodes)
    steps.push('Do the same on every other node of a cluster, before the configuration reaches it: each has its own store');
  if (work.plan.changes.some((change) => change.kind === 'certificate' && change.authority === true))
    steps.push("Give clients this host's authority: momentum-secure certificate export --ca");
  // A renewal is nobody's first step: what belongs to the choices was said when they were made.
  const chosen = Object.keys(work.plan.answers).some((key) => key !== 'certificates');
  if (chosen && work.plan.changes.some((change) => change.choice === 'databaseSsl')) {
    steps.push('Other hosts of a cluster connect to this database: check their ecdb.conf and ecdb.ini');
  }
  if (chosen && work.plan.changes.some((change) => change.kind === 'certificate'))
    steps.push(
      'Planning to authenticate users with Active Directory? Read its page in the manual first: passwords then go over LDAPS and need a CA bundle that ecuser can read',
    );
  const leftAlone = work.plan.services.filter(({ action }) => action === 'none');
  return [...leftAlone.map(({ title }) => `${title} was left alone: it takes this up when it starts next`), ...steps];
}

function actNow(conflicts: readonly Conflict[], id: string): readonly string[] {
  return [
    'It could not all be put back. Act now:',
    ...conflicts.map(
      ({ path, original, reason }) =>
        `${path}: ${reason}. ${original === null ? 'Nothing stood there before' : `Its original is ${original}`}`,
    ),
    `All originals are in ${HISTORY}/${id}/before; when the files are right, remove ${JOURNAL}`,
  ];
}
