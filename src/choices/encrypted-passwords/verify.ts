import type { Host } from '../../host/host.ts';
import type { Finding } from '../../model/finding.ts';
import { storeFindings } from './current.ts';
import { documentedEntries, storedPassword } from './entries.ts';
import { loginFindings } from './login.ts';
import { readStore } from './store.ts';

/** The store gives its passwords back, ecuser can read it, and the database takes what it gives. */
export async function verifyEncryptedPasswords(host: Host): Promise<readonly Finding[]> {
  const store = await readStore(host);
  if (store?.stanza?.enabled !== true) return [];
  const faults = (await storeFindings(host, store)).filter(({ id }) => id !== 'encrypted-passwords-plain-copy');
  if (faults.length > 0) return faults;
  const questions = [store.database, store.key].map(({ path }) => ({ account: 'ecuser', path, access: 'read' as const }));
  if ((await host.can(questions)).includes(false)) {
    const what = `ecuser cannot read ${store.database.path} and its key: the mail server gets no passwords`;
    return [{ id: 'encrypted-passwords-unreadable', status: 'fail', what, evidence: [store.database.path, store.key.path] }];
  }
  const entries = await documentedEntries(host);
  const entry = entries.find(({ facility }) => facility === 'pgsql');
  const password = entry === undefined ? undefined : await storedPassword(host, entry);
  if (password === undefined) {
    const what = `Whether ${store.database.path} and its key belong together could not be told: credmgr gives no password back`;
    return [{ id: 'encrypted-passwords-store', status: process.getuid?.() === 0 ? 'fail' : 'warn', what, evidence: [] }];
  }
  const what = `${entries.length} entries are in the store, and ecuser can read it`;
  const proven: Finding = { id: 'encrypted-passwords-store', status: 'pass', what, evidence: [store.database.path] };
  return [proven, ...(await loginFindings(host, password))];
}
