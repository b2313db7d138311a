import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import type { Answers } from '../answers/answers.ts';
import { AnswersSyntaxError, parseAnswers, setAnswer } from '../answers/read.ts';
import { checkAnswers } from '../answers/schema.ts';
import { systemMessage } from '../host/errno.ts';
import { LocalHost } from '../host/local.ts';
import type { Parsed } from './options.ts';
import { UsageError } from './options.ts';

/** What a command gets to work with: the streams it writes to and the options it was given. */
export interface Context {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: NodeJS.ProcessEnv;
  /** Aborted by Ctrl-C, SIGTERM or a hang-up. */
  readonly signal: AbortSignal;
  readonly options: Parsed;
  readonly root: string;
  readonly json: boolean;
  readonly withServices: boolean;
}

export function makeContext(parsed: Parsed, streams: Pick<Context, 'stdin' | 'stdout' | 'stderr' | 'env' | 'signal'>): Context {
  const { values } = parsed;
  const root = values.root === undefined ? '/' : resolve(String(values.root));
  return { ...streams, options: parsed, root, json: values.json === true, withServices: values['no-services'] !== true };
}

/** A host that looks at the tree as it is now. */
export function lookAt(context: Context): LocalHost {
  return new LocalHost(context.root);
}

/** The answers of `--answers` with those of `--set` over them. Throws UsageError naming every problem. */
export async function givenAnswers(context: Context): Promise<Answers> {
  const { answers: file, set } = context.options.values;
  let raw: unknown = {};
  try {
    if (typeof file === 'string') raw = parseAnswers(await readAnswersFile(file, context.stdin), file);
    for (const assignment of Array.isArray(set) ? set : []) raw = setAnswer(raw, assignment);
  } catch (error) {
    if (error instanceof AnswersSyntaxError) throw new UsageError(error.message);
    throw error;
  }
  const checked = checkAnswers(raw);
  if (checked.ok) return checked.answers;
  throw new UsageError(checked.problems.map(({ message }) => message).join('\n'));
}

async function readAnswersFile(file: string, stdin: NodeJS.ReadStream): Promise<string> {
  if (file === '-') return readAll(stdin);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`--answers ${file}: ${systemMessage(error)}`);
  }
}

/** Progress and asides: standard error, so that standard output holds results alone. */
export function aside(context: Context, text: string): void {
  context.stderr.write(`${text}\n`);
}

export function print(context: Context, text: string): void {
  context.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

export function printJson(context: Context, value: unknown): void {
  context.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
