import { createHash, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { Host } from '../host/host.ts';
import { isRecord, LAYOUT } from '../host/layout.ts';
import { type HostPath, joinPath } from '../model/paths.ts';
import type { Machine } from './machine.ts';

/**
 * sha256 of the public half of the first private key or certificate in a PEM text: one key has one,
 * however it is written. Undefined where there is none that can be read without a passphrase.
 */
export function publicHalf(pem: string): string | undefined {
  const key = attempt(() => createPublicKey(pem)) ?? attempt(() => new X509Certificate(pem).publicKey);
  return (
    key &&
    createHash('sha256')
      .update(key.export({ type: 'spki', format: 'der' }))
      .digest('hex')
  );
}

function attempt(read: () => KeyObject): KeyObject | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/**
 * Overwrites and removes every copy, in the history, among the originals and elsewhere in the store, of
 * keys with these public halves, and of their certificates, which are of no use without them.
 */
export async function forgetKeys(machine: Machine, host: Host, publicHalves: readonly string[]): Promise<void> {
  if (publicHalves.length > 0) await forgetBelow(machine, host, LAYOUT.state, publicHalves);
}

async function forgetBelow(machine: Machine, host: Host, directory: HostPath, publicHalves: readonly string[]): Promise<void> {
  for (const name of (await host.list(directory)) ?? []) {
    const path = joinPath(directory, name);
    if (!isRecord(path)) continue;
    const kind = (await host.lstat(path))?.kind;
    if (kind === 'directory') await forgetBelow(machine, host, path, publicHalves);
    if (kind !== 'file') continue;
    const text = (await host.read(path))?.bytes.toString('latin1') ?? '';
    const half = text.includes('-----BEGIN ') ? publicHalf(text) : undefined;
    if (half !== undefined && publicHalves.includes(half)) await machine.shred(path);
  }
}
