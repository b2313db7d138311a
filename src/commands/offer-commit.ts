import { runOnTerminal } from '../apply/run-on-terminal.ts';
import { LAYOUT } from '../host/layout.ts';
import type { ApplyResult } from '../operations/engine.ts';
import { confirmOnTerminal } from './confirm.ts';
import { aside, type Context } from './context.ts';

/** The repository's administrator by Momentum's own name for him. */
const ADMINISTRATOR = 'admin';

/**
 * After an apply that was proven, and only where somebody sits there: `eccfg commit`, by default not. It has the
 * terminal and asks for the password itself. What comes of it changes nothing about how the apply ended.
 */
export async function offerCommit(context: Context, root: string, { outcome, commit = [], id }: ApplyResult): Promise<void> {
  const { values } = context.options;
  const alone = values.yes === true || values['no-input'] === true || context.json;
  if (outcome !== 'applied' || commit.length === 0 || alone || !context.stdin.isTTY || !context.stdout.isTTY) return;
  aside(context, `eccfg status shows exactly what was changed: ${commit.join(', ')}.`);
  aside(
    context,
    'A commit cannot be taken back by momentum-secure: every node of the cluster gets it, and reloads within a minute.',
  );
  const wanted = await confirmOnTerminal(context, `Commit it now as ${ADMINISTRATOR}? eccfg asks for the password`).catch(
    () => false,
  );
  if (!wanted) {
    aside(context, 'Not committed.');
    return;
  }
  // No --add-all, no --delete-all: what is unknown to the repository is not ours.
  const args = ['commit', '--username', ADMINISTRATOR, '--message', `momentum-secure ${id}`];
  const exit = await runOnTerminal(root, LAYOUT.eccfg, args).catch((error: Error) => error.message);
  aside(
    context,
    exit === 0 ? 'Committed.' : `eccfg commit failed (${exit}): nothing of this host was changed by it; try it by hand.`,
  );
}
