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
    if (error instanceof YAMLParseError && error.code === 'MULTIPLE_DOCS')
      throw new AnswersSyntaxError(`${source}: expected one document; a line with --- begins another one`);
    const where = at === undefined ? source : `${source}:${at.line}:${at.col}`;
    throw new AnswersSyntaxError(`${where}: ${message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '')}`);
  }
}

/** All `--set key=value` over `answers`, later ones over earlier ones. */
export function setAnswers(answers: unknown, assignments: readonly string[]): unknown {
  let [over, flags]: unknown[] = [answers, {}];
  for (const assignment of assignments) {
    const next = setAnswer(flags, assignment);
    for (const direction of ['inbound', 'outbound'])
      if (namesAndLists(at(flags, direction), at(next, direction)))
        throw new AnswersSyntaxError(
          `--set ${assignment}: tls.${direction} was given both a named policy and a list: give one of them`,
        );
    [over, flags] = [setAnswer(over, assignment), next];
  }
  return over;
}

function at(flags: unknown, direction: string): unknown {
  return (flags as { tls?: Record<string, unknown> | null }).tls?.[direction];
}

/** Which of the two somebody means who says both cannot be told, and the weaker one would be a bad guess. */
function namesAndLists(one: unknown, other: unknown): boolean {
  const isNamed = (value: unknown) => typeof value === 'string' && value !== 'keep';
  return (isNamed(one) && Array.isArray(other)) || (Array.isArray(one) && isNamed(other));
}

/** One `--set key=value`: the key dotted, the value YAML. Gives a copy of `answers` with it. */
function setAnswer(answers: unknown, assignment: string): unknown {
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
