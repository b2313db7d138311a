import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Change } from './change.ts';
import type { Precondition } from './plan.ts';

/** Which tree a plan is for: a plan of one host is no plan of another, even where both look the same. */
export interface TreeIdentity {
  readonly root: string;
  /** First line of the tree's etc/hostname and etc/machine-id; null where it has none. */
  readonly hostname: string | null;
  readonly machineId: string | null;
}

/**
 * A plan in a file, to be looked at now and applied later, once. Splices, hashes and references: no
 * file as a whole but those that are ours, no key, no password. What the preview shows is made anew
 * from it when it is applied; it cannot differ, since everything that was read is held to be as it was.
 */
export interface SavedPlan {
  readonly id: string;
  readonly createdAt: string;
  readonly tree: TreeIdentity;
  readonly answers: Readonly<Record<string, unknown>>;
  /** Which password it was made with, where it needs one: one that was given, or the one that Momentum keeps. The other kind is not taken. */
  readonly password?: 'given' | 'kept';
  readonly changes: readonly Change[];
  readonly preconditions: readonly Precondition[];
}

/** Raised whenever a Change gets another shape: a plan of another version is not guessed at. */
const FORMAT = 1;
const KIND = 'momentum-secure plan';

/** Every kind of change can be saved; a new one is added here, so that it is thought of. */
const KINDS: Readonly<Record<Change['kind'], true>> = {
  edit: true,
  create: true,
  remove: true,
  directory: true,
  attributes: true,
  certificate: true,
  'dh-parameters': true,
  restore: true,
  tool: true,
};

const text = v.pipe(v.string(), v.nonEmpty());
const schema = v.strictObject({
  kind: v.literal(KIND),
  format: v.literal(FORMAT),
  sha256: text,
  plan: v.strictObject({
    id: v.pipe(text, v.regex(/^[0-9a-f]{16}$/)),
    createdAt: v.pipe(text, v.isoTimestamp()),
    tree: v.strictObject({ root: text, hostname: v.nullable(v.string()), machineId: v.nullable(v.string()) }),
    answers: v.record(v.string(), v.unknown()),
    password: v.optional(v.picklist(['given', 'kept'])),
    changes: v.array(v.looseObject({ kind: v.picklist(Object.keys(KINDS)) })),
    preconditions: v.array(
      v.strictObject({ path: v.pipe(text, v.startsWith('/')), state: v.nullable(v.looseObject({ kind: text })) }),
    ),
  }),
});

/** The file's text. Its checksum tells a file that was cut off, or edited, from what was shown. */
export function writeSavedPlan(plan: SavedPlan): string {
  return `${JSON.stringify({ kind: KIND, format: FORMAT, sha256: checksum(plan), plan }, null, 1)}\n`;
}

/** The plan in `content`, or in one sentence why there is none. */
export function readSavedPlan(content: string): { readonly plan: SavedPlan } | { readonly problem: string } {
  let raw: unknown;
  try {
    raw = JSON.parse(content);
  } catch {
    return { problem: 'it is not a plan that was saved by plan --out: it is no JSON' };
  }
  const { kind, format } = (typeof raw === 'object' && raw !== null ? raw : {}) as Record<string, unknown>;
  if (kind !== KIND) return { problem: 'it is not a plan that was saved by plan --out' };
  if (format !== FORMAT)
    return { problem: `it is a plan of format ${JSON.stringify(format)}, and this momentum-secure reads format ${FORMAT}` };
  const parsed = v.safeParse(schema, raw);
  if (!parsed.success) return { problem: `it is damaged at ${v.getDotPath(parsed.issues[0]) ?? 'its top'}` };
  const plan = parsed.output.plan as unknown as SavedPlan;
  if (parsed.output.sha256 !== checksum(plan))
    return { problem: 'it was changed after it was saved: its checksum does not match' };
  return { plan };
}

function checksum(plan: SavedPlan): string {
  return createHash('sha256').update(JSON.stringify(plan)).digest('hex');
}
