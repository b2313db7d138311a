import { datasourceValue, findDatasources } from '../config/datasource.ts';
import { parseIni } from '../config/ini/ini.ts';
import type { Host } from './host.ts';
import { LAYOUT } from './layout.ts';
import { readText } from './text.ts';

/** What stands in the place of a secret wherever it is shown. */
export const MASK = '********';

/** Shorter ones would mask half of every text. */
const SHORTEST = 4;

/** The passwords that Momentum keeps in plain text on this host: masked wherever something is shown. */
export async function knownSecrets(host: Host): Promise<readonly string[]> {
  const read = (path: (typeof LAYOUT)['lastInstall']) => readText(host, path).catch(() => undefined);
  const secrets: (string | undefined)[] = [(await read(LAYOUT.servicePassword))?.trim()];
  for (const path of LAYOUT.datasources) {
    for (const datasource of findDatasources((await read(path)) ?? '')) secrets.push(datasourceValue(datasource, 'password'));
  }
  for (const path of [LAYOUT.webUiDatasource, LAYOUT.lastInstall]) {
    for (const entry of parseIni((await read(path)) ?? '').entries) if (/pass/i.test(entry.key)) secrets.push(entry.value);
  }
  return [...new Set(secrets.filter((secret): secret is string => secret !== undefined && secret.length >= SHORTEST))];
}

/** Replaces known secrets, the value of every `password=`, and private keys. */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  let masked = text.replace(/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, '(private key)');
  for (const secret of secrets) masked = masked.replaceAll(secret, MASK);
  return masked.replace(PASSWORD, `$1${MASK}`);
}

/** `password=` and its value: in quotes up to the closing one, also where they are doubled or escaped within a quoted text. */
const PASSWORD =
  /((?:^|[^a-z])(?:password|passwd|pgpassword)\s*=\s*)(''(?:[^'\n]|'(?!'))*''|\\'.*?\\'|\\".*?\\"|"[^"\n]*"?|'[^'\n]*'?|[^\s"';]+)/gim;
