import { hostname } from 'node:os';
import type { Host } from './host.ts';
import { LAYOUT } from './layout.ts';
import { readText } from './text.ts';

/** What this host calls itself: its own files, and for this machine's `/` the kernel; undefined for a copied tree without them. */
export async function hostName(host: Host): Promise<string | undefined> {
  const [own, network] = await Promise.all([
    readText(host, LAYOUT.hostname).catch(() => undefined),
    readText(host, LAYOUT.networkConfig).catch(() => undefined),
  ]);
  const told = own?.split('\n')[0]?.trim() || /^\s*HOSTNAME\s*=\s*"?([^"\s]+)/m.exec(network ?? '')?.[1];
  const short = told || (host.root === '/' ? hostname() : undefined);
  if (short === undefined || short.includes('.')) return short;
  return (await qualified(host, short)) ?? short;
}

/** The first name with a dot that etc/hosts gives a short name: what others address it by. */
async function qualified(host: Host, short: string): Promise<string | undefined> {
  for (const line of ((await readText(host, LAYOUT.hosts).catch(() => undefined)) ?? '').split('\n')) {
    const [, ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (names.includes(short)) {
      const long = names.find((name) => name.startsWith(`${short}.`));
      if (long !== undefined) return long;
    }
  }
  return undefined;
}
