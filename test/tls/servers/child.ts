import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect as connectSocket, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A server that was started for a test, and how to end it: by its own process id, and it alone. */
export interface RunningServer {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

export interface Starting {
  readonly argv: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
  /** How the server is told to end; SIGKILL follows after three seconds. */
  readonly signal?: NodeJS.Signals;
  /** Some end when their input does. */
  readonly keepInput?: boolean;
}

/** Starts a server in the foreground. Its output is kept for the message when it ends too early. */
export function startChild({ argv, environment, signal = 'SIGTERM', keepInput = false }: Starting) {
  const [program = '', ...args] = argv;
  const stdin = keepInput ? 'pipe' : 'ignore';
  const child = spawn(program, args, { stdio: [stdin, 'pipe', 'pipe'], env: { ...process.env, ...environment }, cwd: '/' });
  let said = '';
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  child.on('error', (error) => {
    said += error.message;
  });
  return { child, said: () => said, stop: () => end(child, signal) };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  const late = setTimeout(() => child.kill('SIGKILL'), 3000);
  await gone;
  clearTimeout(late);
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Starts a server on `port` and waits, ten seconds at most, until somebody listens there. */
export async function startOn(port: number, starting: Starting): Promise<RunningServer> {
  const { child, said, stop } = startChild(starting);
  for (let attempt = 0; attempt < 400; attempt += 1) {
    if (child.exitCode !== null || child.pid === undefined) break;
    if (await listens(port)) return { port, stop };
    await sleep(25);
  }
  await stop();
  throw new Error(`${starting.argv.join(' ')} does not listen: ${said()}`);
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectSocket({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
