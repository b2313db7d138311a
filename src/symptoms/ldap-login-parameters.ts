import type { Occurrence } from '../config/ecelerity/occurrence.ts';
import { type Configuration, settingsIn } from '../config/ecelerity/read.ts';
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

const DIGEST = 'AuthDigestMD5Parameters';
const LOGIN = 'AuthLoginParameters';

/** Momentum manual, "Configuring LDAPS". */
export const ldapLoginParameters: Symptom = {
  id: 'ldap-login-parameters',
  title: 'Active Directory is to authenticate, and a Control_Listener asks for a digest',
  meaning: `A directory gives no password away, so that a digest cannot be compared: with LDAP a Control_Listener needs ${LOGIN} in the place of ${DIGEST}, in ecelerity.conf and in eccluster.conf alike.`,
  words: [
    'Active Directory',
    'LDAP',
    'AuthLoginParameters',
    'AuthDigestMD5Parameters',
    'cannot log in',
    'console',
    'authentication',
    'ecauth',
  ],
  messages: [
    {
      pattern: /Authorization required for console session/i,
      example: 'Authorization required for console session',
    },
  ],
  concerns: { since: '3.2', roles: ['mta', 'manager'] },
  async check(host) {
    const configurations = await authenticating(host);
    const queries = directoryQueries(configurations);
    if (queries.length === 0) return [];
    const digests = configurations.flatMap(digestsIn);
    if (digests.length === 0) return ruledOut(this, `No Control_Listener has ${DIGEST}`);
    const files = [...new Set(digests.map(({ file }) => file))];
    return [
      {
        id: this.id,
        status: 'fail',
        what: `A Control_Listener of ${files.join(' and of ')} asks for a digest, and a directory cannot check one`,
        evidence: [
          ...digests.map(({ file, line }) => `${file}:${line}: ${DIGEST}`),
          ...queries.map((query) => `${placeOf(query)} asks a directory`),
        ],
        remedy: { changes: await asLogin(host, digests), steps: this.steps },
      },
    ];
  },
  steps: [
    'Passwords of the console are then sent as they are: leave its Listen on 127.0.0.1 or on the Unix socket',
    `The cluster manager reads ${LAYOUT.managerConf} when it starts: ${LAYOUT.eccmgrInit} restart`,
    ...LOADING,
  ],
  faults: [
    {
      what: 'the cluster manager was forgotten',
      make: async (host) => {
        const all = await byActiveDirectory(host);
        return all.filter((change) => !('path' in change && change.path === LAYOUT.managerConf));
      },
    },
    {
      what: 'both were forgotten',
      make: async (host) => (await byActiveDirectory(host)).slice(0, 1),
    },
  ],
};

/** With its own file only: both configurations include the same ones. */
function digestsIn(configuration: Configuration): readonly Occurrence[] {
  const listeners = [...configuration.global.children()].filter(({ keyword }) => keyword === 'control_listener');
  return listeners
    .flatMap((listener) => [listener, ...listener.children()])
    .flatMap((scope) => settingsIn(configuration, scope, DIGEST))
    .filter(({ value }) => value.includes('ecauth'));
}

async function asLogin(host: Host, digests: readonly Occurrence[]): Promise<readonly Change[]> {
  const reason = {
    why: 'A directory checks a password, and no digest of it',
    affects: [{ service: 'ecelerity', action: 'reload' as const }],
  };
  const files = [...new Set(digests.map(({ file }) => file))];
  const edits = files.map((file) => {
    const starts = new Set(digests.filter((one) => one.file === file).map(({ source, node }) => source.nodes.start(node)));
    const splices = [...starts].map((start) => ({ start, end: start + DIGEST.length, text: LOGIN }));
    return editText(host, file, (text) => applySplices(text, splices), reason);
  });
  return (await Promise.all(edits)).flat();
}
