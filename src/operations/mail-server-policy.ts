import type { Host } from '../host/host.ts';
import { findMomentum } from '../host/momentum.ts';
import type { Finding } from '../model/finding.ts';
import { readMailServer } from '../services/ecelerity/configuration.ts';
import { policyOf, type ScopePolicy } from '../services/ecelerity/policy.ts';
import { orFinding } from './survey.ts';

export interface MailServerPolicy {
  readonly scopes: readonly ScopePolicy[];
  readonly findings: readonly Finding[];
}

const NOTHING: MailServerPolicy = { scopes: [], findings: [] };
/** More places than these make a list that nobody reads; status has them all. */
const MOST_PLACES = 10;

/** Which protocol versions each scope of the mail server allows, and what is to be said about that. */
export function mailServerPolicy(host: Host): Promise<MailServerPolicy> {
  return orFinding('ecelerity-conf', readPolicy(host), (finding) => ({ scopes: [], findings: [finding] }));
}

async function readPolicy(host: Host): Promise<MailServerPolicy> {
  const configuration = await readMailServer(host);
  if (configuration === undefined) return NOTHING;
  const { version } = await findMomentum(host);
  const scopes = policyOf(configuration, version?.text);
  const broken = configuration.diagnostics.map(
    ({ file, line, column, what }): Finding => ({
      id: 'ecelerity-conf-broken',
      status: 'fail',
      what: `${file}:${line}:${column}: ${what}`,
      evidence: [],
    }),
  );
  return { scopes, findings: [...configuration.findings, ...broken, ...poodle(scopes)] };
}

/** A scope that sets its own value keeps SSLv3 whatever the global one says: each is named with the line that decides. */
function poodle(scopes: readonly ScopePolicy[]): readonly Finding[] {
  const open = scopes.filter(({ protocols }) => protocols.includes('SSLv3') || protocols.includes('SSLv2'));
  if (open.length === 0) return [];
  const lines = [
    ...new Map(
      open.map(({ scope, file, line }) => [`${file}:${line}`, file === null ? 'built-in default' : `${file}:${line} ${scope}`]),
    ).values(),
  ];
  const what = `${open.length} of ${scopes.length} scopes of the mail server allow SSLv3 or older (POODLE)`;
  const more = lines.length > MOST_PLACES ? [`and ${lines.length - MOST_PLACES} more lines`] : [];
  return [{ id: 'mail-server-sslv3', status: 'warn', what, evidence: [...lines.slice(0, MOST_PLACES), ...more] }];
}
