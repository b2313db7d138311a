import { type Datasource, datasourceValue, findDatasources } from '../../config/datasource.ts';
import { parseIni } from '../../config/ini/ini.ts';
import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import { hostName } from '../../host/names.ts';
import { readText } from '../../host/text.ts';
import type { Finding } from '../../model/finding.ts';
import { type HostPath, hostPath, joinPath } from '../../model/paths.ts';
import type { Database } from '../../services/msyspg/database.ts';

/** Where a client of the database says how it reaches it. */
export interface Client {
  readonly file: HostPath;
  readonly line: number;
  readonly host: string | undefined;
  readonly sslmode: string | undefined;
}

/** Every way this host's own clients address the database, with the file that says so. */
export async function readClients(host: Host): Promise<readonly Client[]> {
  const clients: Client[] = [];
  for (const file of LAYOUT.datasources) {
    const text = (await readText(host, file).catch(() => undefined)) ?? '';
    for (const datasource of findDatasources(text)) if (!datasource.commented) clients.push(fromDatasource(file, datasource));
  }
  const ini = await readText(host, LAYOUT.webUiDatasource).catch(() => undefined);
  for (const entry of ini === undefined ? [] : parseIni(ini).entries) {
    if (/host(name)?$/i.test(entry.key))
      clients.push({ file: LAYOUT.webUiDatasource, line: entry.line, host: entry.value, sslmode: undefined });
  }
  return clients;
}

function fromDatasource(file: HostPath, datasource: Datasource): Client {
  const value = (key: string) => datasourceValue(datasource, key);
  return { file, line: datasource.line, host: value('host') ?? value('hostaddr'), sslmode: value('sslmode') };
}

/** By which names and addresses this host's own clients reach the database over TCP. */
export async function databaseHosts(host: Host): Promise<readonly string[]> {
  const clients = await readClients(host);
  const told = (await readText(host, LAYOUT.databaseHost).catch(() => undefined))?.trim();
  return namesIn([...clients.map((client) => client.host), told]);
}

function namesIn(names: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(names.filter((name): name is string => name !== undefined && name !== '' && !name.startsWith('/')))];
}

/** The names and addresses a certificate of the database should be good for: those its clients use, then those it listens on. */
export async function databaseNames(host: Host, database: Database): Promise<readonly string[]> {
  return namesIn([...(await databaseHosts(host)), await hostName(host), ...database.addresses]);
}

/** What each client of this host makes of TLS. Nothing is written to them: the driver's own words for sslmode are not documented. */
export async function clientFindings(host: Host, requiring: boolean): Promise<readonly Finding[]> {
  const clients = await readClients(host);
  const findings = clients.map((client) => describeClient(client, requiring));
  return [...joinAlike(findings), ...(await rootCertificateFindings(host))];
}

/** Three files that say the same of one client are one thing to read, with three places. */
function joinAlike(findings: readonly Finding[]): readonly Finding[] {
  const byWhat = new Map<string, Finding>();
  for (const finding of findings) {
    const known = byWhat.get(finding.what);
    byWhat.set(finding.what, known === undefined ? finding : { ...known, evidence: [...known.evidence, ...finding.evidence] });
  }
  return [...byWhat.values()];
}

function describeClient({ file, line, host, sslmode }: Client, requiring: boolean): Finding {
  const at = [`${file}:${line}`];
  if (host === undefined || host === '' || host.startsWith('/')) {
    const what = 'This client uses the Unix socket: that is never TLS, and stays as it is';
    return { id: 'database-client-socket', status: 'pass', what, evidence: at };
  }
  if (sslmode === 'disable') {
    const what = `The client of ${host} says sslmode=disable: ${requiring ? 'it will be refused' : 'it stays in plain text'}`;
    return {
      id: 'database-client-plain',
      status: requiring ? 'fail' : 'warn',
      what,
      evidence: at,
      remedy: { steps: [`Remove sslmode=disable from ${file}`] },
    };
  }
  if (sslmode === undefined || sslmode === 'prefer' || sslmode === 'allow') {
    const fallback = requiring
      ? 'the server refuses the fallback to plain text'
      : 'it falls back to plain text by itself where TLS fails';
    const what = `The client of ${host} takes TLS where it is offered (libpq's default, prefer) and does not check the certificate; ${fallback}`;
    return { id: 'database-client-prefers', status: 'pass', what, evidence: at };
  }
  return { id: 'database-client-tls', status: 'pass', what: `The client of ${host} says sslmode=${sslmode}`, evidence: at };
}

const ROOT_CERTIFICATE_ACCOUNTS = ['root', 'ecuser', 'msyspg', 'postgres', 'apache', 'nobody'];

/** A root.crt in a client's home turns `require` into verify-ca, and makes `prefer` fall back to plain text where it does not match. */
export async function rootCertificates(host: Host): Promise<readonly { readonly account: string; readonly path: HostPath }[]> {
  const found = [];
  for (const { name: account, home } of (await host.accounts()).all()) {
    if (!ROOT_CERTIFICATE_ACCOUNTS.includes(account) || !home.startsWith('/')) continue;
    const path = joinPath(hostPath(home), '.postgresql/root.crt');
    if ((await host.stat(path).catch(() => undefined)) !== undefined) found.push({ account, path });
  }
  return found;
}

async function rootCertificateFindings(host: Host): Promise<readonly Finding[]> {
  return (await rootCertificates(host)).map(({ account, path }) => {
    const what = `${account} checks the server's certificate against ${path}: a new one has to be added there`;
    return { id: 'database-client-root-crt', status: 'warn', what, evidence: [path] };
  });
}
