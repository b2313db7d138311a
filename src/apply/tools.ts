import type { Host } from '../host/host.ts';
import { MASK } from '../host/secrets.ts';
import type { Change, RunTool } from '../plan/change.ts';
import type { SecretReference, Secrets } from '../plan/secret.ts';
import type { Machine } from './machine.ts';
import { contentHash, type LoadedStep } from './transaction.ts';

export function toolsOf(changes: readonly Change[]): readonly RunTool[] {
  return changes.filter((change) => change.kind === 'tool');
}

/**
 * Runs the tools of a plan one after the other. Each is given its secrets on its command line, there
 * being no other way; no file of ours ever holds them. Throws for the first that fails, or whose proof
 * does not come out, without the secrets in what it says.
 */
export async function runTools(
  machine: Machine,
  tools: readonly RunTool[],
  secrets: Secrets,
  signal: AbortSignal,
): Promise<void> {
  for (const { program, args, touches, expects } of tools) {
    if (signal.aborted) throw new Error('interrupted');
    // Whoever owns the directory may have put a link there since the plan looked.
    for (const { path } of touches) await machine.refuseUnlessPlain(path);
    const words = args.map((arg) => (typeof arg === 'string' ? arg : secretOf(secrets, arg)));
    const { exit, stdout, stderr } = await machine.runTool({ program, args: words });
    const action = `${program} ${args[0] === undefined || typeof args[0] !== 'string' ? '' : args[0]}`.trim();
    if (exit !== 0)
      throw new Error(`${action} failed: ${masked(stderr, secrets).trim() || masked(stdout, secrets).trim() || `exit ${exit}`}`);
    if (expects !== undefined && stdout.replace(/\r?\n$/, '') !== secretOf(secrets, expects))
      throw new Error(`${action} does not give back the password that was just stored (${args.slice(1).join(' ')})`);
  }
}

/** What the tools left, owned as the plan says, durable: from here on it is known how it has to be found. */
export async function settleTools(
  machine: Machine,
  freshHost: () => Host,
  steps: readonly LoadedStep[],
): Promise<readonly LoadedStep[]> {
  const settled: LoadedStep[] = [];
  for (const step of steps) {
    if (step.byTool !== true) {
      settled.push(step);
      continue;
    }
    const host = freshHost();
    const now = await host.stat(step.path);
    if (step.after === null || now === undefined) {
      if (now !== undefined || step.after !== null)
        throw new Error(`${step.path} ${now === undefined ? 'was not made' : 'was left behind'} by the tool that was run`);
      settled.push(step);
      continue;
    }
    const hash = await contentHash(host, step.path);
    await machine.setAttributes(step.path, step.after, { attributes: [now], hash });
    settled.push({ ...step, after: { ...step.after, hash } });
  }
  return settled;
}

function secretOf(secrets: Secrets, { secret }: SecretReference): string {
  const value = secrets[secret];
  if (value === undefined) throw new Error(`The ${secret} that the plan refers to was not given`);
  return value;
}

function masked(text: string, secrets: Secrets): string {
  return Object.values(secrets).reduce((so, secret) => so.replaceAll(secret, MASK), text);
}
