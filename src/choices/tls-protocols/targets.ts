import type { Answers, ProtocolAnswer } from '../../answers/answers.ts';
import { directionOf } from '../../config/ecelerity/policy-scopes.ts';
import { settingsIn } from '../../config/ecelerity/read.ts';
import type { Scope } from '../../config/ecelerity/scope.ts';
import { printPath } from '../../config/ecelerity/scope-path.ts';
import type { MailServer } from '../../services/ecelerity/ground.ts';
import { tlsScopes, versionOption } from '../../services/ecelerity/policy.ts';
import type { PresetFacts } from '../../tls/preset.ts';

/** A scope that is to speak what an answer says. */
export interface Target {
  readonly scope: Scope;
  readonly direction: 'inbound' | 'outbound';
  readonly answer: Exclude<ProtocolAnswer, 'keep'>;
  readonly use: PresetFacts['use'];
}

/**
 * The scopes that an answer reaches: those that everything of its direction falls back to (the global
 * one for deliveries, each listener for what comes in), and every scope that sets a value of its own,
 * which would not follow them. `tls.scopes` leaves the latter out, or names those that are meant.
 */
export function targetsOf(server: MailServer, answers: Answers): readonly Target[] {
  const { inbound, outbound, scopes = 'all' } = answers.tls ?? {};
  const named = typeof scopes === 'string' ? undefined : new Set(scopes);
  const isMeant = (scope: Scope) => (named === undefined ? scopes === 'all' : named.has(printPath(scope.path)));
  const targets: Target[] = [];
  for (const scope of tlsScopes(server.configuration)) {
    const direction = directionOf(scope) === 'inbound' ? 'inbound' : 'outbound';
    const answer = direction === 'inbound' ? inbound : outbound;
    if (answer == null || answer === 'keep') continue;
    const isOwn = settingsIn(server.configuration, scope, versionOption(server, scope)).length > 0;
    if (!isBase(scope, direction) && !(isOwn && isMeant(scope))) continue;
    targets.push({ scope, direction, answer, use: direction === 'outbound' ? 'outbound' : audienceOf(scope) });
  }
  return targets;
}

/** What everything else of its direction falls back to: it follows the answer in any case. */
export function isBase(scope: Scope, direction: Target['direction']): boolean {
  return (
    scope.parent === undefined || (direction === 'inbound' && scope.path.length === 1 && scope.keyword.endsWith('_listener'))
  );
}

/** Scopes that were named and are not there. */
export function unknownScopes(server: MailServer, answers: Answers): readonly string[] {
  const named = answers.tls?.scopes;
  if (named === undefined || typeof named === 'string') return [];
  const known = new Set(tlsScopes(server.configuration).map((scope) => printPath(scope.path)));
  return named.filter((name) => !known.has(name));
}

/** Who connects to a listener: strangers' servers on port 25, people on the submission ports, programs over HTTP. */
function audienceOf(scope: Scope): PresetFacts['use'] {
  const [outermost] = scope.path;
  if (outermost?.keyword === 'http_listener') return 'http';
  const listens = scope.path.filter(({ keyword }) => keyword === 'listen').map(({ instance }) => instance ?? '');
  const ports =
    listens.length > 0
      ? listens
      : [...scope.children()].filter(({ keyword }) => keyword === 'listen').map(({ instance }) => instance ?? '');
  return ports.length > 0 && ports.every((place) => /:(465|587)$/.test(place)) ? 'submission' : 'smtp';
}
