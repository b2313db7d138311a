import type { PlannedWork } from '../operations/engine.ts';
import { askHidden } from './confirm.ts';
import type { Context } from './context.ts';

/**
 * Plans, and asks for a secret that is missing where somebody can be asked; else the error goes on,
 * which says what to give.
 */
export async function planAsking(context: Context, plan: () => Promise<PlannedWork>): Promise<PlannedWork> {
  try {
    return await plan();
  } catch (error) {
    const { stdin, json, options, secrets } = context;
    const missing =
      error instanceof Error && error.name === 'MissingSecretError' && 'secret' in error ? String(error.secret) : undefined;
    const nobody = stdin.isTTY !== true || json || options.values['no-input'] === true;
    if (missing === undefined || nobody || secrets[missing] !== undefined) throw error;
    const typed = await askHidden(context, 'Password of ecuser, the service account (not shown):');
    if (typed === undefined) throw error;
    secrets[missing] = typed;
    return plan();
  }
}

/** Throws what is wrong with the file of `--password-file` where one is needed: another password must not be taken in its place. */
export function requirePasswordFile(
  { passwordProblem }: Context,
  { encryptedPasswords }: Readonly<Record<string, unknown>>,
): void {
  if (encryptedPasswords === true && passwordProblem !== undefined) throw passwordProblem;
}
