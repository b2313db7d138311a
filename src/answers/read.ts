import { parse, YAMLParseError } from 'yaml';

/** A text of answers that cannot be read at all: where, and what is wrong there. */
export class AnswersSyntaxError extends Error {
  override readonly name = 'AnswersSyntaxError';
}

/** Reads YAML or JSON; nothing at all is no answers. `source` is for messages: a file name, `-` for standard input. */
export function parseAnswers(text: string, source: string): unknown {
  return parseYaml(text, source) ?? {};
}

/** `null` where the text is empty or says so: as a single answer it means something. */
function parseYaml(text: string, source: string): unknown {
  try {
    // Tags that are not known would be told as warnings on standard error, whatever becomes of the value.
    return parse(text, { logLevel: 'error' }) as unknown;
  } catch (error) {
    // Besides its syntax errors the parser throws for aliases that lead nowhere or to too much.
    const { message } = error as Error;
    const at = error instanceof YAMLParseError ? error.linePos?.[0] : undefined;
    const where = at === undefined ? source : `${source}:${at.line}:${at.col}`;
    throw new AnswersSyntaxError(`${where}: ${message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '')}`);
  }
}

/** One `--set key=value`: the key dotted, the value YAML. Gives a copy of `answers` with it. */
export function setAnswer(answers: unknown, assignment: string): unknown {
  const equals = assignment.indexOf('=');
  if (equals <= 0) throw new AnswersSyntaxError(`--set ${assignment}: expected key=value, as in --set databaseSsl=require`);
  // An empty shell variable must not read as null, which takes back what was set.
  if (assignment.slice(equals + 1).trim() === '')
    throw new AnswersSyntaxError(`--set ${assignment}: expected a value; null takes back what an earlier run set`);
  const keys = assignment.slice(0, equals).split('.');
  return withValue(answers, keys, parseYaml(assignment.slice(equals + 1), `--set ${assignment}`), assignment);
}

function withValue(at: unknown, [key, ...rest]: readonly string[], value: unknown, assignment: string): unknown {
  if (key === undefined) return value;
  if (key === '' || key === '__proto__')
    throw new AnswersSyntaxError(`--set ${assignment}: a part of the key is empty or not allowed`);
  const here = typeof at === 'object' && at !== null && !Array.isArray(at) ? (at as Record<string, unknown>) : {};
  return { ...here, [key]: withValue(here[key], rest, value, assignment) };
}
