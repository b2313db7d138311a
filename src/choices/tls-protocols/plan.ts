import type { Answers } from '../../answers/answers.ts';
import { combined, type OptionEdit } from '../../config/ecelerity/edit.ts';
import { effective } from '../../config/ecelerity/effective.ts';
import { settingsIn } from '../../config/ecelerity/read.ts';
import { printPath } from '../../config/ecelerity/scope-path.ts';
import { setInConfiguration } from '../../config/ecelerity/set-in-configuration.ts';
import type { Host } from '../../host/host.ts';
import { readOriginals } from '../../host/originals.ts';
import type { HostPath } from '../../model/paths.ts';
import type { Change, Effect } from '../../plan/change.ts';
import { type MailServer, readGround } from '../../services/ecelerity/ground.ts';
import { protocolsOf, versionOption } from '../../services/ecelerity/policy.ts';
import { isSame } from '../../tls/protocol-set.ts';
import { editFile, NotUnderstoodError } from '../blocks.ts';
import { editedPaths, giveBack } from '../originals.ts';
import { type Target, targetsOf } from './targets.ts';
import { wantedIn } from './wanted.ts';

export const CHOICE = 'tlsProtocols';
const RELOAD: readonly Effect[] = [{ service: 'ecelerity', action: 'reload' }];

/** `null` gives back what stood there before us; what else is answered is planned over that. */
export async function planTlsProtocols(host: Host, answers: Answers): Promise<readonly Change[]> {
  const { inbound, outbound } = answers.tls ?? {};
  // What is kept are whole files: they go back for both directions, or not at all. The risks say so.
  if (takesBackHalf(answers)) return [];
  const back = inbound === null || outbound === null ? await takeBack(host) : [];
  return [...back, ...(await planPolicy(host.after(back), answers))];
}

/** null for one direction, and no word about the other. */
export function takesBackHalf({ tls }: Answers): boolean {
  return (tls?.inbound === null && tls.outbound === undefined) || (tls?.outbound === null && tls.inbound === undefined);
}

async function takeBack(host: Host): Promise<readonly Change[]> {
  const changes: Change[] = [];
  // Whole files go back: one with somebody else's edits in it stays, and the risks name it.
  const edited = new Set(await editedPaths(host, CHOICE));
  const ours = (await readOriginals(host, CHOICE)).filter(({ path }) => !edited.has(path));
  for (const { path } of ours) changes.push(...(await giveBack(host, CHOICE, path, 'As it was before this choice', RELOAD)));
  return changes;
}

async function planPolicy(host: Host, answers: Answers): Promise<readonly Change[]> {
  const server = await readGround(host);
  if (server === undefined) return [];
  const targets = targetsOf(server, answers);
  // What a file that was not understood sets is not known: another one may be changed for nothing.
  const [broken] = targets.length === 0 ? [] : server.configuration.diagnostics;
  if (broken !== undefined)
    throw new NotUnderstoodError(
      broken.file,
      server.configuration.diagnostics.filter(({ file }) => file === broken.file),
    );
  const byFile = new Map<HostPath, { readonly edits: OptionEdit[]; readonly scopes: string[] }>();
  for (const target of targets) {
    const wanted = wantedIn(server, target.scope, target.answer, target.use);
    // A refusal is a finding that stops the apply; here it only changes nothing.
    if (wanted.refused || isSoAlready(server, target, wanted.value)) continue;
    const edit = setInConfiguration(server.configuration, target.scope, versionOption(server, target.scope), wanted.value);
    if (edit.file === undefined) continue;
    if (edit.diagnostics.length > 0) throw new NotUnderstoodError(edit.file.path, edit.diagnostics);
    const known = byFile.get(edit.file.path) ?? { edits: [], scopes: [] };
    known.edits.push(edit);
    known.scopes.push(printPath(target.scope.path));
    byFile.set(edit.file.path, known);
  }
  const changes: Change[] = [];
  for (const [path, { edits, scopes }] of byFile) {
    const request = { path, choice: CHOICE, why: `TLS versions of ${listed(scopes)}`, affects: RELOAD };
    changes.push(...(await editFile(host, request, () => combined(edits))));
  }
  return changes;
}

/** A scope with a value of its own is judged by that; one without by what it falls back to. */
function isSoAlready(server: MailServer, { scope }: Target, value: string): boolean {
  const option = versionOption(server, scope);
  const own = settingsIn(server.configuration, scope, option).at(-1)?.value;
  const now = own ?? effective(server.configuration, scope, option).value;
  if (option === 'tls_ciphers') return now === value;
  return isSame(protocolsOf(option, now, server.known), protocolsOf(option, value, server.known));
}

function listed(scopes: readonly string[]): string {
  return scopes.length <= 3 ? scopes.join('; ') : `${scopes.slice(0, 2).join('; ')} and ${scopes.length - 2} more`;
}
