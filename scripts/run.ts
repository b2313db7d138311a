import { spawnSync } from 'node:child_process';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../node_modules/.bin', import.meta.url));

/** Runs a program of the project's own and shows what it says. Its Node comes first, whatever the machine has. */
export function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): boolean {
  const path = `${bin}${delimiter}${process.env.PATH ?? ''}`;
  const result = spawnSync(program, args, { stdio: 'inherit', env: { ...process.env, ...env, PATH: path } });
  if (result.error !== undefined) console.error(`${program}: ${result.error.message}`);
  return result.status === 0;
}
