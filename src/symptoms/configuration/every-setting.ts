import type { Occurrence } from '../../config/ecelerity/occurrence.ts';
import { directionOf, policyScopes } from '../../config/ecelerity/policy-scopes.ts';
import { type Configuration, settingsIn } from '../../config/ecelerity/read.ts';
import type { Scope } from '../../config/ecelerity/scope.ts';

export interface ScopedSetting {
  readonly scope: Scope;
  readonly setting: Occurrence;
}

/** Every line that sets one of `options` in a scope of mail, in reading order of the scopes. Modules have options of the same names: those are not meant. */
export function everySetting(configuration: Configuration, options: readonly string[]): readonly ScopedSetting[] {
  const { names } = configuration.table.occurrences;
  const known = options.filter((option) => names.find(option) !== undefined);
  if (known.length === 0) return [];
  return policyScopes(configuration, known)
    .filter((scope) => directionOf(scope) !== undefined)
    .flatMap((scope) =>
      known.flatMap((option) => settingsIn(configuration, scope, option).map((setting) => ({ scope, setting }))),
    );
}

/** `file:line: option = value`, for evidence. */
export function written({ file, line, name, value }: Occurrence): string {
  return `${file}:${line}: ${name} = ${value}`;
}
