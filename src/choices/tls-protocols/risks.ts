import type { Answers } from '../../answers/answers.ts';
import type { Scope } from '../../config/ecelerity/scope.ts';
import { printPath } from '../../config/ecelerity/scope-path.ts';
import type { Host } from '../../host/host.ts';
import type { Finding } from '../../model/finding.ts';
import { type MailServer, readGround } from '../../services/ecelerity/ground.ts';
import { protocolsOf, versionOption } from '../../services/ecelerity/policy.ts';
import { protocolRisks } from '../../tls/protocol-risks.ts';
import { editedPaths } from '../originals.ts';
import { opportunisticScopes, takesTlsAway } from './plain-text.ts';
import { CHOICE, takesBackHalf } from './plan.ts';
import { type Target, targetsOf, unknownScopes } from './targets.ts';
import { wantedIn } from './wanted.ts';

/** What is to be known before: what cannot be set here, what would be left, and which mail would go in plain text. */
export async function tlsRisks(host: Host, answers: Answers): Promise<readonly Finding[]> {
  const { inbound, outbound } = answers.tls ?? {};
  if (inbound === undefined && outbound === undefined) return [];
  const server = await readGround(host);
  if (server === undefined)
    return [
      {
        id: 'mail-server-absent',
        status: 'fail',
        what: 'tls was answered, and this host has no configuration of a mail server',
        evidence: [],
      },
    ];
  const unknown = unknownScopes(server, answers).map(
    (scope): Finding => ({
      id: 'tls-scope-unknown',
      status: 'fail',
      what: `tls.scopes names ${scope}, which is not in the configuration`,
      evidence: ['status lists the scopes as they are written'],
    }),
  );
  const targets = targetsOf(server, answers);
  if (takesBackHalf(answers)) {
    const what = 'null takes back what was set for both directions: answer the other one too, with null or with what it is to be';
    return [{ id: 'tls-null-half', status: 'fail', what, evidence: [] }];
  }
  return [
    ...unknown,
    ...valueFindings(server, targets),
    ...plainTextFindings(server, targets),
    ...globalFindings(targets, answers),
    ...(await editedSince(host, answers)),
  ];
}

/** One finding a sentence: ten thousand scopes have the same to say. */
function valueFindings(server: MailServer, targets: readonly Target[]): readonly Finding[] {
  const said = new Map<string, { status: Finding['status']; id: string; scopes: string[] }>();
  const say = (id: string, status: Finding['status'], what: string, { scope }: Target) => {
    const known = said.get(what) ?? { id, status, scopes: [] };
    known.scopes.push(printPath(scope.path));
    said.set(what, known);
  };
  for (const target of targets) {
    const wanted = wantedIn(server, target.scope, target.answer, target.use);
    if (wanted.refused) {
      say('tls-refused', 'fail', wanted.why, target);
      continue;
    }
    for (const warning of wanted.warnings) say('tls-value', 'warn', warning, target);
    const left = protocolsOf(versionOption(server, target.scope), wanted.value, server.known);
    for (const risk of protocolRisks(left, server.known)) {
      // as-in-manual says so in its own words.
      if (risk.id === 'broken-on' && wanted.warnings.length > 0) continue;
      say(`tls-${risk.id}`, risk.id === 'nothing-left' ? 'fail' : 'warn', risk.what, target);
    }
  }
  return [...said].map(([what, { id, status, scopes }]) => ({ id, status, what, evidence: firstOf(scopes) }));
}

/** An opportunistic delivery for which nothing in common is left goes out in plain text (tls_ifavailable_fallback). */
function plainTextFindings(server: MailServer, targets: readonly Target[]): readonly Finding[] {
  const stricter = targets.filter((target) => takesTlsAway(server, target));
  const opportunistic = stricter.some(({ direction }) => direction === 'outbound') ? opportunisticScopes(server) : [];
  const fromStrangers = stricter.filter(({ use }) => use === 'smtp');
  return [
    ...(opportunistic.length === 0 ? [] : [deliveriesInPlain(opportunistic)]),
    ...(fromStrangers.length === 0 ? [] : [sendersInPlain(fromStrangers.map(({ scope }) => scope))]),
  ];
}

function deliveriesInPlain(scopes: readonly Scope[]): Finding {
  const what =
    'Deliveries with tls = ifavailable to servers without a version in common would go out in plain text: outbound asks for more than the POODLE fix';
  const steps = [
    'Answer tls.outbound=poodle-fix, or set tls_ifavailable_fallback = false there: mail then waits, and expires where the other side never learns',
  ];
  return { id: 'tls-outbound-plain', status: 'warn', what, evidence: namesOf(scopes), remedy: { steps } };
}

/** The same from the other side: whoever sends to us decides what it does without TLS. */
function sendersInPlain(scopes: readonly Scope[]): Finding {
  const what =
    'Mail servers without a version in common would send to us in plain text, or not at all: inbound asks for more than the POODLE fix on listeners that strangers connect to';
  const steps = ['Answer tls.inbound=poodle-fix where mail comes in on port 25'];
  return { id: 'tls-inbound-plain', status: 'warn', what, evidence: namesOf(scopes), remedy: { steps } };
}

/** What listens and sets nothing of its own follows the global scope: changing that is not only about deliveries. */
function globalFindings(targets: readonly Target[], answers: Answers): readonly Finding[] {
  const global = targets.some(({ scope }) => scope.parent === undefined);
  if (!global || (answers.tls?.inbound != null && answers.tls.inbound !== 'keep')) return [];
  const what = 'The global setting also changes listeners that set nothing of their own';
  return [{ id: 'tls-global-inbound', status: 'warn', what, evidence: ['tls.inbound gives them a value of their own'] }];
}

/** A file that somebody edited after us is theirs now: its value is theirs to take back. */
async function editedSince(host: Host, answers: Answers): Promise<readonly Finding[]> {
  if (answers.tls?.inbound !== null && answers.tls?.outbound !== null) return [];
  return (await editedPaths(host, CHOICE)).map((path) => ({
    id: 'tls-edited-since',
    status: 'warn',
    what: `${path} was edited since we set TLS versions in it, and is left as it is`,
    evidence: [],
    remedy: { steps: [`Take tls_protocols back in ${path} by hand`] },
  }));
}

function namesOf(scopes: readonly Scope[]): readonly string[] {
  return firstOf(scopes.map((scope) => printPath(scope.path)));
}

function firstOf(scopes: readonly string[]): readonly string[] {
  return scopes.length <= 5 ? scopes : [...scopes.slice(0, 4), `and ${scopes.length - 4} more scopes`];
}
