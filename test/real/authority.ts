import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Ran, run } from './support.ts';

export const worked = ({ exit, out, err }: Ran) => expect(exit, out.slice(-1500) + err.slice(-1500)).toBe(0);

/** An authority such as companies have, by the operator's own tool, in a scratch directory. */
export function authorityIn(scratch: () => string) {
  const at = (name: string) => join(scratch(), name);

  async function openssl(...args: string[]): Promise<Ran> {
    const ran = await run(['env', '-C', scratch(), 'openssl', ...args]);
    worked(ran);
    return ran;
  }

  /** A root, and an intermediate that signs. */
  async function makeAuthority(): Promise<void> {
    writeFileSync(at('ca.cnf'), 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n');
    const key = 'req -newkey rsa:2048 -nodes';
    await openssl(...`${key} -x509 -keyout root.key -out root.crt`.split(' '), '-subj', '/CN=Root CA');
    await openssl(...`${key} -keyout middle.key -out middle.csr`.split(' '), '-subj', '/CN=Middle CA');
    const by = '-CA root.crt -CAkey root.key -CAcreateserial -days 300 -extfile ca.cnf';
    await openssl(...`x509 -req -in middle.csr ${by} -out middle.crt`.split(' '));
  }

  /** What an authority makes of a request. */
  async function sign(request: string, out: string, ...more: string[]): Promise<void> {
    const by = '-CA middle.crt -CAkey middle.key -CAcreateserial -copy_extensions copy'.split(' ');
    await openssl('x509', '-req', '-in', request, ...by, '-days', '90', '-out', out, ...more);
  }

  return { at, openssl, makeAuthority, sign };
}
