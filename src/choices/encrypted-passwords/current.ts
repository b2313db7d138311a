import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import { plainCopies } from '../../host/secrets.ts';
import type { Finding } from '../../model/finding.ts';
import { ownership } from '../../model/ownership.ts';
import type { Current } from '../choice.ts';
import { documentedEntries, inWords, isLineOf, listEntries } from './entries.ts';
import { isOwned, readStore, type Store, whyNot } from './store.ts';

/** On where the mail server's configuration names the store; what is missing of the store is a gap. */
export async function currentEncryptedPasswords(host: Host): Promise<Current> {
  const store = await readStore(host);
  const why = await whyNot(host);
  if (store === undefined || (why !== undefined && store.stanza === undefined)) {
    const what = `encryptedPasswords does not apply. ${why}`;
    return { answer: undefined, gaps: [{ id: 'encrypted-passwords-not-here', status: 'warn', what, evidence: [] }] };
  }
  if (store.stanza?.enabled === true) return { answer: true, gaps: await storeFindings(host, store) };
  const evidence = store.stanza === undefined ? [] : [`${store.stanza.place} switches securecreds off`];
  const copies = await plainCopies(host, undefined);
  const what = `Passwords are not encrypted: the one of the database is read from ${someOf(copies)}`;
  return { answer: false, gaps: [{ id: 'encrypted-passwords-off', status: 'warn', what, evidence: [...evidence, ...copies] }] };
}

/** Files, who may read them, and the entries: what a store that is in use has to have. */
export async function storeFindings(host: Host, store: Store): Promise<readonly Finding[]> {
  const findings = [...(await fileFindings(host, store)), ...(await copyFindings(host, undefined))];
  if (store.database.facts === undefined || store.key.facts === undefined) return findings;
  return [...findings, ...(await entryFindings(host, store))];
}

async function fileFindings(host: Host, { database, key, stanza }: Store): Promise<readonly Finding[]> {
  const accounts = await host.accounts();
  const findings: Finding[] = [];
  for (const { path, facts } of [database, key]) {
    if (facts === undefined) {
      const what = `${path} is not there, and the mail server is told to take passwords from it`;
      const evidence = stanza === undefined ? [] : [stanza.place];
      findings.push({ id: 'encrypted-passwords-no-store', status: 'fail', what, evidence });
    } else if (!isOwned(accounts, facts)) {
      const open = (facts.mode & 0o007) !== 0;
      const who = open ? 'others than root and ecuser can read the passwords with it' : 'expected root:ecuser 0640';
      const what = `${path} is ${ownership(facts)}: ${who}`;
      findings.push({ id: 'encrypted-passwords-mode', status: 'fail', what, evidence: [path] });
    }
  }
  return findings;
}

async function entryFindings(host: Host, store: Store): Promise<readonly Finding[]> {
  const id = 'encrypted-passwords-entries';
  if (!store.isCredmgrs) return [elsewhere(store, 'warn')];
  const lines = (await host.stat(LAYOUT.credmgr)) === undefined ? undefined : await listEntries(host);
  if (lines === undefined) {
    const what = `Which entries the store has could not be told: ${LAYOUT.credmgr} get_cred does not answer`;
    return [{ id, status: 'warn', what, evidence: [store.database.path], remedy: { steps: ['Look again as root'] } }];
  }
  const missing = (await documentedEntries(host)).filter((entry) => !lines.some((line) => isLineOf(line, entry)));
  if (missing.length === 0) return [];
  const what = `The store has no entry for ${missing.map(inWords).join(', ')}`;
  // Which ones somebody else's set-up can do without is theirs to say.
  const status = store.stanza?.ours === true ? 'fail' : 'warn';
  return [{ id, status, what, evidence: [store.database.path] }];
}

/** The two documented default places differ, and credmgr takes another one for no entry. */
export function elsewhere({ database, key }: Store, status: 'warn' | 'fail'): Finding {
  const own = LAYOUT.credmgrStore;
  const what = `The store is ${database.path}, and credmgr sets and shows entries in ${own.database} alone`;
  const steps = [
    `ln -s ${database.path} ${own.database} and ln -s ${key.path} ${own.key}, as the manual allows, then run this again`,
  ];
  return { id: 'encrypted-passwords-elsewhere', status, what, evidence: [database.path, own.database], remedy: { steps } };
}

/** Encrypting them takes none of these away: who may do that is for the operator to say. */
export async function copyFindings(host: Host, password: string | undefined): Promise<readonly Finding[]> {
  const copies = await plainCopies(host, password);
  if (copies.length === 0) return [];
  const what = `The password also stands in plain text in ${copies.join(', ')}`;
  const steps = ['Whether your Momentum needs these files still is not documented: they are left as they are'];
  return [{ id: 'encrypted-passwords-plain-copy', status: 'warn', what, evidence: copies, remedy: { steps } }];
}

function someOf(paths: readonly string[]): string {
  if (paths.length === 0) return 'a file that was not found';
  return paths.length <= 2 ? paths.join(' and ') : `${paths.slice(0, 1).join('')} and ${paths.length - 1} other files`;
}
