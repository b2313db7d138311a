import { execa } from 'execa';
import type { Account } from './accounts.ts';
import type { ProgramAnswer } from './host.ts';

/** What a program of the tree gets to see: nothing of the operator's session, messages in English. */
export const CLEAN_ENVIRONMENT = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', LANG: 'C' };

const MOST_OUTPUT = 4 * 1024 * 1024;

export interface Execution {
  readonly file: string;
  readonly args: readonly string[];
  /** Become this account first; undefined stays who we are. */
  readonly account?: Account | undefined;
  readonly environment?: Readonly<Record<string, string>> | undefined;
  readonly timeoutMs: number;
  /** 0022 unless said otherwise. */
  readonly umask?: string;
  /** In a session of its own: a Ctrl-C of the terminal is for us to heed, not for it to die of. */
  readonly detached?: boolean;
}

/**
 * setpriv with the tree's own numbers: runuser and `--init-groups` look names up in this machine's
 * passwd, which does not know them, and Node's `uid` option keeps no supplementary groups.
 */
export function asAccount(account: Account, command: readonly string[]): readonly string[] {
  return [
    'setpriv',
    `--reuid=${account.uid}`,
    `--regid=${account.gid}`,
    `--groups=${account.groups.join(',')}`,
    '--',
    ...command,
  ];
}

/** Is becoming `account` a change at all, and possible? Only root can. */
export function mustSwitch(account: Account | undefined): account is Account {
  return account !== undefined && process.getuid?.() === 0 && account.uid !== 0;
}

/** Runs it to its end with a clean environment, in `/`, without stdin. Never throws for what the program does. */
export async function execute(execution: Execution): Promise<ProgramAnswer> {
  const command = ['/bin/sh', '-c', `umask ${execution.umask ?? '0022'}; exec "$0" "$@"`, execution.file, ...execution.args];
  const [file, ...args] = mustSwitch(execution.account) ? asAccount(execution.account, command) : command;
  const result = await execa(file as string, args, {
    env: { ...CLEAN_ENVIRONMENT, ...execution.environment },
    extendEnv: false,
    cwd: '/',
    detached: execution.detached === true,
    stdin: 'ignore',
    timeout: execution.timeoutMs,
    forceKillAfterDelay: 1000,
    maxBuffer: MOST_OUTPUT,
    reject: false,
    stripFinalNewline: false,
  });
  const late = result.timedOut ? `did not end within ${execution.timeoutMs / 1000} s` : undefined;
  return {
    exit: result.exitCode ?? null,
    stdout: result.stdout,
    stderr: late ?? (result.exitCode === undefined ? `${result.stderr}${result.shortMessage ?? ''}` : result.stderr),
  };
}
