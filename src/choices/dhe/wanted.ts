import type { Answers, DhAnswer } from '../../answers/answers.ts';
import { bitsToGenerate, isGroup } from '../../answers/dh-answer.ts';
import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import { type HostPath, joinPath, parentOf } from '../../model/paths.ts';
import type { WriteDhParameters } from '../../plan/change.ts';
import { takesUp } from '../../services/ecelerity/effects.ts';
import { judgeDh } from '../../tls/dh/judge.ts';
import type { DhParameters } from '../../tls/dh/read.ts';
import { groupPem } from '../../tls/dh/write.ts';
import { CHOICE, type DheState, readFile } from './state.ts';

/** What tls_dhparams_file is to be. */
export type Wanted =
  | { readonly outcome: 'as-is' }
  | { readonly outcome: 'built-in' }
  | { readonly outcome: 'file'; readonly path: string; readonly create: WriteDhParameters | undefined }
  /** Something stands where ours would. */
  | { readonly outcome: 'refused'; readonly why: string };

/** The group to take where DHE is wanted and nobody said with which. */
export const RECOMMENDED = 'ffdhe2048';

/** Everybody may read it: it is no secret, and says nothing about the key. */
const ATTRIBUTES = { owner: 'ecuser', group: 'ecuser', mode: 0o644 };

export async function wantedParameters(host: Host, state: DheState, answer: NonNullable<Answers['dhe']>): Promise<Wanted> {
  const now = state.file === undefined ? undefined : await readFile(host, state.file);
  const broken = now?.ok !== true || judgeDh(now.parameters.bits).verdict === 'refused';
  const wanted = answer.parameters ?? (answer.enabled === true && broken ? RECOMMENDED : undefined);
  if (wanted === undefined) return { outcome: 'as-is' };
  if (wanted === 'built-in') return { outcome: state.file === undefined ? 'as-is' : 'built-in' };
  if (now?.ok === true && isWhatIsWanted(now.parameters, wanted)) return { outcome: 'as-is' };
  const path = placeOf(wanted);
  if (path === undefined)
    return state.file === wanted ? { outcome: 'as-is' } : { outcome: 'file', path: wanted, create: undefined };
  if ((await host.stat(path)) === undefined) return { outcome: 'file', path, create: creation(path, wanted) };
  const there = await readFile(host, path);
  if (there.ok && isWhatIsWanted(there.parameters, wanted)) return { outcome: 'file', path, create: undefined };
  const what = there.ok ? `it has ${there.parameters.bits} bits and is another group` : there.problem;
  return { outcome: 'refused', why: `${path} is not ours, and is not overwritten: ${what}` };
}

/** Beside ecelerity.conf, where the cluster's other nodes get it from too; undefined for a file of the operator's. */
export function placeOf(answer: DhAnswer): HostPath | undefined {
  const bits = bitsToGenerate(answer);
  const name = bits === undefined ? (isGroup(answer) ? answer : undefined) : `generated-${bits}`;
  return name === undefined ? undefined : joinPath(parentOf(LAYOUT.ecelerityConf), `dhparams-${name}.pem`);
}

/** RFC 7919's groups are compared number by number with its constants (tls/dh/known.ts). */
function isWhatIsWanted({ bits, group }: DhParameters, wanted: DhAnswer): boolean {
  return isGroup(wanted) ? group === wanted : group === undefined && bits === bitsToGenerate(wanted);
}

function creation(path: HostPath, wanted: DhAnswer): WriteDhParameters {
  const bits = bitsToGenerate(wanted);
  const source =
    bits === undefined && isGroup(wanted) ? { group: wanted, content: groupPem(wanted) } : ({ generate: bits ?? 2048 } as const);
  const why = 'The group in which keys are agreed with clients that know no elliptic curves';
  return { kind: 'dh-parameters', path, choice: CHOICE, why, affects: takesUp(path), source, attributes: ATTRIBUTES };
}
