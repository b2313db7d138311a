import { editScopes } from '../choices/configuration-edits.ts';
import { setValue } from '../config/ecelerity/edit.ts';
import { readMailServer } from '../services/ecelerity/configuration.ts';
import { REPAIR } from './change.ts';
import { everySetting, written } from './configuration/every-setting.ts';
import { LOADING } from './configuration/loading.ts';
import { addGlobally } from './mail-tls/offer.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

const OPTION = 'tls_ec_curve_names';

export const curveNamesInvalid: Symptom = {
  id: 'curve-names-invalid',
  title: 'The list of elliptic curves is not one',
  meaning:
    'It has no blanks and no empty parts, every name is one that OpenSSL knows, and before 5.3 it is a single name. Anything else is refused.',
  words: ['tls_ec_curve_names', 'elliptic curve', 'ECDHE', 'config set', 'curve', 'FIPS'],
  messages: [{ pattern: /invalid curve or group list/i, example: 'invalid curve or group list' }],
  concerns: { since: '4.2', roles: ['mta'] },
  async check(host, { version }) {
    const server = await readMailServer(host);
    if (server === undefined) return [];
    const all = everySetting(server, [OPTION]);
    if (all.length === 0) return [];
    const wrong = all.flatMap(({ scope, setting }) => {
      const names = setting.value.split(':').map((name) => name.trim());
      const kept = names.filter((name) => name !== '');
      const single = version !== undefined && !version.atLeast('5.3');
      const problem = /\s/.test(setting.value)
        ? 'it has blanks'
        : kept.length < names.length
          ? 'it has an empty part'
          : single && names.length > 1
            ? `a list of them came with 5.3, and this is ${version.text}`
            : undefined;
      return problem === undefined ? [] : [{ scope, setting, problem, kept: single ? kept.slice(0, 1) : kept }];
    });
    if (wrong.length === 0) return ruledOut(this, 'Names of curves are written as they have to be');
    const edits = wrong
      .filter(({ kept, setting }) => kept.length > 0 && setting.source.editable)
      .map(({ scope, setting, kept }) => ({
        scope,
        edit: { ...setValue(setting.source, setting.node, kept.join(':')), file: setting.source, replaces: setting },
      }));
    return [
      {
        id: this.id,
        status: 'fail',
        what: wrong
          .map(({ setting, problem }) => `${setting.file}:${setting.line}: ${OPTION} is not valid: ${problem}`)
          .join('; '),
        evidence: wrong.map(({ setting }) => written(setting)),
        remedy: { changes: await editScopes(host, REPAIR, 'Curves', edits), steps: this.steps },
      },
    ];
  },
  steps: [
    'Look which names OpenSSL has: /opt/msys/3rdParty/bin/openssl ecparam -list_curves. Those that FIPS allows too: prime256v1, secp384r1, secp521r1',
    ...LOADING,
  ],
  faults: [
    { what: 'a blank after the name', momentum: '4.2', make: (host) => addGlobally(host, 'TLS_EC_Curve_Names = "prime256v1 "') },
    {
      what: 'a list, before 5.3',
      momentum: '5.1',
      make: (host) => addGlobally(host, 'TLS_EC_Curve_Names = "secp384r1:prime256v1"'),
    },
  ],
};
