import type { Answers } from '../../answers/answers.ts';
import { admitsPlainTcp } from '../../config/pg-hba/plain.ts';
import type { Host } from '../../host/host.ts';
import type { Finding } from '../../model/finding.ts';
import { type Database, readDatabase } from '../../services/msyspg/database.ts';
import { runningDatabase } from '../../services/msyspg/running.ts';
import { tcpSessions } from '../../services/msyspg/sessions.ts';
import { takeBlock } from '../blocks.ts';
import { sourceFindings, sourceNotUsed } from '../certificates/source-findings.ts';
import { editedSince } from '../originals.ts';
import { clientFindings } from './clients.ts';
import { BLOCK, CHOICE, currentDatabaseSsl, hbaRules, whyNot } from './current.ts';
import { databasePair } from './plan.ts';

/** Who would be refused or stay in plain text, named before anything is done. */
export async function databaseRisks(host: Host, answers: Answers): Promise<readonly Finding[]> {
  const why = await whyNot(host);
  if (why !== undefined) return answers.databaseSsl == null ? [] : [doesNotApply(why)];
  const database = (await readDatabase(host)) as Database;
  const now = (await currentDatabaseSsl(host)).answer;
  const wanted = answers.databaseSsl ?? now;
  const asked = answers.databaseSsl !== undefined;
  const findings: Finding[] = asked
    ? [...(await brokenFindings(host, database)), ...(await ownRuleFindings(host, database, wanted))]
    : [];
  const pair = await databasePair(host, database);
  if (wanted === 'off')
    return [...findings, ...sourceNotUsed(answers, pair), ...(asked && now !== 'off' ? await editedSince(host, CHOICE) : [])];
  findings.push(...(await sourceFindings(host, answers, pair)));
  findings.push(...(await clientFindings(host, wanted === 'require')));
  const ssl = database.effective.settings.get('ssl');
  if (ssl !== undefined && ssl.file === undefined && !database.ssl) {
    const what = 'The server is started with ssl off on its command line, which wins over every file';
    const steps = ['Remove it from the options in the init script that starts PostgreSQL'];
    findings.push({
      id: 'database-ssl-command-line',
      status: 'fail',
      what,
      evidence: database.postmaster?.args ?? [],
      remedy: { steps },
    });
  }
  if ((await runningDatabase(host)).state === 'running') {
    findings.push(...(await sessionFindings(host, wanted === 'require')));
  }
  return findings;
}

function doesNotApply(why: string): Finding {
  return { id: 'database-absent', status: 'warn', what: `databaseSsl does not apply. ${why}`, evidence: [] };
}

/** Includes that lead nowhere: the server runs on what it read long ago, and would not come back from a restart. */
async function brokenFindings(host: Host, database: Database): Promise<readonly Finding[]> {
  const { findings } = await hbaRules(host, database);
  return [...database.effective.findings, ...findings];
}

/** What the operator's own rules make of the answer, once our block is out of the way. */
async function ownRuleFindings(host: Host, database: Database, wanted: unknown): Promise<readonly Finding[]> {
  if (wanted === 'require') return [];
  const request = { path: database.hba, choice: CHOICE, why: '', affects: [] };
  const { rules } = await hbaRules(host.after(await takeBlock(host, request, BLOCK)), database);
  const forTls = rules.filter((rule) => rule.type === 'hostssl');
  if (forTls.length === 0 || admitsPlainTcp(rules).length > 0) return [];
  const evidence = forTls.map(({ file, line }) => `${file}:${line}`);
  const steps = ['Change hostssl to host in these lines, if plain text is really to be let in'];
  if (wanted === 'off') {
    const what = 'Your own rules let clients in over TLS only: with TLS off nobody could connect over TCP';
    return [{ id: 'database-rules-need-tls', status: 'fail', what, evidence, remedy: { steps } }];
  }
  const what = 'Your own rules let clients in over TLS only: plain text stays refused, as with require';
  return [{ id: 'database-rules-need-tls', status: 'warn', what, evidence, remedy: { steps } }];
}

async function sessionFindings(host: Host, requiring: boolean): Promise<readonly Finding[]> {
  const database = await readDatabase(host);
  if (database === undefined) return [];
  const seen = await tcpSessions(host, database);
  if (!seen.known) {
    const what = `Which sessions are in plain text now cannot be seen here: ${seen.why}`;
    return [{ id: 'database-sessions-unseen', status: 'warn', what, evidence: [] }];
  }
  const plain = seen.sessions.filter((session) => !session.ssl);
  return plain.map(({ user, database: name, address, application, since }) => ({
    id: 'database-plain-session',
    status: 'warn',
    what: `${user} is connected in plain text from ${address} now${requiring ? ': the restart ends that session, and it has to come back with TLS' : ''}`,
    evidence: [`database ${name}`, ...(application === '' ? [] : [`application ${application}`]), `since ${since}`],
  }));
}
