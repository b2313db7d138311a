import type { Answers, ProtocolAnswer } from '../../answers/answers.ts';
import { printPath } from '../../config/ecelerity/scope-path.ts';
import type { Host } from '../../host/host.ts';
import { readOriginals } from '../../host/originals.ts';
import type { ConfirmQuestion, MultiQuestion, Question, QuestionOption, SelectQuestion } from '../../model/question.ts';
import { type MailServer, readGround } from '../../services/ecelerity/ground.ts';
import { policyOf, type ScopePolicy } from '../../services/ecelerity/policy.ts';
import { protocolGround } from '../../services/ecelerity/protocol-ground.ts';
import { tlsProtocolsSince } from '../../tls/momentum-protocols.ts';
import { type PresetName, presetNames } from '../../tls/preset.ts';
import type { Protocol } from '../../tls/protocol.ts';
import { atLeast } from '../../tls/version.ts';
import { disagreeingQuestion } from './disagreeing.ts';
import { opportunisticScopes, takesTlsAway } from './plain-text.ts';
import { CHOICE } from './plan.ts';
import { type Target, targetsOf } from './targets.ts';
import { outcomeOf, versionRows } from './version-rows.ts';
import { wantedIn } from './wanted.ts';

type Direction = Target['direction'];

/** The picker: a policy for what comes in and for what goes out, versions one by one where that is wanted, and the scopes that disagree. */
export async function tlsQuestions(host: Host, answers: Answers): Promise<readonly Question[]> {
  const server = await readGround(host);
  if (server === undefined) return [];
  if (server.known.length === 0) return [closed(server)];
  const policy = policyOf(server);
  const ours = (await readOriginals(host, CHOICE)).length > 0;
  const rows = versionRows(server, await protocolGround(host, server));
  const questions: Question[] = [];
  let assumed: Answers = answers;
  for (const direction of ['inbound', 'outbound'] as const) {
    const now = policy.filter((one) => one.direction === direction);
    if (now.length === 0) continue;
    const asked = policyQuestion(server, direction, now, assumed, ours, rows);
    const answer = assumed.tls?.[direction] === undefined ? (asked.default as ProtocolAnswer) : assumed.tls[direction];
    assumed = { ...assumed, tls: { ...assumed.tls, [direction]: answer } };
    questions.push(asked, ...(Array.isArray(answer) ? [versionsQuestion(server, direction, rows, answer)] : []));
    if (direction === 'outbound') questions.push(...consentQuestion(server, assumed));
  }
  const disagreeing = disagreeingQuestion(server, assumed);
  return disagreeing === undefined ? questions : [...questions, disagreeing];
}

const TITLES: Readonly<Record<Direction, string>> = {
  inbound: 'Which TLS versions may those use who connect?',
  outbound: 'Which TLS versions may deliveries use?',
};

const POODLE_HALVES =
  'POODLE has two halves: SSLv3 itself, which is switched off here, and weak padding of CBC ciphers in some TLS 1.0 libraries, which is a matter of tls_ciphers and of updates, and is left alone.';

/** Nothing can be chosen before tls_protocols came: the option would keep the configuration from loading. */
function closed({ momentum = '' }: MailServer): SelectQuestion {
  const disabled = `Momentum ${momentum} has no tls_protocols: upgrade to ${tlsProtocolsSince(momentum)} first`;
  return {
    kind: 'select',
    key: 'tls.inbound',
    choice: CHOICE,
    title: TITLES.inbound,
    help: ['This version of Momentum cannot choose: a configuration with tls_protocols would not load.', POODLE_HALVES],
    options: [...presetNames.map((name) => ({ value: name, label: name, disabled }))],
    default: 'keep',
  };
}

function policyQuestion(
  server: MailServer,
  direction: Direction,
  now: readonly ScopePolicy[],
  answers: Answers,
  ours: boolean,
  rows: readonly QuestionOption[],
): SelectQuestion {
  const recommended = recommendedIn(server, direction);
  const isOpen = now.some(({ protocols }) => protocols.includes('SSLv3') || protocols.includes('SSLv2'));
  const given = answers.tls?.[direction];
  const spoken = new Set(now.flatMap(({ protocols }) => protocols));
  const first = rows.filter(
    ({ value, disabled }) => disabled === undefined && !value.startsWith('SSL') && spoken.has(value as Protocol),
  );
  const picked = Array.isArray(given) ? given : first.map(({ value }) => value);
  const half = direction === 'outbound' && answers.tls?.inbound === null;
  return {
    kind: 'select',
    key: `tls.${direction}`,
    choice: CHOICE,
    title: TITLES[direction],
    help: [...helpOf[direction], POODLE_HALVES, `Recommended here: ${recommended}.`],
    options: [
      {
        value: 'keep',
        label: 'keep',
        hint: sayNow(now),
        ...(half ? { disabled: 'what was set is taken back for both directions' } : {}),
      },
      ...presetNames.map((name) => presetOption(server, direction, name)),
      { value: 'pick', label: 'pick versions', hint: 'one by one, on the next rows', means: picked },
      ...(ours
        ? [{ value: 'null', label: 'take back', hint: 'as it was before we set anything, both directions', means: null }]
        : []),
    ],
    now: 'keep',
    default: half ? 'null' : isOpen ? recommended : 'keep',
    recommended,
  };
}

