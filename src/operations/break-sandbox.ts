import { LocalMachine } from '../apply/local-machine.ts';
import { buildSteps } from '../apply/steps.ts';
import { commitStep, keptBeside, stageAll } from '../apply/transaction.ts';
import { LAYOUT } from '../host/layout.ts';
import { LocalHost } from '../host/local.ts';
import { parentOf } from '../model/paths.ts';
import type { Change } from '../plan/change.ts';
import { services } from '../services/index.ts';
import { makePair } from '../services/make-pair.ts';
import type { Fault } from '../symptoms/symptom.ts';
import { applyPlan } from './apply-plan.ts';
import { makePlan } from './make-plan.ts';

/** The answers that a fault needs a sandbox to have, applied as an operator would. Throws where that did not work. */
export async function prepareSandbox(root: string, { answers }: Fault): Promise<void> {
  if (answers === undefined) return;
  const session = { umask: 0o022, uid: process.getuid?.() ?? 0 };
  const work = await makePlan(new LocalHost(root), answers, { fix: true, withServices: true, session });
  const signal = new AbortController().signal;
  const { exitCode, said } = await applyPlan(work, { root, doing: 'sandbox', withServices: true, onEvent: () => {}, signal });
  if (exitCode !== 0) throw new Error(`The sandbox could not be prepared: ${said.join('; ')}`);
}

/**
 * Makes a fault in a sandbox: its changes as they are, without preflight, which is there to prevent just
 * that, and without history, so that nothing but the fault tells the tree from a healthy one.
 */
export async function breakSandbox(root: string, fault: Fault): Promise<void> {
  const freshHost = () => new LocalHost(root);
  const machine = new LocalMachine(root);
  const host = freshHost();
  const changes: readonly Change[] = await fault.make(host);
  const steps = await buildSteps(host, changes, (change, read) => makePair(change, host.now(), { read }), LAYOUT.state);
  await stageAll(machine, steps);
  for (const step of steps) {
    await commitStep(machine, freshHost, step, steps);
    if (step.before?.kind === 'file') await machine.remove(parentOf(step.path), keptBeside(step));
  }
  for (const { service: id, action } of fault.services ?? []) {
    const command = await services.find((service) => service.id === id)?.control(freshHost(), action);
    // A server that does not come up any more may be the fault.
    if (command !== undefined) await machine.run(command);
  }
}
