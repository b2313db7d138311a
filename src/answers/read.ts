import { parse, YAMLParseError } from 'yaml';

/** A text of answers that cannot be read at all: where, and what is wrong there. */
export class AnswersSyntaxError extends Error {
  override readonly name = 'AnswersSyntaxError';
}

/** Reads YAML or JSON. `source` is for messages: a file name, `-` for standard input, `--set`. */
export function parseAnswers(text: string, source: string): unknown {
  try {
    return parse(text) ?? {};
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    const at = error.linePos?.[0];
    const where = at === undefined ? source : `${source}:${at.line}:${at.col}`;
    throw new AnswersSyntaxError(`${where}: ${error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '')}`);
  }
}

/** One `--set key=value`: the key dotted, the value YAML. Gives a copy of `answers` with it. */
export function setAnswer(answers: unknown, assignment: string): unknown {
  const equals = assignment.indexOf('=');
  if (equals <= 0) throw new AnswersSyntaxError(`--set ${assignment}: expected key=value, as in --set databaseSsl=require`);
  const keys = assignment.slice(0, equals).split('.');
  return withValue(answers, keys, parseAnswers(assignment.slice(equals + 1), `--set ${assignment}`), assignment);
}

function withValue(at: unknown, [key, ...rest]: readonly string[], value: unknown, assignment: string): unknown {
  if (key === undefined) return value;
  if (key === '' || key === '__proto__')
    throw new AnswersSyntaxError(`--set ${assignment}: a part of the key is empty or not allowed`);
  const here = typeof at === 'object' && at !== null && !Array.isArray(at) ? (at as Record<string, unknown>) : {};
  return { ...here, [key]: withValue(here[key], rest, value, assignment) };
}
