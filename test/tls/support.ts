import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect as connectSocket, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { issuePair, type Pair } from '../../src/tls/certificate/issue.ts';
import type { Connect } from '../../src/tls/probe/endpoint.ts';

/** What the product's host does, on loopback only. */
export const connect: Connect = async ({ host, port }) => {
  const socket = connectSocket({ host, port });
  await once(socket, 'connect');
  return socket;
};

let shared: Promise<Pair> | undefined;

/** One pair for localhost and 127.0.0.1, for all tests of a file. */
export function localPair(): Promise<Pair> {
  shared ??= issuePair({ hostname: 'localhost', altNames: ['127.0.0.1'], keyBits: 2048, days: 30 }, { now: new Date() });
  return shared;
}

/** Listens on a free loopback port until the test is over; gives the port. */
export async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A server that does `serve` with each connection. */
export function serve(handler: (socket: Socket) => void): Promise<number> {
  return listen(createServer(handler));
}

/** A directory that is gone when the test is over. */
export async function scratch(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'momentum-secure-tls-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

export interface Outcome {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, 20 s at most. */
export async function run(program: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  try {
    const result = await promisify(execFile)(program, args, { timeout: 20_000, env: { ...process.env, ...environment } });
    return { exit: 0, ...result };
  } catch (error) {
    const { code, stdout = '', stderr = String(error) } = error as { code?: number; stdout?: string; stderr?: string };
    return { exit: code ?? -1, stdout, stderr };
  }
}

/** `openssl s_server` with the local pair and `args`, until the test is over; gives its port. */
export async function opensslServer(...args: readonly string[]): Promise<number> {
  const directory = await scratch();
  const pair = await localPair();
  await writeFile(join(directory, 'server.pem'), pair.keyPem + pair.certificatePem);
  const common = ['s_server', '-accept', '127.0.0.1:0', '-naccept', '50', '-cert', join(directory, 'server.pem'), '-key'];
  const child = spawn('openssl', [...common, join(directory, 'server.pem'), ...args], { stdio: ['pipe', 'pipe', 'ignore'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let text = '';
  for await (const chunk of child.stdout) {
    text += chunk;
    const port = /ACCEPT 127\.0\.0\.1:(\d+)/.exec(text)?.[1];
    if (port !== undefined) {
      child.stdout.resume();
      return Number(port);
    }
  }
  throw new Error(`openssl s_server did not start: ${text}`);
}
