import { setValue } from '../config/ecelerity/edit.ts';
import type { Occurrence } from '../config/ecelerity/occurrence.ts';
import { applySplices } from '../config/splice.ts';
import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import type { Change } from '../plan/change.ts';
import { authenticating, directoryQueries, placeOf } from './active-directory/queries.ts';
import { byActiveDirectory } from './active-directory/set-up.ts';
import { editText } from './change.ts';
import { LOADING } from './configuration/loading.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

const VERSION = 'x-ldap-version';

/** Momentum manual, "Configuring LDAPS". */
export const ldapVersionMissing: Symptom = {
  id: 'ldap-version-missing',
  title: 'A query of Active Directory does not say LDAP version 3',
  meaning: `OpenLDAP's library begins with version 2 of LDAP unless it is told otherwise, and a directory of today refuses that. The query needs ${VERSION}=3 among its extensions.`,
  words: ['Active Directory', 'LDAP', 'x-ldap-version', 'cannot log in', 'protocol error', 'bind', 'authentication'],
  messages: [
    {
      pattern: /ldap\S*: Protocol error \(2\)|historical protocol version requested, use LDAPv3/i,
      example: 'historical protocol version requested, use LDAPv3 instead',
    },
  ],
  concerns: { since: '3.2', roles: ['mta', 'manager'] },
  async check(host) {
    const queries = directoryQueries(await authenticating(host));
    if (queries.length === 0) return [];
    const without = queries.filter(({ value }) => !new RegExp(`[?,]!?${VERSION}=3(?:,|$)`).test(value));
    if (without.length === 0) return ruledOut(this, `Every query of a directory says ${VERSION}=3`);
    return [
      {
        id: this.id,
        status: 'fail',
        what: `${without.length === 1 ? 'A query' : `${without.length} queries`} of Active Directory ${without.length === 1 ? 'has' : 'have'} no ${VERSION}=3`,
        evidence: without.map(placeOf),
        remedy: { changes: await versioned(host, without), steps: this.steps },
      },
    ];
  },
  steps: [
    `The extensions stand behind the fourth question mark, with commas between them: ...????bindname=...,${VERSION}=3`,
    ...LOADING,
  ],
  faults: [
    {
      what: 'the query was written without it',
      make: async (host) => {
        const changes = await byActiveDirectory(host);
        const file = LAYOUT.commonConfs[0];
        const edit = await editText(host.after(changes), file, (text) => text.replace(`,${VERSION}=3`, ''));
        return [...changes, ...edit];
      },
    },
    {
      what: 'it says version 2',
      make: async (host) => {
        const changes = await byActiveDirectory(host);
        const file = LAYOUT.commonConfs[0];
        const edit = await editText(host.after(changes), file, (text) => text.replace(`${VERSION}=3`, `${VERSION}=2`));
        return [...changes, ...edit];
      },
    },
  ],
};

/** [] where a query has no extensions at all, or its file cannot be understood: then a person writes it. */
async function versioned(host: Host, queries: readonly Occurrence[]): Promise<readonly Change[]> {
  if (queries.some(({ value, source }) => value.split('?').length < 5 || !source.editable)) return [];
  const reason = { why: 'The directory speaks LDAP version 3', affects: [{ service: 'ecelerity', action: 'reload' as const }] };
  const files = [...new Set(queries.map(({ file }) => file))];
  const edits = files.map((file) => {
    const splices = queries
      .filter((one) => one.file === file)
      .flatMap(({ source, node, value }) => setValue(source, node, withVersion(value)).splices);
    return editText(host, file, (text) => applySplices(text, splices), reason);
  });
  return (await Promise.all(edits)).flat();
}

function withVersion(query: string): string {
  const other = new RegExp(`${VERSION}=[^,]*`);
  if (other.test(query)) return query.replace(other, `${VERSION}=3`);
  return `${query}${/[?,]$/.test(query) ? '' : ','}${VERSION}=3`;
}
