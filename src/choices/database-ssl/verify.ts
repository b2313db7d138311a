import type { Host } from '../../host/host.ts';
import { readText } from '../../host/text.ts';
import type { Finding } from '../../model/finding.ts';
import type { HostPath } from '../../model/paths.ts';
import { type Database, readDatabase } from '../../services/msyspg/database.ts';
import { runningDatabase } from '../../services/msyspg/running.ts';
import { type Certificate, readCertificate } from '../../tls/certificate/read.ts';
import { handshake } from '../../tls/probe/handshake.ts';
import { postgresPlain } from '../../tls/probe/plain.ts';
import { currentDatabaseSsl } from './current.ts';

const TIMEOUT_MS = 5000;

/** Two facts, tested apart: the server speaks TLS with the certificate on the disk, and it refuses plain text. */
export async function verifyDatabaseSsl(host: Host): Promise<readonly Finding[]> {
  const database = await readDatabase(host);
  if (database === undefined) return [];
  const mode = (await currentDatabaseSsl(host)).answer;
  if ((await runningDatabase(host)).state !== 'running') {
    return [
      {
        id: 'database-not-running',
        status: 'warn',
        what: 'PostgreSQL is stopped: what it would do was not proven',
        evidence: [database.directory],
      },
    ];
  }
  if (database.addresses.length === 0) {
    return [
      {
        id: 'database-no-tcp',
        status: 'warn',
        what: 'PostgreSQL listens on no TCP address: only the Unix socket reaches it',
        evidence: [],
      },
    ];
  }
  const findings: Finding[] = [];
  for (const address of database.addresses) {
    if (mode !== 'off') findings.push(await speaksTls(host, database, address));
    findings.push(await plainText(host, database, address, mode));
  }
  return findings;
}

async function speaksTls(host: Host, database: Database, address: string): Promise<Finding> {
  const at = `${address} port ${database.port}`;
  const result = await handshake(
    (to) => host.connect(to),
    { host: address, port: database.port, starttls: 'postgres' },
    { timeoutMs: TIMEOUT_MS },
  );
  if (result.kind === 'failed') {
    const status = result.outcome === 'refused' || result.outcome === 'not-tls' ? 'fail' : 'warn';
    return {
      id: 'database-tls',
      status,
      what: `PostgreSQL did not speak TLS on ${at}: ${result.detail}`,
      evidence: [result.outcome],
    };
  }
  const onDisk = await certificateOnDisk(host, database.certificate);
  const served = result.fingerprint256;
  if (onDisk !== undefined && served !== onDisk.fingerprint256) {
    const what = `PostgreSQL serves another certificate on ${at} than the one in ${database.certificate}: it has not been restarted since`;
    return {
      id: 'database-certificate-served',
      status: 'fail',
      what,
      evidence: [`served ${served}`, `on disk ${onDisk.fingerprint256}`],
    };
  }
  const what = `PostgreSQL speaks ${result.protocol} on ${at} with the certificate in ${database.certificate}`;
  return { id: 'database-tls', status: 'pass', what, evidence: [result.cipher, `SHA-256 ${served}`] };
}

async function plainText(host: Host, database: Database, address: string, mode: unknown): Promise<Finding> {
  const at = `${address} port ${database.port}`;
  const id = 'database-plain';
  const attempt = await postgresPlain(
    (to) => host.connect(to),
    { host: address, port: database.port },
    { user: 'ecuser', database: 'ecelerity', timeoutMs: TIMEOUT_MS },
  );
  const evidence = [attempt.detail];
  switch (attempt.outcome) {
    case 'refused':
      return { id, status: mode === 'off' ? 'warn' : 'pass', what: `Plain text is refused on ${at}`, evidence };
    case 'asks-password':
    case 'let-in':
      if (mode !== 'require') return { id, status: 'warn', what: `Plain text is still accepted on ${at}`, evidence };
      return { id, status: 'fail', what: `Plain text is let in on ${at}, although TLS is required`, evidence };
    default:
      return { id, status: 'warn', what: `Whether plain text is refused on ${at} could not be told`, evidence };
  }
}

async function certificateOnDisk(host: Host, path: HostPath): Promise<Certificate | undefined> {
  const reading = readCertificate((await readText(host, path)) ?? '');
  return reading.ok ? reading.certificate : undefined;
}
