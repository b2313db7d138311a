import * as v from 'valibot';
import { validateAltName, validateHostname } from '../tls/certificate/hostname.ts';
import { presetNames } from '../tls/preset.ts';
import { protocols } from '../tls/protocol.ts';
import type { Answers } from './answers.ts';
import { dhAnswerWords, readDhAnswer } from './dh-answer.ts';

const sslMode = v.pipe(
  v.union([v.picklist(['off', 'offer', 'require']), v.boolean()], 'expected off, offer or require'),
  v.transform((value) => (typeof value === 'boolean' ? (value ? 'require' : 'off') : value)),
);

const NAME = 'expected a host name or an address';
const PEM_FILE = 'expected the absolute path of a PEM file on this host';
const hostname = named(validateHostname);
const altName = named(validateAltName);

const certificate = {
  hostname: v.optional(hostname),
  altNames: v.optional(v.array(altName, 'expected a list of names and addresses')),
  keyBits: v.optional(v.picklist([2048, 3072, 4096], 'expected 2048, 3072 or 4096')),
  days: v.optional(whole(1, 3650)),
};

const source = v.optional(
  v.picklist(['keep', 'self-signed', 'local-ca', 'files', 'csr'], 'expected keep, self-signed, local-ca, files or csr'),
);

/** Beside `source: files`: which files. */
const handedFiles = { certificate: pemFile(), key: pemFile(), chain: pemFile() };
const HANDED = ['certificate', 'key', 'chain'] as const;

const service = v.optional(
  v.pipe(
    v.strictObject({ ...certificate, source, ...handedFiles }, 'expected a mapping'),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      const given = dataset.value;
      const say = (key: 'source' | (typeof HANDED)[number], message: string) =>
        addIssue({ message, path: [{ type: 'object', origin: 'value', input: given, key, value: given[key] }] });
      if (given.source === 'files') {
        if (given.certificate === undefined) say('certificate', `${PEM_FILE}, which source: files puts in place`);
        return;
      }
      for (const key of HANDED) if (given[key] !== undefined) say(key, 'expected only beside source: files');
    }),
  ),
);

const PROTOCOLS = 'expected keep, poodle-fix, as-in-manual, intermediate, modern, or a list of SSLv2 to TLSv1.3';
const protocolAnswer = v.optional(
  v.nullable(
    v.union(
      [v.picklist(['keep', ...presetNames]), v.pipe(v.array(v.picklist(protocols, PROTOCOLS)), v.minLength(1, PROTOCOLS))],
      PROTOCOLS,
    ),
  ),
);
const scopes = v.optional(
  v.union([v.picklist(['all', 'global']), v.array(v.string())], 'expected all, global, or a list of scopes as status names them'),
);

const yesOrNo = v.optional(v.boolean('expected true or false'));
const DHE = 'expected true, false, or a mapping of enabled, parameters and force';
const dhe = v.pipe(
  v.unknown(),
  // A union of the two would tell of any wrong value only that it is neither.
  v.transform((value) => (typeof value === 'boolean' ? { enabled: value } : value)),
  v.strictObject({ enabled: yesOrNo, parameters: v.optional(dhParameters()), force: yesOrNo }, DHE),
);

const schema = v.strictObject(
  {
    databaseSsl: v.optional(v.nullable(sslMode)),
    webUiSsl: v.optional(v.nullable(sslMode)),
    encryptedPasswords: v.optional(v.nullable(v.boolean('expected true or false'))),
    webUi: v.optional(v.strictObject({ httpsPort: v.optional(whole(1, 65_535)) }, 'expected a mapping')),
    tls: v.optional(v.strictObject({ inbound: protocolAnswer, outbound: protocolAnswer, scopes }, 'expected a mapping')),
    dhe: v.optional(v.nullable(dhe)),
    certificates: v.optional(v.strictObject({ ...certificate, database: service, webUi: service }, 'expected a mapping')),
  },
  'expected a mapping of answers',
);

