import { isDeepStrictEqual } from 'node:util';
import type { Answers } from '../../answers/answers.ts';
import { removeOption } from '../../config/ecelerity/edit.ts';
import { effective } from '../../config/ecelerity/effective.ts';
import { settingsIn } from '../../config/ecelerity/read.ts';
import { setInConfiguration } from '../../config/ecelerity/set-in-configuration.ts';
import type { Host } from '../../host/host.ts';
import { readOriginals } from '../../host/originals.ts';
import type { Change } from '../../plan/change.ts';
import { readMailServer } from '../../services/ecelerity/configuration.ts';
import { takesUp } from '../../services/ecelerity/effects.ts';
import { readGround } from '../../services/ecelerity/ground.ts';
import { editScopes, requireUnderstood } from '../configuration-edits.ts';
import { giveBack } from '../originals.ts';
import { optionsBack, type TakeBack, takeBack } from '../take-back-options.ts';
import { currentDhe } from './current.ts';
import { CIPHERS, forcingEdits, isForced } from './force.ts';
import { CHOICE, type DheState, ENABLE, FILE, readDhe } from './state.ts';
import { placeOf, wantedParameters } from './wanted.ts';

/** `null` gives back what stood there before us. The file of parameters is there before it is named, and goes after. */
export async function planDhe(host: Host, { dhe }: Answers): Promise<readonly Change[]> {
  if (dhe === undefined) return [];
  if (dhe === null) return takeBack(host, BACK);
  const state = await readDhe(host);
  if (state?.applies !== true) return [];
  const changes: Change[] = [...(await planParameters(host, state, dhe))];
  const isAsAnswered = dhe.enabled === undefined || dhe.enabled === state.enabled;
  // Written down beside the parameters, so that whoever reads them sees that they are used.
  if (dhe.enabled !== undefined && (!isAsAnswered || (changes.length > 0 && !state.enabledIsSet)))
    changes.push(...(await setGlobal(host.after(changes), ENABLE, String(dhe.enabled))));
  if (dhe.force === true) changes.push(...(await force(host.after(changes))));
  if (dhe.force === false) changes.push(...(await forceBack(host.after(changes))));
  const planned = [...changes, ...(await leftovers(host.after(changes)))];
  return planned.length === 0 ? [] : ((await asBefore(host, planned)) ?? planned);
}

/** Who answers what was so before this choice means what stood there, byte for byte. Undefined where that is something else. */
async function asBefore(host: Host, planned: readonly Change[]): Promise<readonly Change[] | undefined> {
  const back = await takeBack(host, BACK);
  if (back.length === 0) return undefined;
  const [wanted, then] = await Promise.all([currentDhe(host.after(planned)), currentDhe(host.after(back))]);
  return isDeepStrictEqual(wanted.answer, then.answer) ? back : undefined;
}

async function planParameters(host: Host, state: DheState, answer: NonNullable<Answers['dhe']>): Promise<readonly Change[]> {
  const wanted = await wantedParameters(host, state, answer);
  if (wanted.outcome === 'as-is' || wanted.outcome === 'refused') return [];
  if (wanted.outcome === 'built-in') return setGlobal(host, FILE, undefined);
  const create = wanted.create === undefined ? [] : [wanted.create];
  return [...create, ...(await setGlobal(host.after(create), FILE, wanted.path))];
}

/** One option at a time: two new ones would go to the same place. `value` undefined takes every setting of it out. */
async function setGlobal(host: Host, option: string, value: string | undefined): Promise<readonly Change[]> {
  const configuration = await readMailServer(host);
  if (configuration === undefined) return [];
  requireUnderstood(configuration);
  const scope = configuration.global;
  const edits =
    value === undefined
      ? settingsIn(configuration, scope, option).map((setting) => ({
          scope,
          edit: { ...removeOption(setting.source, setting.node), file: setting.source, replaces: setting },
        }))
      : [{ scope, edit: setInConfiguration(configuration, scope, option, value) }];
  return editScopes(host, CHOICE, option, edits);
}

async function force(host: Host): Promise<readonly Change[]> {
  const server = await readGround(host);
  if (server === undefined) return [];
  const edits = forcingEdits(server);
  if (edits.length > 0) requireUnderstood(server.configuration);
  return editScopes(host, CHOICE, 'Ciphers', edits);
}

async function forceBack(host: Host): Promise<readonly Change[]> {
  const changes: Change[] = [];
  for (const original of await readOriginals(host, CHOICE))
    if (original.before !== null) changes.push(...(await optionsBack(host, original, { ...BACK, options: [CIPHERS] })));
  return changes;
}

/** Files of parameters that we made and nothing names any more. */
async function leftovers(host: Host): Promise<readonly Change[]> {
  const made = (await readOriginals(host, CHOICE)).filter(({ before }) => before === null);
  const configuration = made.length === 0 ? undefined : await readMailServer(host);
  if (configuration === undefined) return [];
  const named = effective(configuration, configuration.global, FILE).value;
  const why = 'Nothing names these parameters any more';
  const idle = made.filter(({ path }) => path !== named);
  return (await Promise.all(idle.map(({ path }) => giveBack(host, CHOICE, path, why, takesUp(path))))).flat();
}

const BACK: TakeBack = {
  choice: CHOICE,
  about: 'DHE',
  options: [ENABLE, FILE, CIPHERS],
  edited: 'options',
  isOurs(scope, option, now) {
    if (option === CIPHERS) return scope.parent !== undefined && isForced(now);
    return scope.parent === undefined && (option !== FILE || isOurPlace(now));
  },
};

function isOurPlace(path: string): boolean {
  const name = /\/dhparams-(?:(ffdhe\d+)|generated-(\d+))\.pem$/.exec(path);
  if (name === null) return false;
  return placeOf((name[1] ?? `generate:${name[2]}`) as Parameters<typeof placeOf>[0]) === path;
}
