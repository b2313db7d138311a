import type { Host } from '../../host/host.ts';
import type { Finding } from '../../model/finding.ts';
import { readGround } from '../../services/ecelerity/ground.ts';
import { policyOf, type ScopePolicy } from '../../services/ecelerity/policy.ts';
import { scopeFiles } from '../../services/ecelerity/scope-files.ts';
import { tlsProtocolsSince } from '../../tls/momentum-protocols.ts';
import type { Current } from '../choice.ts';

/** More lines than these make a list that nobody reads; status has them all. */
const MOST_LINES = 10;

/** Which versions the scopes of the mail server allow now, and those that allow what was broken long ago. */
export async function currentTlsProtocols(host: Host): Promise<Current> {
  const server = await readGround(host);
  if (server === undefined) {
    const what = 'This host has no configuration of a mail server';
    return { answer: undefined, gaps: [{ id: 'mail-server-absent', status: 'warn', what, evidence: [] }] };
  }
  const { configuration, known, momentum = 'of this version' } = server;
  const broken = configuration.diagnostics.map(
    ({ file, line, column, what }): Finding => ({
      id: 'ecelerity-conf-broken',
      status: 'fail',
      what: `${file}:${line}:${column}: ${what}`,
      evidence: [],
    }),
  );
  const policy = policyOf(server);
  const gaps = [
    ...configuration.findings,
    ...broken,
    ...poodle(policy, known.length > 0),
    ...(await scopeFiles(host, configuration)),
  ];
  if (known.length > 0) return { answer: answerOf(policy), gaps };
  const what = `TLS versions cannot be chosen here: Momentum ${momentum} has no tls_protocols`;
  const steps = [`Upgrade to ${tlsProtocolsSince(momentum)} first`];
  return {
    answer: undefined,
    gaps: [{ id: 'tls-protocols-too-old', status: 'warn', what, evidence: [], remedy: { steps } }, ...gaps],
  };
}

/** The versions that all scopes of a direction agree on; a direction in which they do not is left out. */
function answerOf(policy: readonly ScopePolicy[]): Readonly<Record<string, readonly string[]>> {
  const answer: Record<string, readonly string[]> = {};
  for (const direction of ['inbound', 'outbound'] as const) {
    const sets = new Map(
      policy.filter((one) => one.direction === direction).map(({ protocols }) => [protocols.join(' '), protocols]),
    );
    const [only] = sets.values();
    if (sets.size === 1 && only !== undefined) answer[direction] = only;
  }
  return answer;
}

/** A scope that sets its own value keeps SSLv3 whatever the global one says: each line that decides is named. */
function poodle(policy: readonly ScopePolicy[], canBeSet: boolean): readonly Finding[] {
  const open = policy.filter(({ protocols }) => protocols.includes('SSLv3') || protocols.includes('SSLv2'));
  if (open.length === 0) return [];
  const deciding = new Map(
    open.map(({ scope, file, line }) => [
      `${file}:${line}`,
      file === null ? 'the built-in default' : `${file}:${line} (${scope})`,
    ]),
  );
  const lines = [...deciding.values()];
  const what = `${open.length} of ${policy.length} scopes of the mail server allow SSLv3 or older (POODLE)`;
  const more = lines.length > MOST_LINES ? [`and ${lines.length - MOST_LINES} more lines`] : [];
  // Where it cannot be set, the finding before this one says what to upgrade to.
  const remedy = { steps: ['--set tls.inbound=poodle-fix --set tls.outbound=poodle-fix closes all of them'] };
  const evidence = [...lines.slice(0, MOST_LINES), ...more];
  return [{ id: 'mail-server-sslv3', status: 'warn', what, evidence, ...(canBeSet ? { remedy } : {}) }];
}
