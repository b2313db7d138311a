import { editScopes, type ScopeEdit } from '../../choices/configuration-edits.ts';
import { removeOption } from '../../config/ecelerity/edit.ts';
import type { Host } from '../../host/host.ts';
import type { Change } from '../../plan/change.ts';
import { REPAIR } from '../change.ts';
import type { ScopedSetting } from './every-setting.ts';

/** Takes lines out of the configuration; [] where one of their files cannot be understood, and is not to be edited. */
export async function takeOut(host: Host, about: string, settings: readonly ScopedSetting[]): Promise<readonly Change[]> {
  if (settings.some(({ setting }) => !setting.source.editable)) return [];
  const edits = settings.map(
    ({ scope, setting }): ScopeEdit => ({
      scope,
      edit: { ...removeOption(setting.source, setting.node), file: setting.source, replaces: setting },
    }),
  );
  return editScopes(host, REPAIR, about, edits);
}
