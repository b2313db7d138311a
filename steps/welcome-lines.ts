import { type Badge, badge } from '../components/badge.ts';
import { keys } from '../components/keys.ts';
import { blank, type Line, type Writer } from '../components/lines.ts';
import type { Tone } from '../components/theme.ts';
import { fill, truncateStart, widthOf } from '../src/model/wrap.ts';
import type { Before, Survey } from '../src/operations/engine.ts';
import { byWeight, findingLines, worstOf } from './finding-lines.ts';
import { sayAnswer, sayDays } from './say.ts';

const states: Readonly<Record<string, Tone>> = { running: 'ok', stopped: 'warn', unknown: 'quiet' };

/** What was found on this host, how secure it is now, and what will happen. */
export function welcomeLines(write: Writer, survey: Survey): readonly Line[] {
  return [
    ...found(write, survey),
    ...(survey.before === undefined ? [] : sinceLastTime(write, survey.before)),
    blank,
    ...write.text('How secure it is now', 'strong'),
    ...survey.choices.flatMap((choice) => choiceLines(write, choice)),
    ...byWeight(survey.findings).flatMap((finding) => findingLines(write, finding)),
    ...certificates(write, survey.certificates),
    ...(survey.before === undefined ? whatFollows(write, survey) : []),
    blank,
    ...write.text(`Something does not work? ${keys.findOut.shown} finds out what is wrong here.`, 'quiet'),
  ];
}

function whatFollows(write: Writer, survey: Survey): readonly Line[] {
  return [
    blank,
    ...write.text('What happens now', 'strong'),
    ...write.text(survey.choices.every((choice) => standingOf(choice) === 'absent') ? nothingToAsk : whatHappens),
  ];
}

/** What somebody else did to it since, and what of ours does not hold any more. */
function sinceLastTime(write: Writer, { last, findings }: Before): readonly Line[] {
  const heading =
    last === undefined ? 'Set up before, not by momentum-secure' : `Since entry ${last.id} of ${last.at.slice(0, 10)}`;
  const lines = byWeight(findings).flatMap((finding) => findingLines(write, finding));
  return [
    blank,
    ...write.text(heading, 'strong'),
    ...(lines.length > 0
      ? lines
      : write.text(last === undefined ? 'It is taken as it is.' : 'Nobody has changed what we manage.')),
  ];
}

const nothingToAsk = 'None of these choices applies on this host: there is nothing to ask, and nothing will be changed.';
const whatHappens =
  "You answer a few questions, each with the manual's own advice. Then you see every line that would change. Nothing is written before you say yes to that, and all of it can be taken back afterwards.";

function found(write: Writer, { momentum, root, services }: Survey): readonly Line[] {
  const version = momentum.version === undefined ? 'Momentum, version not known' : `Momentum ${momentum.version}`;
  const roles = momentum.roles.length === 0 ? '' : ` (${momentum.roles.join(', ')})`;
  const column = 1 + Math.max(0, ...services.map((service) => widthOf(service.state)));
  return [
    ...write.text(`${version}${roles}${root === '/' ? '' : ` at ${root}`}`, 'strong'),
    ...services.flatMap((service) =>
      write.item(fill(service.state, column), service.title, 'plain', states[service.state] ?? 'plain'),
    ),
  ];
}

/** How a choice stands is two things: what is chosen, and whether the host keeps to it. The worse of them counts. */
function choiceLines(write: Writer, choice: Survey['choices'][number]): readonly Line[] {
  const standing = standingOf(choice);
  const { text, tone = 'plain' } = badge(standing);
  const gaps = byWeight(choice.gaps).filter((gap) => gap.status !== 'pass');
  // Why there is no answer is what the gaps say.
  const answer = standing !== 'absent' ? `: ${sayChoice(choice.answer)}` : gaps.length === 0 ? ': does not apply here' : '';
  return [
    ...write.item(text, `${choice.title}${answer}`, 'plain', tone),
    ...gaps.flatMap((gap) => write.text(gap.what, 'quiet', widthOf(text) + 1)),
  ];
}

function standingOf({ answer, gaps }: Survey['choices'][number]): Badge {
  const worst = worstOf(gaps);
  if (worst === 'fail') return 'fail';
  if (answer === undefined || answer === null) return 'absent';
  const isSecure = answer !== 'off' && answer !== 'offer' && answer !== false;
  return isSecure ? worst : 'warn';
}

const modes: Readonly<Record<string, string>> = {
  off: 'off',
  offer: 'offer, plain text is still accepted',
  require: 'require, plain text is not accepted',
};

function sayChoice(answer: unknown): string {
  return (typeof answer === 'string' ? modes[answer] : undefined) ?? sayAnswer(answer);
}

/** Fewer days than this are worth a warning: a renewal wants a maintenance window. */
const soonDays = 30;

function certificates(write: Writer, list: Survey['certificates']): readonly Line[] {
  return certificateLines(write, list).length === 0
    ? []
    : [blank, ...write.text('Certificates', 'strong'), ...certificateLines(write, list)];
}

export function certificateLines(write: Writer, list: Survey['certificates']): readonly Line[] {
  return list.flatMap(({ service, subject, daysLeft, path }) => {
    const { text, tone = 'plain' } = badge(daysLeft < 0 ? 'fail' : daysLeft < soonDays ? 'warn' : 'pass');
    return [
      ...write.item(text, `${service}: ${subject}, ${sayDays(daysLeft)}`, 'plain', tone),
      write.row(
        { text: ' '.repeat(widthOf(text) + 1) },
        { text: truncateStart(path, write.width - widthOf(text) - 1, write.ellipsis), tone: 'quiet' },
      ),
    ];
  });
}
