import { removeOption } from '../config/ecelerity/edit.ts';
import { policyScopes } from '../config/ecelerity/policy-scopes.ts';
import { type Configuration, readConfiguration, settingsIn } from '../config/ecelerity/read.ts';
import type { Scope } from '../config/ecelerity/scope.ts';
import type { Host } from '../host/host.ts';
import { choicesWithOriginals, type Original, readOriginals } from '../host/originals.ts';
import { readText } from '../host/text.ts';
import type { HostPath } from '../model/paths.ts';
import type { Change } from '../plan/change.ts';
import { takesUp } from '../services/ecelerity/effects.ts';
import { editScopes, type ScopeEdit } from './configuration-edits.ts';
import { editedPaths, giveBack } from './originals.ts';

export interface TakeBack {
  readonly choice: string;
  /** What the changes are about, before the names of scopes. */
  readonly about: string;
  readonly options: readonly string[];
  /** Has the choice set this value? Asked where the file was not the choice's alone. */
  isOurs(scope: Scope, option: string, now: string): boolean;
  /** Files that somebody edited since: left as they are, or only `options` taken back in them. */
  readonly edited: 'leave' | 'options';
}

/**
 * The files of ecelerity.conf as they were before a choice. One that is as we left it, and that no other
 * choice has changed, goes back whole; in another only the options do, each to the very bytes that stood
 * there. What the choice made goes last: until then something may name it.
 */
export async function takeBack(host: Host, what: TakeBack): Promise<readonly Change[]> {
  const originals = await readOriginals(host, what.choice);
  const edited = new Set(await editedPaths(host, what.choice));
  const shared = await pathsOfOthers(host, what.choice);
  const why = 'As it was before this choice';
  const [files, made]: [Change[], Change[]] = [[], []];
  for (const original of originals) {
    const { path } = original;
    if (original.before === null) made.push(...(await giveBack(host, what.choice, path, why, takesUp(path))));
    else if (!edited.has(path) && !shared.has(path)) files.push(...(await giveBack(host, what.choice, path, why, takesUp(path))));
    else if (!edited.has(path) || what.edited === 'options') files.push(...(await optionsBack(host, original, what)));
  }
  return [...files, ...made];
}

async function pathsOfOthers(host: Host, choice: string): Promise<ReadonlySet<HostPath>> {
  const others = (await choicesWithOriginals(host)).filter((other) => other !== choice);
  const originals = await Promise.all(others.map((other) => readOriginals(host, other)));
  return new Set(originals.flat().map(({ path }) => path));
}

/** The options alone, in one file: what it set before the choice, and what it sets now. */
export async function optionsBack(host: Host, { path, before }: Original, what: TakeBack): Promise<readonly Change[]> {
  const [now, was] = [await alone(host, path, path), before === null ? undefined : await alone(host, path, before.copy)];
  if (now === undefined || was === undefined) return [];
  const edits: ScopeEdit[] = [];
  for (const scope of policyScopes(now, what.options)) {
    const then = was.global.at(scope.path);
    for (const option of what.options) {
      const setting = settingsIn(now, scope, option).at(-1);
      if (setting === undefined) continue;
      const original = then === undefined ? undefined : settingsIn(was, then, option).at(-1);
      if (original?.value === setting.value || !what.isOurs(scope, option, setting.value)) continue;
      const { source, node } = setting;
      const undo =
        original === undefined
          ? undefined
          : ({
              kind: 'value',
              before: '',
              after: '',
              original: original.source.text.slice(
                original.source.nodes.argStart(original.node),
                original.source.nodes.argEnd(original.node),
              ),
            } as const);
      edits.push({ scope, edit: { ...removeOption(source, node, undo), file: source, replaces: setting } });
    }
  }
  return editScopes(host, what.choice, what.about, edits);
}

/** One file without what it includes, under the name that it has. Undefined where it is gone. */
async function alone(host: Host, path: HostPath, from: HostPath): Promise<Configuration | undefined> {
  const text = await readText(host, from);
  if (text === undefined) return undefined;
  return readConfiguration({ read: async (asked) => (asked === path ? text : undefined), list: async () => undefined }, path);
}
