import type { Answers } from '../../answers/answers.ts';
import type { Host } from '../../host/host.ts';
import type { Finding } from '../../model/finding.ts';
import { readDatabase } from '../../services/msyspg/database.ts';
import { runningDatabase } from '../../services/msyspg/running.ts';
import { tcpSessions } from '../../services/msyspg/sessions.ts';
import { clientFindings } from './clients.ts';
import { currentDatabaseSsl } from './current.ts';

/** Who would be refused or stay in plain text, named before anything is done. */
export async function databaseRisks(host: Host, answers: Answers): Promise<readonly Finding[]> {
  const database = await readDatabase(host);
  if (database === undefined) return [];
  const wanted = answers.databaseSsl ?? (await currentDatabaseSsl(host)).answer;
  if (wanted === 'off') return [];
  const findings: Finding[] = [...(await clientFindings(host, wanted === 'require'))];
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
  if ((await runningDatabase(host)).state === 'running') findings.push(...(await sessionFindings(host, wanted === 'require')));
  return findings;
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
