import { createServer } from 'node:net';
import { SandboxError } from './error.ts';

/** Every port that a configuration of the tree names. */
export interface Ports {
  readonly database: number;
  readonly http: number;
  readonly https: number;
  readonly smtp: number;
  readonly submission: number;
  readonly smtps: number;
  readonly ecstream: number;
  readonly httpListener: number;
  readonly console: number;
  readonly ecconfigd: number;
  readonly eccluster: number;
  readonly msgc: number;
}

const names = [
  'database',
  'http',
  'https',
  'smtp',
  'submission',
  'smtps',
  'ecstream',
  'httpListener',
  'console',
  'ecconfigd',
  'eccluster',
  'msgc',
] as const satisfies readonly (keyof Ports)[];

/** Whether this machine has IPv6 on its loopback. */
export function hasIpv6(): Promise<boolean> {
  return canListen('::1', 0);
}

/**
 * Free loopback ports, one for each name. They are taken from below the range that the kernel gives
 * to outgoing connections: the HTTPS port has to be still free when it is first listened on, days later.
 */
export async function freePorts(): Promise<Ports> {
  const ports: Partial<Record<keyof Ports, number>> = {};
  let candidate = 20_000 + Math.floor(Math.random() * 10_000);
  for (const name of names) {
    let tries = 0;
    while (!(await isFree(candidate))) {
      candidate++;
      if (++tries > 500) throw new SandboxError(`No free loopback port was found near ${candidate}.`);
    }
    ports[name] = candidate++;
  }
  return ports as Ports;
}

async function isFree(port: number): Promise<boolean> {
  if (!(await canListen('0.0.0.0', port))) return false;
  return (await canListen('::1', port)) || !(await hasIpv6());
}

function canListen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
