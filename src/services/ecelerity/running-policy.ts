import { settingsIn } from '../../config/ecelerity/read.ts';
import type { Scope } from '../../config/ecelerity/scope.ts';
import { printPath } from '../../config/ecelerity/scope-path.ts';
import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import { inTurn } from '../../tls/probe/in-turn.ts';
import type { MailServer } from './ground.ts';
import { tlsScopes, versionOption } from './policy.ts';
import { runningMailServer } from './running.ts';

/** What the running server goes by, as it tells itself: the files as it last read them, and changes by the console. */
export interface RunningPolicy {
  /** Values by the scope's path as it is printed. */
  readonly values: ReadonlyMap<string, string>;
  readonly scopes: number;
  /** What came instead of an answer; empty where there was one. */
  readonly why: string;
}

/** Each is a process and a question to a server that has mail to handle: so many are enough to see a forgotten reload. */
const MOST_SCOPES = 40;
const AT_ONCE = 4;
const TIMEOUT_MS = 10_000;

/** Asks `config eval` for scopes that set a value first, then for those that follow others; undefined where nobody is there to ask. */
export async function askRunning(host: Host, server: MailServer): Promise<RunningPolicy | undefined> {
  if ((await host.stat(LAYOUT.console)) === undefined || (await runningMailServer(host)).state !== 'running') return undefined;
  const scopes = tlsScopes(server.configuration);
  const [first, ...others] = inOrder(server, scopes).slice(0, MOST_SCOPES);
  if (first === undefined) return undefined;
  const values = new Map<string, string>();
  const ask = async (scope: Scope) => {
    const answer = await evaluated(host, server, scope);
    if (answer.value !== undefined) values.set(printPath(scope.path), answer.value);
    return answer.said;
  };
  // Where the first question meets with nothing, the others would too.
  const said = await ask(first);
  if (values.size === 0) return { values, scopes: scopes.length, why: said };
  await inTurn(others, AT_ONCE, async (scope) => void (await ask(scope)));
  return { values, scopes: scopes.length, why: '' };
}

function inOrder(server: MailServer, scopes: readonly Scope[]): readonly Scope[] {
  const sets = (scope: Scope) => settingsIn(server.configuration, scope, versionOption(server, scope)).length > 0;
  return [...scopes.filter(sets), ...scopes.filter((scope) => !sets(scope))];
}

async function evaluated(
  host: Host,
  server: MailServer,
  scope: Scope,
): Promise<{ readonly value: string | undefined; readonly said: string }> {
  const option = versionOption(server, scope);
  const words = scope.path.flatMap(({ keyword, instance }) => (instance === undefined ? [keyword] : [keyword, instance]));
  const { exit, stdout, stderr } = await host.ask({
    program: LAYOUT.console,
    args: [{ path: LAYOUT.controlSocket }, 'config', 'eval', ...words, option],
    timeoutMs: TIMEOUT_MS,
  });
  const value = exit === 0 ? new RegExp(`^\\s*${option}\\s*=\\s*"?(.*?)"?\\s*$`, 'im').exec(stdout)?.[1] : undefined;
  return { value, said: (stdout.trim() || stderr.trim() || 'nothing').slice(0, 200) };
}
