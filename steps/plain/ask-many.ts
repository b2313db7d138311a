import { matching } from '../../components/many-select/many-select-state.ts';
import type { AnswerValue, ManyQuestion, QuestionOption } from '../../src/model/question.ts';
import { count } from '../say.ts';
import type { PlainText, Reply } from './ask-question.ts';
import { command } from './command.ts';
import type { Prompter } from './prompter.ts';

/** More lines than these nobody listens to. */
const mostLines = 20;

/** A long list in plain words: it is searched and marked by what occurs in its rows, never read out as a whole. */
export async function askMany(prompter: Prompter, question: ManyQuestion, held: AnswerValue, text: PlainText): Promise<Reply> {
  const { options } = question;
  const known = new Set(typeof held === 'object' ? held : question.default);
  let marked = new Set(options.map(({ value }) => value).filter((value) => known.has(value)));
  const say = (rows: readonly QuestionOption[]) => prompter.say(rowLines(rows, marked, text));
  prompter.say(text.wrap(how, 2));
  say(options);
  for (;;) {
    const typed = await prompter.ask(`${marked.size} of ${options.length} marked, Enter for that: `);
    if (typed === '') return { value: options.map(({ value }) => value).filter((value) => marked.has(value)) };
    const left = command(question, typed);
    if (left !== undefined) return left;
    if (typed === '?') prompter.say(text.wrap(how, 2));
    else if (typed === 'all') marked = new Set(options.map(({ value }) => value));
    else if (typed === 'none') marked = new Set();
    else {
      const [, sign = '', words = ''] = /^([+-]?)(.*)$/s.exec(typed) ?? [];
      const found = matching(options, words);
      for (const { value } of found) {
        if (sign === '+') marked.add(value);
        if (sign === '-') marked.delete(value);
      }
      prompter.say([`${found.length} found`]);
      say(found);
    }
  }
}

const how =
  'all marks all, none marks none. A word lists the rows it occurs in; with + before it they are marked, with - before it they are not any more. Enter goes on.';

function rowLines(rows: readonly QuestionOption[], marked: ReadonlySet<string>, text: PlainText): readonly string[] {
  const rest = rows.length - mostLines;
  return [
    ...rows
      .slice(0, mostLines)
      .flatMap(({ value, label, hint }) =>
        text.item(marked.has(value) ? '  [x]' : '  [ ]', hint === undefined ? label : `${label}: ${hint}`),
      ),
    ...(rest > 0 ? [`  and ${count(rest, 'more row')}`] : []),
  ];
}
