import { spawn } from 'node:child_process';
import { LocalHost } from '../host/local.ts';
import { CLEAN_ENVIRONMENT } from '../host/programs.ts';
import { onDisk, resolveInRoot } from '../host/resolve.ts';
import { replaceableComponent } from '../host/trust.ts';
import type { HostPath } from '../model/paths.ts';

/**
 * Runs a program of the tree that talks to the operator itself: it has the terminal, and asks for a password that
 * never comes through us. Its exit code; throws where others than root could have put it there.
 */
export async function runOnTerminal(root: string, program: HostPath, args: readonly string[]): Promise<number> {
  const host = new LocalHost(root);
  const resolved = await resolveInRoot(host.root, program);
  if (resolved === undefined) throw new Error(`${program} is not there`);
  const disk = onDisk(host.root, resolved.real);
  const replaceable = await replaceableComponent(host.root, disk);
  if (replaceable !== undefined) throw new Error(`${program} was not run: others than root can replace ${replaceable}`);
  const { TERM } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', 'umask 0022; exec "$0" "$@"', disk, ...args], {
      cwd: '/',
      env: { ...CLEAN_ENVIRONMENT, ...(TERM === undefined ? {} : { TERM }) },
      stdio: 'inherit',
    });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