const helpOf: Readonly<Record<Direction, readonly string[]>> = {
  inbound: [
    'Each listener gets a value of its own, and so does everything below it that sets one today. On port 25 more than poodle-fix makes senders without a newer version send in plain text, or not at all: stricter policies are for submission (587, 465) and HTTP.',
  ],
  outbound: [
    'The global setting is changed, and what sets a value of its own today. Listeners that set none follow the global setting too. With tls = ifavailable a delivery goes out in plain text where no version in common is left: recommended is no more than poodle-fix.',
  ],
};

/** Submission and HTTP alone may ask for more from Momentum 5 on; whom strangers connect to, and deliveries, never. */
function recommendedIn(server: MailServer, direction: Direction): PresetName {
  if (direction === 'outbound' || server.momentum === undefined || !atLeast(server.momentum, '5')) return 'poodle-fix';
  const targets = targetsOf(server, { tls: { inbound: 'intermediate', scopes: 'global' } });
  const fits = targets.every(
    (target) => target.use !== 'smtp' && !wantedIn(server, target.scope, 'intermediate', target.use).refused,
  );
  return fits ? 'intermediate' : 'poodle-fix';
}

function presetOption(server: MailServer, direction: Direction, name: PresetName): QuestionOption {
  const targets = targetsOf(server, { tls: { [direction]: name, scopes: 'global' } });
  const wanted = targets.map((target) => wantedIn(server, target.scope, name, target.use));
  const refused = wanted.find((one) => one.refused);
  const values = [...new Set(wanted.flatMap((one) => (one.refused ? [] : [one.value])))];
  const warnings = [...new Set(wanted.flatMap((one) => (one.refused ? [] : one.warnings)))];
  const hint = [values.join(' or '), ...warnings].join('; ');
  // One listener for which it is refused keeps the whole plan from being applied.
  return {
    value: name,
    label: name,
    ...(hint === '' ? {} : { hint }),
    ...(refused?.refused ? { disabled: refused.why.replace(`${name}: `, '') } : {}),
  };
}

function sayNow(now: readonly ScopePolicy[]): string {
  const sets = [...new Set(now.map(({ protocols }) => protocols.join(' ')))];
  return sets.length === 1 ? `now ${sets[0] || 'none'}` : `now ${sets.length} different sets of versions`;
}

function versionsQuestion(
  server: MailServer,
  direction: Direction,
  rows: readonly QuestionOption[],
  picked: readonly string[],
): MultiQuestion {
  return {
    kind: 'multi',
    key: `tls.${direction}.versions`,
    fills: `tls.${direction}`,
    choice: CHOICE,
    title: direction === 'inbound' ? 'Versions for those who connect' : 'Versions for deliveries',
    help: ['Below stands the value that comes of what is marked.', POODLE_HALVES],
    options: rows,
    default: rows.filter(({ value, disabled }) => disabled === undefined && picked.includes(value)).map(({ value }) => value),
    validate: (values) => (values.length === 0 ? 'Expected at least one version: without any nobody could use TLS' : undefined),
    outcome: (values) => outcomeOf(server, values),
  };
}

/** More than these names in a question are not read. */
const MOST_NAMES = 4;

/** Less secure by being stricter: that is only done by whoever says so. */
function consentQuestion(server: MailServer, answers: Answers): readonly ConfirmQuestion[] {
  const stricter = targetsOf(server, answers).some((target) => target.direction === 'outbound' && takesTlsAway(server, target));
  const opportunistic = stricter ? opportunisticScopes(server).map(({ path }) => printPath(path)) : [];
  if (opportunistic.length === 0) return [];
  const rest = opportunistic.length - MOST_NAMES;
  const named = `${opportunistic.slice(0, MOST_NAMES).join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`;
  return [
    {
      kind: 'confirm',
      key: 'tls.outbound.plain',
      fills: null,
      choice: CHOICE,
      title: 'May mail go out in plain text?',
      help: [
        `Deliveries with tls = ifavailable to servers that have none of these versions would go out in plain text, where today they are encrypted. It concerns: ${named}.`,
        'tls_ifavailable_fallback = false there would keep such mail back instead. Its price: the mail waits, is tried again, and expires where the other side never learns a newer version.',
      ],
      default: false,
      insists: 'No: then choose keep or poodle-fix for deliveries above',
    },
  ];
}