/** Choices that an earlier run made: `null` takes them back. Of any other answer it means that there is none. */
const TAKES_BACK = ['databaseSsl', 'webUiSsl', 'encryptedPasswords', 'tls.inbound', 'tls.outbound', 'dhe'];

/** What is wrong with one answer: which key, what it was, what is allowed. */
export interface AnswerProblem {
  readonly key: string;
  readonly message: string;
}

export type CheckedAnswers =
  | { readonly ok: true; readonly answers: Answers }
  | { readonly ok: false; readonly problems: readonly AnswerProblem[] };

/** Checks what came from files and flags. `true` and `false` are taken for require and off. */
export function checkAnswers(raw: unknown): CheckedAnswers {
  if (Array.isArray(raw)) {
    const message = `answers: expected a mapping of answers, got ${shown(raw)}`;
    return { ok: false, problems: [{ key: 'answers', message }] };
  }
  const result = v.safeParse(schema, withoutNulls(raw ?? {}, TAKES_BACK));
  if (result.success) return { ok: true, answers: result.output };
  return { ok: false, problems: result.issues.map(describe) };
}

function describe(issue: v.BaseIssue<unknown>): AnswerProblem {
  const key = v.getDotPath(issue) ?? 'answers';
  if (issue.kind === 'schema' && issue.type === 'strict_object' && issue.expected === 'never') {
    const where = key.includes('.') ? key.slice(0, key.lastIndexOf('.')) : 'the answers';
    return { key, message: `${key} is not known (it was ${given(issue)}); ${where} may have ${knownKeys(key)}` };
  }
  return { key, message: `${key}: ${issue.message}, got ${given(issue)}` };
}

function given(issue: v.BaseIssue<unknown>): string {
  const last = issue.path?.at(-1);
  return shown(last === undefined ? issue.input : last.value);
}

/** A file that was given by mistake is not to fill the screen. */
const MOST_SHOWN = 200;

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN)}...`;
}

function knownKeys(key: string): string {
  const parents = key.split('.').slice(0, -1);
  if (parents.length === 0) return Object.keys(schema.entries).join(', ');
  if (parents[0] === 'webUi') return 'httpsPort';
  if (parents[0] === 'tls') return 'inbound, outbound, scopes';
  if (parents[0] === 'dhe') return 'enabled, parameters, force';
  const own = Object.keys(certificate).join(', ');
  return parents.length === 1 ? `${own}, database, webUi` : `${own}, source, ${HANDED.join(', ')}`;
}

function withoutNulls(value: unknown, keep: readonly string[], prefix = ''): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const kept = Object.entries(value).filter(([key, entry]) => entry !== null || keep.includes(`${prefix}${key}`));
  return Object.fromEntries(kept.map(([key, entry]) => [key, withoutNulls(entry, keep, `${prefix}${key}.`)]));
}

/** A name that can stand in a certificate: the sentence of `problemOf` says what is wrong with it. */
function named(problemOf: (name: string) => string | undefined) {
  return v.pipe(
    v.string(NAME),
    v.rawCheck(({ dataset, addIssue }) => {
      const problem = dataset.typed ? problemOf(dataset.value) : undefined;
      if (problem !== undefined) addIssue({ message: `${NAME}; ${problem.replace(/\.$/, '')}` });
    }),
  );
}

function dhParameters() {
  const expected = `expected ${dhAnswerWords}`;
  return v.pipe(
    v.string(expected),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const read = readDhAnswer(dataset.value);
      if (read.answer !== undefined) return read.answer;
      addIssue({ message: read.why === '' ? expected : `${expected}; ${read.why}` });
      return NEVER;
    }),
  );
}

function pemFile() {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no name of a file has these, or is shown with them
  return v.optional(v.pipe(v.string(PEM_FILE), v.regex(/^\/[^\0-\x1f\x7f]+$/, PEM_FILE)));
}

function whole(least: number, most: number) {
  const message = `expected a whole number from ${least} to ${most}`;
  return v.pipe(v.number(message), v.integer(message), v.minValue(least, message), v.maxValue(most, message));
}
