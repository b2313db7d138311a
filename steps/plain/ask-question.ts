import { isOpen, problemOf } from '../../src/dialogue/validate.ts';
import type { AnswerValue, ManyQuestion, Question, QuestionOption, SecretQuestion } from '../../src/model/question.ts';
import { askMany } from './ask-many.ts';
import { command } from './command.ts';
import type { Prompter } from './prompter.ts';

/** `secret` is what was typed at a secret question, whose value only says that it will do. */
export type Reply = { readonly value: AnswerValue; readonly secret?: string } | 'kept' | 'back' | 'quit';

export interface PlainText {
  /** Lines of a paragraph, as wide as the terminal. */
  readonly wrap: (text: string, indent?: number) => readonly string[];
  /** The same behind a sign; later lines stand below the first one's text. */
  readonly item: (sign: string, text: string) => readonly string[];
}

/** Asks until the answer can be used. Everything that helps to answer is said before the question. */
export async function askQuestion(prompter: Prompter, question: Question, held: AnswerValue, text: PlainText): Promise<Reply> {
  const explain = () => {
    prompter.say(['', ...text.wrap(question.title), ...question.help.flatMap((paragraph) => text.wrap(paragraph, 2))]);
    prompter.say(optionLines(question, held, text));
  };
  explain();
  if (!isOpen(question)) {
    const typed = await prompter.ask('There is nothing to choose here. Enter to go on: ');
    return command(question, typed) ?? 'kept';
  }
  if (question.kind === 'many') return askMany(prompter, question, held, text);
  if (question.kind === 'secret') return askSecret(prompter, question, held, text);
  for (;;) {
    const typed = await prompter.ask(`${promptOf(question, held)}: `);
    if (typed === '?') {
      explain();
      continue;
    }
    const left = command(question, typed);
    if (left !== undefined) return left;
    const value = typed === '' ? held : parse(question, typed);
    const problem = value === undefined ? notUnderstood(question, typed) : problemOf(question, value);
    if (problem === undefined && value !== undefined) {
      if (question.kind === 'multi' && typeof value === 'object')
        prompter.say((question.outcome?.(value) ?? []).flatMap((line) => text.wrap(line, 2)));
      return { value };
    }
    prompter.say(text.wrap(`${problem}. Try again, or type ? for help.`));
  }
}

/** A password may be any word, so there is no way back and no help but Ctrl-C and an empty line. */
async function askSecret(prompter: Prompter, question: SecretQuestion, held: AnswerValue, text: PlainText): Promise<Reply> {
  for (;;) {
    const none = held === true ? 'as it is' : 'the question before';
    const typed = await prompter.askHidden(`Type it (it is not shown), or Enter for ${none}: `);
    if (typed === '') return held === true ? 'kept' : 'back';
    if (question.accepts(typed)) return { value: true, secret: typed };
    prompter.say(text.wrap(`${question.expected}. Try again.`));
  }
}

function optionLines(question: Question, held: AnswerValue, text: PlainText): readonly string[] {
  if (question.kind !== 'select' && question.kind !== 'multi') return [];
  const recommended = question.kind === 'select' ? question.recommended : undefined;
  return question.options.flatMap((option, index) => {
    const remarks = [
      ...(question.kind === 'multi' && isHeld(held, option.value) ? ['marked'] : []),
      ...(option.value === recommended ? ['recommended'] : []),
      ...(option.value === question.now ? ['now'] : []),
      ...(option.disabled === undefined ? [] : [`not here: ${option.disabled}`]),
    ];
    const remark = remarks.length === 0 ? '' : ` (${remarks.join(', ')})`;
    const hint = option.hint === undefined ? '' : `: ${option.hint}`;
    return text.item(`  ${index + 1}.`, `${option.label}${remark}${hint}`);
  });
}

function isHeld(held: AnswerValue, value: string): boolean {
  return typeof held === 'object' ? held.includes(value) : held === value;
}

/** The default is said in words, with the number that would choose it. */
function promptOf(question: Exclude<Question, SecretQuestion | ManyQuestion>, held: AnswerValue): string {
  switch (question.kind) {
    case 'select': {
      const at = question.options.findIndex((option) => option.value === held);
      const said = at < 0 ? '' : `, Enter for ${at + 1} (${question.options[at]?.label})`;
      return `Number 1 to ${question.options.length}${said}`;
    }
    case 'multi': {
      const chosen = question.options.flatMap((option, index) => (isHeld(held, option.value) ? [index + 1] : []));
      return `Numbers with commas between, 0 for none, Enter for ${chosen.length === 0 ? 'none' : chosen.join(', ')}`;
    }
    case 'confirm':
      return `yes or no, Enter for ${held === true ? 'yes' : 'no'}`;
    case 'text':
      return `Type it, or Enter for ${held === '' ? 'none' : String(held)}`;
  }
}

function parse(question: Exclude<Question, SecretQuestion | ManyQuestion>, typed: string): AnswerValue | undefined {
  switch (question.kind) {
    case 'text':
      return typed;
    case 'confirm':
      return yesOrNo(typed);
    case 'select':
      return pick(question.options, typed);
    case 'multi': {
      if (typed === '0' || typed === 'none') return [];
      const picked = typed.split(/[\s,]+/).map((part) => pick(question.options, part));
      return picked.every((value) => value !== undefined)
        ? question.options.map((option) => option.value).filter((value) => picked.includes(value))
        : undefined;
    }
  }
}

export function yesOrNo(typed: string): boolean | undefined {
  if (/^(y|yes)$/i.test(typed)) return true;
  return /^(n|no)$/i.test(typed) ? false : undefined;
}

/** By number, or by the word that the answers file uses. */
function pick(options: readonly QuestionOption[], typed: string): string | undefined {
  const byNumber = /^\d+$/.test(typed) ? options[Number(typed) - 1] : undefined;
  return (options.find((option) => option.value === typed) ?? byNumber)?.value;
}

function notUnderstood(question: Question, typed: string): string {
  if (question.kind === 'confirm') return `Expected yes or no, got ${typed}`;
  const many = question.kind === 'select' || question.kind === 'multi' ? question.options.length : 0;
  return `Expected a number from 1 to ${many}, got ${typed}`;
}
