import type { Answers } from '../../answers/answers.ts';
import type { Host } from '../../host/host.ts';
import { findMomentum } from '../../host/momentum.ts';
import { choicesWithOriginals } from '../../host/originals.ts';
import type { Question, QuestionOption } from '../../model/question.ts';
import { generatedBits } from '../../tls/dh/groups.ts';
import { currentDhe } from './current.ts';
import { CHOICE } from './state.ts';
import { RECOMMENDED } from './wanted.ts';

type Now = NonNullable<Awaited<ReturnType<typeof currentDhe>>['answer']>;

/** Whether, with which parameters, and whether for everybody. None where this Momentum does not know the options. */
export async function dheQuestions(host: Host, answers: Answers): Promise<readonly Question[]> {
  const { answer: now } = await currentDhe(host);
  if (now === undefined) return [];
  const enabled: Question = {
    kind: 'confirm',
    key: 'dhe.enabled',
    choice: CHOICE,
    title: 'Should the mail server offer Diffie-Hellman (DHE)?',
    help: [
      'It is there for compatibility: clients that know no elliptic curves get forward secrecy by it. Clients of today use ECDHE, and the guideline "Server Side TLS" 6.0 has no DHE in its intermediate policy any more.',
      'Java 6 and 7 know no group of more than 1024 bits, and fail where DHE is chosen.',
    ],
    default: now.enabled,
    now: now.enabled,
  };
  if ((answers.dhe?.enabled ?? now.enabled) === false) return [enabled];
  const recommended = await recommendedFor(host, now);
  // Who was here before and left what is built in has decided.
  const isFirst = (await choicesWithOriginals(host)).length === 0;
  return [
    enabled,
    {
      kind: 'select',
      key: 'dhe.parameters',
      choice: CHOICE,
      title: 'In which group should keys be agreed?',
      help: [
        "The manual's example makes 512 bits, which anybody can break by now (Logjam). The groups of RFC 7919 were made in public for this use, and are written at once; one of the host's own has to be searched for.",
        'Fewer than 2048 bits cannot be chosen (RFC 9325).',
      ],
      options: optionsFor(now),
      default: isFirst && now.parameters === 'built-in' ? recommended : now.parameters,
      recommended,
      now: now.parameters,
    },
    {
      kind: 'confirm',
      key: 'dhe.force',
      choice: CHOICE,
      title: 'Should clients without forward secrecy be refused?',
      help: [
        'Takes key exchanges without forward secrecy, RSA above all, out of the ciphers of every listener that OpenSSL serves. Clients that know neither ECDHE nor DHE then cannot use TLS; on port 25 they may send in plain text instead.',
      ],
      default: now.force,
      now: now.force,
    },
  ];
}

/** 5.x comes with an OpenSSL that has good parameters of its own: there is nothing to gain. */
async function recommendedFor(host: Host, { parameters }: Now): Promise<string> {
  const { version } = await findMomentum(host);
  return version?.atLeast('5') ? parameters : RECOMMENDED;
}

function optionsFor({ parameters }: Now): readonly QuestionOption[] {
  const options: QuestionOption[] = [
    { value: 'ffdhe2048', label: 'ffdhe2048', hint: 'RFC 7919, 2048 bits' },
    { value: 'ffdhe3072', label: 'ffdhe3072', hint: 'RFC 7919, 3072 bits, slower' },
    { value: 'ffdhe4096', label: 'ffdhe4096', hint: 'RFC 7919, 4096 bits, slower still' },
    ...generatedBits.map((bits) => ({
      value: `generate:${bits}`,
      label: `generate ${bits} bits`,
      hint: bits === 2048 ? 'of its own; takes seconds to minutes' : 'of its own; takes many minutes',
    })),
    { value: 'built-in', label: 'built in', hint: 'what Momentum has; its strength is not documented' },
  ];
  const known = options.some(({ value }) => value === parameters);
  return known ? options : [{ value: parameters, label: parameters, hint: 'the file that is set now' }, ...options];
}
