import { readFile } from 'node:fs/promises';

/** What the kernel says where nobody logged in: -1. */
const UNSET = 4_294_967_295;

/** The login that this process belongs to, as the kernel's audit numbers them; sudo and su do not change it. Null where it has none. */
export async function loginSession(): Promise<number | null> {
  const text = await readFile('/proc/self/sessionid', 'utf8').catch(() => '');
  const session = Number.parseInt(text, 10);
  return Number.isInteger(session) && session !== UNSET ? session : null;
}
