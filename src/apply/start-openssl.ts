import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Host } from '../host/host.ts';
import { asAccount, CLEAN_ENVIRONMENT } from '../host/programs.ts';
import { scratchAccount } from './local-scratch.ts';

/**
 * Runs this machine's openssl, with nothing of ours: an unprivileged account, a clean environment, no input,
 * a session of its own (a Ctrl-C of the terminal is for us to heed). It ends when nobody hears it any more.
 */
export async function openssl(host: Host) {
  const account = await scratchAccount(host, 'nobody');
  return (args: readonly string[]) => {
    const command = ['openssl', ...args];
    const [file = '', ...rest] = account === undefined ? command : asAccount(account, command);
    const child = spawn(file, rest, { cwd: '/', env: CLEAN_ENVIRONMENT, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    return child as typeof child & { readonly stdout: Readable; readonly stderr: Readable };
  };
}
