import { effective } from '../../config/ecelerity/effective.ts';
import { type Configuration, settingsIn } from '../../config/ecelerity/read.ts';
import type { Scope } from '../../config/ecelerity/scope.ts';
import { printPath } from '../../config/ecelerity/scope-path.ts';
import { type Host, HostReadError } from '../../host/host.ts';
import { readText } from '../../host/text.ts';
import type { Finding, Status } from '../../model/finding.ts';
import { hostPath } from '../../model/paths.ts';
import { compareKey } from '../../tls/certificate/key.ts';
import { daysLeft, readCertificate } from '../../tls/certificate/read.ts';
import { tlsScopes } from './policy.ts';

/** Whose processes read them. */
const READER = 'ecuser';
/** Fewer days than this are worth a warning: a renewal wants a maintenance window. */
const SOON_DAYS = 30;
const MOST_PLACES = 5;

/** A certificate with the key it is used with, or an authority, and every scope that names it. */
export interface Used {
  readonly kind: 'certificate' | 'ca';
  readonly certificate: string;
  /** Undefined for an authority. */
  readonly key: string | undefined;
  readonly places: string[];
}

/** Whether what scopes name as certificate, key and authority can be used: one finding for each, whatever the number of scopes. */
export async function scopeFiles(host: Host, configuration: Configuration): Promise<readonly Finding[]> {
  const used = filesOfScopes(configuration);
  const closed = await closedTo(
    host,
    used.flatMap(({ certificate, key }) => (key === undefined ? [certificate] : [certificate, key])),
  );
  return Promise.all(used.map((one) => judge(host, one, closed)));
}

/** Each file that scopes name, once. */
export function filesOfScopes(configuration: Configuration): readonly Used[] {
  const found = new Map<string, Used>();
  const add = (used: Omit<Used, 'places'>, place: string) => {
    const key = JSON.stringify(used);
    const known = found.get(key) ?? { ...used, places: [] };
    known.places.push(place);
    found.set(key, known);
  };
  for (const scope of tlsScopes(configuration)) {
    const own = placeOf(configuration, scope, 'tls_certificate') ?? placeOf(configuration, scope, 'tls_key');
    const certificate = valueIn(configuration, scope, 'tls_certificate');
    if (own !== undefined && certificate !== undefined)
      add({ kind: 'certificate', certificate, key: valueIn(configuration, scope, 'tls_key') ?? certificate }, own);
    for (const option of ['tls_ca', 'tls_client_ca']) {
      const place = placeOf(configuration, scope, option);
      const ca = valueIn(configuration, scope, option);
      if (place !== undefined && ca !== undefined) add({ kind: 'ca', certificate: ca, key: undefined }, place);
    }
  }
  return [...found.values()];
}

/** `none` cancels what would be inherited (Momentum reference, "tls_certificate"). */
function valueIn(configuration: Configuration, scope: Scope, option: string): string | undefined {
  const { value } = effective(configuration, scope, option);
  return value === undefined || value.toLowerCase() === 'none' ? undefined : value;
}

function placeOf(configuration: Configuration, scope: Scope, option: string): string | undefined {
  const setting = settingsIn(configuration, scope, option).at(-1);
  return setting && `${printPath(scope.path)} (${setting.file}:${setting.line})`;
}

interface Said {
  readonly status: Status;
  readonly what: string;
}

async function judge(host: Host, { kind, certificate, key, places }: Used, closed: ReadonlySet<string>): Promise<Finding> {
  const unreadable = [...new Set([certificate, key])].filter((path) => path !== undefined && closed.has(path));
  const said: readonly Said[] = [
    ...(await certificateSaid(host, certificate, key)),
    ...(unreadable.length === 0 ? [] : [{ status: 'fail', what: `${READER} cannot read ${unreadable.join(' and ')}` } as const]),
  ];
  const status = (['fail', 'warn'] as const).find((one) => said.some((each) => each.status === one)) ?? 'pass';
  const shown = said.filter((each) => each.status === status).map(({ what }) => what);
  const more = places.length - MOST_PLACES;
  return {
    id: `scope-${kind}`,
    status,
    what: `${kind === 'ca' ? 'Authority' : 'Certificate'} ${certificate} of ${places.length} ${places.length === 1 ? 'scope' : 'scopes'}: ${shown.join('; ')}`,
    evidence: [...places.slice(0, MOST_PLACES), ...(more > 0 ? [`and ${more} more scopes`] : [])],
    ...(status === 'pass' ? {} : { remedy: { steps: ['Replace it, or name another one there; then reload the configuration'] } }),
  };
}

async function certificateSaid(host: Host, certificate: string, key: string | undefined): Promise<readonly Said[]> {
  const text = await textOf(host, certificate);
  if (typeof text !== 'string') return [text];
  const reading = readCertificate(text);
  if (!reading.ok) return [{ status: 'fail', what: reading.problem }];
  const { subject, notAfter } = reading.certificate;
  const days = daysLeft(notAfter, host.now());
  const until = notAfter.toISOString().slice(0, 10);
  const said: Said[] = [
    days < 0
      ? { status: 'fail', what: `it ran out on ${until}` }
      : { status: days < SOON_DAYS ? 'warn' : 'pass', what: `${subject}, until ${until} (${days} days)` },
  ];
  if (key === undefined) return said;
  const keyText = key === certificate ? text : await textOf(host, key);
  return [
    ...said,
    typeof keyText === 'string'
      ? keySaid(key, compareKey(keyText, text))
      : { ...keyText, what: `its key ${key}: ${keyText.what}` },
  ];
}

function keySaid(key: string, comparison: ReturnType<typeof compareKey>): Said {
  switch (comparison) {
    case 'match':
      return { status: 'pass', what: 'its key matches' };
    case 'mismatch':
      return { status: 'fail', what: `the key in ${key} belongs to another certificate` };
    case 'encrypted-key':
      return { status: 'fail', what: `the key in ${key} asks for a passphrase, which a server cannot give` };
    default:
      return { status: 'fail', what: `${key} holds no key that can be read` };
  }
}

/** The text, or why there is none. */
async function textOf(host: Host, path: string): Promise<string | Said> {
  // Where a relative one is looked for is not documented.
  if (!path.startsWith('/')) return { status: 'warn', what: `${path} is no absolute path, and was not looked for` };
  try {
    return (await readText(host, hostPath(path))) ?? { status: 'fail', what: 'there is no such file' };
  } catch (error) {
    if (error instanceof HostReadError) return { status: 'warn', what: `it could not be looked at: ${error.reason}` };
    throw error;
  }
}

/** Those of the files that the mail server cannot read; one question for all of them. */
async function closedTo(host: Host, files: readonly string[]): Promise<ReadonlySet<string>> {
  if ((await host.accounts()).find(READER) === undefined) return new Set();
  const there: string[] = [];
  for (const path of new Set(files)) {
    if (path.startsWith('/') && (await host.stat(hostPath(path)).catch(() => undefined)) !== undefined) there.push(path);
  }
  const granted = await host.can(there.map((path) => ({ account: READER, path: hostPath(path), access: 'read' })));
  return new Set(there.filter((_, index) => granted[index] !== true));
}
