import { addOption, type OptionEdit, setValue } from './edit.ts';
import { ROOT } from './nodes.ts';
import type { Occurrence } from './occurrence.ts';
import { type Configuration, declarationsOf, settingsIn } from './read.ts';
import type { Scope } from './scope.ts';
import type { EcelerityFile } from './tree.ts';

/** An edit and the file it is of. Undefined file: the scope is declared nowhere. */
export interface ConfigurationEdit extends OptionEdit {
  readonly file: EcelerityFile | undefined;
  /** The line that is changed; undefined where one is added. */
  readonly replaces: Occurrence | undefined;
}

/**
 * Makes `option` be `value` in `scope` itself, where it takes effect: the setting that is read last gets
 * the value, whatever file it is in; where none sets it, the last place that opens the scope, rather one
 * that the console may write, gets a line. For the global scope that is the main file.
 */
export function setInConfiguration(configuration: Configuration, scope: Scope, option: string, value: string): ConfigurationEdit {
  const last = settingsIn(configuration, scope, option).at(-1);
  if (last) return { ...setValue(last.source, last.node, value), file: last.source, replaces: last };
  if (!scope.parent) {
    const main = configuration.files.get(configuration.main);
    return main ? { ...addOption(main, ROOT, option, value), file: main, replaces: undefined } : NOWHERE;
  }
  const places = declarationsOf(configuration, scope);
  const editable = places.filter(({ source }) => source.editable);
  const place = editable.findLast(({ writable }) => writable) ?? editable.at(-1) ?? places.at(-1);
  if (!place) return NOWHERE;
  return { ...addOption(place.source, place.node, option, value), file: place.source, replaces: undefined };
}

const NOWHERE: ConfigurationEdit = {
  splices: [],
  diagnostics: [],
  undo: undefined,
  file: undefined,
  replaces: undefined,
};
