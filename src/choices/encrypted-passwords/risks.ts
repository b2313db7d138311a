import type { Answers } from '../../answers/answers.ts';
import type { Host } from '../../host/host.ts';
import { plainCopies } from '../../host/secrets.ts';
import type { Finding } from '../../model/finding.ts';
import type { Secrets } from '../../plan/secret.ts';
import { editedSince } from '../originals.ts';
import { copyFindings, elsewhere } from './current.ts';
import { documentedEntries, inWords, isSame, ownEntries, storedPassword } from './entries.ts';
import { loginFindings } from './login.ts';
import { entriesToSet } from './plan.ts';
import { CHOICE, readStore, type Store, whyNot } from './store.ts';

/** What encryption does not do, whose password it has to be, and whether it is the right one. */
export async function encryptedPasswordsRisks(host: Host, answers: Answers, secrets: Secrets = {}): Promise<readonly Finding[]> {
  const { encryptedPasswords: wanted } = answers;
  if (wanted === undefined) return [];
  const store = await readStore(host);
  if (wanted !== true) return store === undefined ? [] : offFindings(host, store, wanted);
  const why = await whyNot(host);
  if (why !== undefined || store === undefined) {
    const what = `encryptedPasswords cannot be turned on. ${why}`;
    return [{ id: 'encrypted-passwords-not-here', status: 'fail', what, evidence: [] }];
  }
  const off = await switchedOff(store);
  if (!store.isCredmgrs) return [...off, elsewhere(store, 'fail')];
  const { servicePassword } = secrets;
  const missing = await entriesToSet(host, store, servicePassword);
  const other = servicePassword === undefined ? [] : await otherPasswords(host, store, servicePassword);
  const copies = await copyFindings(host, servicePassword);
  if (missing.length === 0) return [...off, ...other, ...(store.stanza === undefined ? [...WORDS, ...copies] : [])];
  const login = servicePassword === undefined ? [] : await loginFindings(host, servicePassword);
  return [...off, ...login, ...other, ...WORDS, ...copies];
}

const WORDS: readonly Finding[] = [
  {
    id: 'encrypted-passwords-reversible',
    status: 'warn',
    what: 'Encrypted is not hashed: whoever can read both the database and the key can read the passwords',
    evidence: ['It keeps them out of configuration files, backups of those, and the repository'],
  },
  {
    id: 'encrypted-passwords-per-node',
    status: 'warn',
    what: 'Each node keeps its own store, and nothing copies it: run this on every node before the configuration is committed',
    evidence: ['ecelerity.conf is shared by all nodes of a cluster, and names files that each of them has to have'],
  },
  {
    id: 'encrypted-passwords-active-directory',
    status: 'warn',
    what: "Where Active Directory authenticates users, this has to be ecuser's password there; when it changes there, it has to be set here again, on every node",
    evidence: ['Momentum manual, "Configuring LDAPS": else eccfg pull --auto fails'],
  },
];

function switchedOff({ stanza }: Store): readonly Finding[] {
  if (stanza === undefined || stanza.enabled) return [];
  const what = `${stanza.place} switches securecreds off by its own words, and is left as it is`;
  const steps = ['Remove "enabled = false" there'];
  return [{ id: 'encrypted-passwords-disabled', status: 'fail', what, evidence: [stanza.place], remedy: { steps } }];
}

/** What somebody else stored is theirs, right or wrong. */
async function otherPasswords(host: Host, store: Store, password: string): Promise<readonly Finding[]> {
  if (store.database.facts === undefined || store.key.facts === undefined) return [];
  const own = await ownEntries(host);
  const findings: Finding[] = [];
  for (const entry of await documentedEntries(host)) {
    if (own.some((one) => isSame(one, entry))) continue;
    const stored = await storedPassword(host, entry);
    if (stored === undefined || stored === password) continue;
    const what = `The entry of ${inWords(entry)} holds another password, and was not made by us: it is left as it is`;
    const steps = [`To change it: credmgr set_cred --hostname=${entry.hostname} -u ${entry.username} -f ${entry.facility}`];
    findings.push({ id: 'encrypted-passwords-other', status: 'warn', what, evidence: [], remedy: { steps } });
  }
  return findings;
}

async function offFindings(host: Host, { stanza }: Store, wanted: false | null): Promise<readonly Finding[]> {
  const findings: Finding[] = [...(await editedSince(host, CHOICE))];
  if (stanza?.ours === true && (await plainCopies(host, undefined)).length === 0) {
    const what = 'No file of Momentum has the password in plain text any more: without the store nothing has it';
    const steps = ['Put it back into the datasources first'];
    findings.push({ id: 'encrypted-passwords-only-copy', status: 'fail', what, evidence: [], remedy: { steps } });
  }
  if (wanted === false && stanza?.enabled === true && !stanza.ours) {
    const what = `Encrypted passwords were turned on by somebody else, in ${stanza.place}: that is not taken back`;
    const steps = [`Remove the securecreds stanza in ${stanza.place} by hand`];
    findings.push({ id: 'encrypted-passwords-not-ours', status: 'fail', what, evidence: [stanza.place], remedy: { steps } });
  }
  return findings;
}
