import { datasourceValue, findDatasources } from '../config/datasource.ts';
import { parseIni } from '../config/ini/ini.ts';
import type { HostPath } from '../model/paths.ts';
import type { Host } from './host.ts';
import { LAYOUT } from './layout.ts';
import { readText } from './text.ts';

/** What stands in the place of a secret wherever it is shown. */
export const MASK = '********';

/** Shorter ones would mask half of every text. */
const SHORTEST = 4;

/** A password that Momentum keeps in plain text, and the file it is in. */
interface KeptSecret {
  readonly secret: string;
  readonly path: HostPath;
  /** What ecuser, the service account, logs in to the database with. */
  readonly service: boolean;
}

/** The passwords that Momentum keeps in plain text on this host: masked wherever something is shown. */
export async function knownSecrets(host: Host): Promise<readonly string[]> {
  const secrets = (await keptSecrets(host)).map(({ secret }) => secret);
  return [...new Set(secrets)].filter((secret) => secret.length >= SHORTEST);
}

/** The service account's password, where a file of Momentum's has it. */
export async function keptServicePassword(host: Host): Promise<string | undefined> {
  return (await keptSecrets(host)).find(({ service }) => service)?.secret;
}

/** The files in which the service account's password stands in plain text: this one, or any. */
export async function plainCopies(host: Host, password: string | undefined): Promise<readonly HostPath[]> {
  const kept = await keptSecrets(host);
  const same = kept.filter(({ secret, service }) => (password === undefined ? service : secret === password));
  return [...new Set(same.map(({ path }) => path))];
}

async function keptSecrets(host: Host): Promise<readonly KeptSecret[]> {
  const read = async (path: HostPath) => (await readText(host, path).catch(() => undefined)) ?? '';
  const own = (await read(LAYOUT.servicePassword)).trim();
  const found: KeptSecret[] = [{ secret: own, path: LAYOUT.servicePassword, service: true }];
  for (const path of [...LAYOUT.datasources, ...LAYOUT.commonConfs]) {
    for (const datasource of findDatasources(await read(path))) {
      const service = !datasource.commented && datasourceValue(datasource, 'user') === 'ecuser';
      found.push({ secret: datasourceValue(datasource, 'password') ?? '', path, service });
    }
  }
  for (const path of [LAYOUT.webUiDatasource, LAYOUT.lastInstall]) {
    for (const { key, value } of parseIni(await read(path)).entries) {
      if (/pass/i.test(key))
        found.push({ secret: value, path, service: path === LAYOUT.webUiDatasource || /svc|service/i.test(key) });
    }
  }
  return found.filter(({ secret }) => secret !== '');
}

/** Replaces known secrets, the value of every `password=`, and private keys. */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  let masked = text.replace(/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, '(private key)');
  for (const secret of secrets) if (secret.length >= SHORTEST) masked = masked.replaceAll(secret, MASK);
  return masked.replace(PASSWORD, `$1${MASK}`).replace(BIND_PASSWORD, `$1${MASK}`);
}

/** Of a query of LDAP, up to the next extension; a variable is nobody's password. */
const BIND_PASSWORD = /(\bbindpw\s*=\s*)(?![$%])[^\s"',]+/gi;

/** `password=` and its value: in quotes up to the closing one, also where they are doubled or escaped within a quoted text. */
const PASSWORD =
  /((?:^|[^a-z])(?:password|passwd|pgpassword)\s*=\s*)(''(?:[^'\n]|'(?!'))*''|\\'.*?\\'|\\".*?\\"|"[^"\n]*"?|'[^'\n]*'?|[^\s"';]+)/gim;
