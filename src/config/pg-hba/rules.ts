import type { Diagnostic } from '../diagnostic.ts';
import { type Continues, type LogicalLine, logicalLines, never } from '../lines.ts';
import { type Position, positionsOf } from '../splice.ts';
import { type HbaAddress, readAddress } from './address.ts';
import { fieldsOf, type HbaField, type HbaToken } from './tokens.ts';

export type HbaType = 'local' | 'host' | 'hostssl' | 'hostnossl' | 'hostgssenc' | 'hostnogssenc';

/** A line of pg_hba.conf that lets somebody in, or refuses. */
export interface HbaRule {
  readonly kind: 'rule';
  readonly type: HbaType;
  readonly databases: HbaField;
  readonly users: HbaField;
  /** Missing for `local`. */
  readonly address?: HbaAddress;
  readonly method: string;
  readonly options: readonly { readonly name: string; readonly value: string }[];
  /** Of the line's first physical line, from 1. */
  readonly line: number;
  /** Offsets of the line with its continuations and its ending. */
  readonly start: number;
  readonly end: number;
}

const INCLUDES = ['include', 'include_if_exists', 'include_dir'] as const;

/** PostgreSQL 16 and later: another file, or the `*.conf` of a directory, read as if it stood here. */
export interface HbaInclude {
  readonly kind: (typeof INCLUDES)[number];
  readonly name: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

export interface ParsedRules {
  /** In the order of the file: the first rule that matches a session decides. */
  readonly entries: readonly (HbaRule | HbaInclude)[];
  /** Lines that PostgreSQL refuses, and with one of them the whole file. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface RulesOptions {
  /** The server's version as in 8.3, 9.0, 15: before 14 no line continues, before 16 none includes. The newest by default. */
  readonly version?: number;
}

const TYPES: readonly string[] = ['local', 'host', 'hostssl', 'hostnossl', 'hostgssenc', 'hostnogssenc'];

/** Those of any PostgreSQL from 8.3 to 18. */
const METHODS: readonly string[] =
  'trust reject md5 password scram-sha-256 ident peer gss sspi krb5 crypt pam bsd ldap radius cert oauth'.split(' ');

/** A backslash at the very end joins the next line, also within a comment (pg_hba.conf of 14 and later). */
const backslash: Continues = (content) => content.endsWith('\\');

/** Reads one file in the language of pg_hba.conf; takes any text. */
export function parseRules(text: string, { version = 99 }: RulesOptions = {}): ParsedRules {
  const entries: (HbaRule | HbaInclude)[] = [];
  const diagnostics: Diagnostic[] = [];
  const position = positionsOf(text);
  for (const line of logicalLines(text, version >= 14 ? backslash : never)) {
    const fields = fieldsOf(line);
    if (fields.length === 0) continue;
    const read = (version >= 16 ? readInclude(line, fields) : undefined) ?? readRule(line, fields, version);
    if ('kind' in read) entries.push(read);
    else diagnostics.push({ ...placeOf(fields, read.field, position), what: read.error });
  }
  return { entries, diagnostics };
}

/** The place of the field `index`, or after the last one where it is missing. */
function placeOf(fields: readonly HbaField[], index: number, position: (offset: number) => Position): Position {
  const token = fields[index]?.[0];
  return position(token ? token.start : (fields.at(-1)?.at(-1)?.end ?? 0));
}

function readInclude({ line, start, end }: LogicalLine, fields: readonly HbaField[]): HbaInclude | undefined {
  const kind = INCLUDES.find((name) => name === fields[0]?.[0]?.text);
  const name = fields[1]?.[0]?.text;
  if (!kind || name === undefined || fields.length !== 2) return undefined;
  return { kind, name, line, start, end };
}

interface RuleError {
  readonly error: string;
  readonly field: number;
}

/** The fields in their order (hba.c, parse_hba_line): type, databases, users, address unless local, method, options. */
function readRule({ line, start, end }: LogicalLine, fields: readonly HbaField[], version: number): HbaRule | RuleError {
  const [typeField, databases, users] = fields;
  const type = single(typeField);
  if (!type || !TYPES.includes(type.text)) {
    return { error: `Unknown connection type "${typeField?.map(({ text }) => text).join(',')}"`, field: 0 };
  }
  if (!databases) return { error: 'The line ends before the database', field: 1 };
  if (!users) return { error: 'The line ends before the user', field: 2 };
  const address = type.text === 'local' ? undefined : readAddress(fields.slice(3));
  if (address && 'error' in address) return { error: address.error, field: 3 + address.field };
  const at = 3 + (address?.fields ?? 0);
  const method = single(fields[at]);
  if (!method) return { error: fields[at] ? 'More than one method in one rule' : 'The line ends before the method', field: at };
  if (!METHODS.includes(method.text)) return { error: `Unknown authentication method "${method.text}"`, field: at };
  const options = fields
    .slice(at + 1)
    .flat()
    .map(readOption);
  const nameless = options.indexOf(undefined);
  // Until 8.3 an option was a bare word: `ident sameuser`.
  if (nameless >= 0 && version >= 8.4) return { error: 'An option is not of the form name=value', field: at + 1 };
  return {
    kind: 'rule',
    type: type.text as HbaType,
    databases,
    users,
    ...(address && { address: address.address }),
    method: method.text,
    options: options.filter((option) => option !== undefined),
    line,
    start,
    end,
  };
}

function single(field: HbaField | undefined): HbaToken | undefined {
  return field?.length === 1 ? field[0] : undefined;
}

function readOption({ text }: HbaToken): { name: string; value: string } | undefined {
  const equals = text.indexOf('=');
  return equals < 0 ? undefined : { name: text.slice(0, equals), value: text.slice(equals + 1) };
}
