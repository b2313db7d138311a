import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import type { Answers } from '../answers/answers.ts';
import { AnswersSyntaxError, parseAnswers, setAnswers } from '../answers/read.ts';
import { checkAnswers } from '../answers/schema.ts';
import { systemMessage } from '../host/errno.ts';
import { LocalHost } from '../host/local.ts';
import { knownSecrets, maskSecrets } from '../host/secrets.ts';
import { type Line, textOf } from '../report/fold.ts';
import { visible } from '../report/visible.ts';
import { type Log, openLog } from './log.ts';
import type { Parsed } from './options.ts';
import { UsageError } from './options.ts';
import { readPasswordFile } from './password.ts';
import { textFor } from './terminal-text.ts';

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
  /** `--log-file`; does nothing without. */
  readonly log: Log;
  /** What was given by file or prompt, by the name a plan has for it; a prompt adds to it. */
  readonly secrets: Record<string, string>;
  /** What is wrong with the file of `--password-file`: for whoever needs what is in it. */
  readonly passwordProblem: UsageError | undefined;
  /** Replaces the passwords that the tree keeps: for everything that is said or written down. */
  readonly mask: (text: string) => string;
}

/** How far one call of the program has come, for whoever has to say why it went no further. */
export interface Call {
  readonly argv: readonly string[];
  readonly signal: AbortSignal;
  command?: string;
  context?: Context;
}

type Streams = Pick<Context, 'stdin' | 'stdout' | 'stderr' | 'env' | 'signal'>;

export async function makeContext(parsed: Parsed, streams: Streams): Promise<Context> {
  const { values } = parsed;
  if (values.root === '') throw new UsageError('--root: expected a directory, got an empty text');
  const root = values.root === undefined ? '/' : resolve(String(values.root));
  const known = await knownSecrets(new LocalHost(root));
  const secrets: Record<string, string> = {};
  const passwordFile = values['password-file'];
  // A command that needs no password says nothing of a file that cannot be read.
  const passwordProblem = typeof passwordFile === 'string' ? await takePassword(passwordFile, secrets) : undefined;
  const file = values['log-file'];
  return {
    ...streams,
    options: parsed,
    root,
    json: values.json === true,
    withServices: values['no-services'] !== true,
    log: typeof file === 'string' ? openLog(file) : () => {},
    secrets,
    passwordProblem,
    mask: (text) => maskSecrets(text, [...Object.values(secrets), ...known]),
  };
}

async function takePassword(file: string, secrets: Record<string, string>): Promise<UsageError | undefined> {
  try {
    secrets.servicePassword = await readPasswordFile(file);
    return undefined;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error;
  }
}

/** Dumb terminals, screen readers, and whoever asks for it. */
export function wantsPlain({ options, env }: Context): boolean {
  return options.values.plain === true || env.TERM === 'dumb' || Boolean(env.ACCESSIBLE) || env.INK_SCREEN_READER === 'true';
}

/** A host that looks at the tree as it is now. */
export function lookAt(context: Context): LocalHost {
  return new LocalHost(context.root, context.withServices);
}

/** The answers of `--answers` with those of `--set` over them. Throws UsageError naming every problem. */
export async function givenAnswers(context: Context): Promise<Answers> {
  const { answers: file, set } = context.options.values;
  let raw: unknown = {};
  try {
    if (typeof file === 'string') raw = parseAnswers(await readAnswersFile(file, context.stdin), file);
    raw = setAnswers(raw, Array.isArray(set) ? set.map(String) : []);
  } catch (error) {
    if (error instanceof AnswersSyntaxError) throw new UsageError(error.message);
    throw error;
  }
  const checked = checkAnswers(raw);
  if (checked.ok) return checked.answers;
  throw new UsageError(checked.problems.map(({ message }) => message).join('\n'));
}

/**
 * The same for what is about certificates alone. Any other answer of `--set` is a mistake that would be passed over; a file may
 * hold the host's other answers too. Throws UsageError.
 */
export function answersOfCertificates(context: Context, command: string): Promise<Answers> {
  const { set } = context.options.values;
  const other = (Array.isArray(set) ? set : []).find((assignment) => !/^certificates[.=]/.test(assignment));
  if (other === undefined) return givenAnswers(context);
  const key = other.replace(/=.*/s, '');
  throw new UsageError(
    `--set ${key}: ${command} takes certificates.* alone; momentum-secure apply --set ${key}=... changes that`,
  );
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
  say(context, context.stderr, [text]);
}

/** Results, on standard output. */
export function print(context: Context, said: string | readonly Line[]): void {
  say(context, context.stdout, typeof said === 'string' ? [said] : said);
}

/** As it is to a file or a program; folded for whoever reads it on a terminal. */
function say({ mask, log }: Context, stream: NodeJS.WriteStream, said: readonly Line[]): void {
  const lines = said.flatMap((line): readonly Line[] => {
    const texts = textOf(line).split('\n');
    return typeof line === 'string' ? texts : texts.map((whole) => ({ whole }));
  });
  const masked = visible(mask(lines.map(textOf).join('\n')));
  log(masked);
  // A mask that took whole lines away leaves nobody knowing which is which: then they stay as they are.
  const isKnown = masked.split('\n').length === lines.length;
  const text = textFor(stream, masked, (at) => !isKnown || typeof lines[at] !== 'string');
  stream.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** Names under which documents hold sentences, which may quote what was read; elsewhere a mask would damage paths and hashes. */
const SENTENCES = new Set([
  'what',
  'evidence',
  'message',
  'next',
  'said',
  'interrupts',
  'why',
  'notes',
  'steps',
  'text',
  'detail',
]);

export function printJson(context: Context, value: unknown): void {
  context.stdout.write(`${JSON.stringify(maskSentences(value, context.mask), null, 2)}\n`);
}

/** A value with passwords masked in all its sentences: before it is put into a form in which they would not be found any more. */
export function maskedIn<T>(context: Context, value: T): T {
  return maskSentences(value, context.mask) as T;
}

function maskSentences(value: unknown, mask: (text: string) => string, inSentence = false): unknown {
  if (typeof value === 'string') return inSentence ? mask(value) : value;
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map((entry) => maskSentences(entry, mask, inSentence));
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, maskSentences(entry, mask, SENTENCES.has(key))]));
}
