import { spawn } from 'node:child_process';

export interface RunResult {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string;
  readonly timeoutMs?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs a program of this machine in `/`, with only a PATH in its environment, and never longer than `timeoutMs`. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const { input = '', timeoutMs = 60_000, environment = {} } = options;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: '/',
      env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    // A program that ends without reading its input is no fault of ours.
    child.stdin.on('error', () => {});
    child.on('error', (error) => resolve({ exit: null, stdout, stderr: `${stderr}${error.message}\n` }));
    child.on('close', (exit) => resolve({ exit, stdout, stderr }));
    child.stdin.end(input);
  });
}
