import { takeBlock } from '../choices/blocks.ts';
import { BLOCK, CHOICE } from '../choices/database-ssl/current.ts';
import { planDatabaseSsl } from '../choices/database-ssl/plan.ts';
import { verifyDatabaseSsl } from '../choices/database-ssl/verify.ts';
import { findBlock } from '../config/managed-block.ts';
import type { Host } from '../host/host.ts';
import { readOriginals } from '../host/originals.ts';
import { readText } from '../host/text.ts';
import { hostPath } from '../model/paths.ts';
import type { Change, PlannedFinding } from '../plan/change.ts';
import { databasePlace } from '../services/msyspg/data-directory.ts';
import { type Database, readDatabase } from '../services/msyspg/database.ts';
import { editText, REPAIR } from './change.ts';
import { readRuledDatabase, shownRules } from './database/rules.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

export const msyspgPlainLetIn: Symptom = {
  id: 'msyspg-plain-let-in',
  title: 'The database lets plain text in, although TLS was to be required',
  meaning:
    'The first line of pg_hba.conf that fits decides. A line above the rules that refuse plain text, or those rules gone, lets clients in without TLS, and nothing tells them. The same where the server was not restarted since.',
  words: ['plain text', 'require ssl', 'not encrypted', 'pg_hba.conf', 'hostnossl', 'database', 'audit', 'scan'],
  messages: [],
  concerns: { since: '3.2', roles: ['database'] },
  explains: ['database-plain'],
  async check(host) {
    const ruled = await readRuledDatabase(host);
    if (ruled === undefined) return [];
    const { database, admitting } = ruled;
    const chosen = await howChosen(host, database);
    if (chosen === undefined) return [];
    if (admitting.length === 0) return served(host, this.id);
    if (!chosen.certain) {
      const what =
        'Plain text is let in; whether TLS was to be required cannot be told, since pg_hba.conf was edited between runs';
      return [{ id: this.id, status: 'warn', what, evidence: await shownRules(host, admitting) }];
    }
    return [
      {
        id: this.id,
        status: 'fail',
        what: `Plain text is let in by ${admitting.length === 1 ? 'line' : 'lines'} ${admitting.map(({ line }) => line).join(', ')} of ${database.hba}, although TLS was to be required`,
        evidence: [...(await shownRules(host, admitting)), chosen.evidence],
        remedy: { changes: await requiredAgain(host, database) },
      },
    ];
  },
  steps: [],
  faults: [
    {
      what: 'our rules were taken out of pg_hba.conf by hand',
      answers: { databaseSsl: 'require' },
      make: async (host) => {
        const { hba = '' } = (await readDatabase(host)) ?? {};
        return takeBlock(host, { path: hostPath(hba), choice: REPAIR, why: 'A fault to practise on', affects: [] }, BLOCK);
      },
    },
    {
      what: 'a line was put above our rules',
      answers: { databaseSsl: 'require' },
      make: async (host) => {
        const { hba = '' } = (await readDatabase(host)) ?? {};
        return editText(host, hba, (text) => `host ecelerity ecuser 0.0.0.0/0 md5\n${text}`);
      },
    },
    {
      what: 'the rules are there, and the server was not restarted since',
      byHand: 'a restart ends every session: when, is for a person to say',
      servers: true,
      answers: { databaseSsl: 'offer' },
      make: (host) => planDatabaseSsl(host, { databaseSsl: 'require' }),
    },
  ],
};

interface Chosen {
  readonly certain: boolean;
  readonly evidence: string;
}

/** What tells that require was chosen here: our rules, or our record of having written them. */
async function howChosen(host: Host, { hba }: Database): Promise<Chosen | undefined> {
  const block = findBlock((await readText(host, hba)) ?? '', BLOCK);
  if (block.kind !== 'absent')
    return { certain: true, evidence: `${hba} has the rules of momentum-secure that refuse plain text` };
  const original = (await readOriginals(host, CHOICE)).find(({ path }) => path === hba);
  // After require was answered with offer again, the file is as it was before.
  if (original === undefined || original.written === (original.before?.hash ?? null)) return undefined;
  const evidence = `momentum-secure wrote rules that refuse plain text into ${hba} (first ${original.since}): they are gone`;
  return { certain: original.mixed !== true, evidence };
}

/** The files say require: does the server? */
async function served(host: Host, id: string): Promise<readonly PlannedFinding[]> {
  const contradicting = (await verifyDatabaseSsl(host)).filter(
    (finding) => finding.id === 'database-plain' && finding.status === 'fail',
  );
  const [first] = contradicting;
  if (first === undefined) return ruledOut({ id }, 'No rule lets plain text in');
  const { init } = await databasePlace(host);
  const steps = [`Restart it, so that it reads its rules: ${init} restart`];
  const evidence = contradicting.flatMap((finding) => [finding.what, ...finding.evidence]);
  return [{ id, status: 'fail', what: 'PostgreSQL runs with older rules than those on the disk', evidence, remedy: { steps } }];
}

/** Our rules first again: where lines stand above them, they move. */
async function requiredAgain(host: Host, database: Database): Promise<readonly Change[]> {
  const why = 'The rules that refuse plain text come before all others again';
  const request = { path: database.hba, choice: CHOICE, why, affects: [{ service: 'msyspg', action: 'restart' as const }] };
  const taken = await takeBlock(host, request, BLOCK);
  return [...taken, ...(await planDatabaseSsl(host.after(taken), { databaseSsl: 'require' }))];
}
