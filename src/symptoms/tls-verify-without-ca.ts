import { effective } from '../config/ecelerity/effective.ts';
import { directionOf } from '../config/ecelerity/policy-scopes.ts';
import { printPath } from '../config/ecelerity/scope-path.ts';
import { readMailServer } from '../services/ecelerity/configuration.ts';
import { tlsScopes } from '../services/ecelerity/policy.ts';
import { LOADING } from './configuration/loading.ts';
import { addGlobally } from './mail-tls/offer.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

export const tlsVerifyWithoutCa: Symptom = {
  id: 'tls-verify-without-ca',
  title: 'Certificates of other servers are verified against nothing',
  meaning:
    'TLS_Verify is ca or host, and no TLS_CA says which authorities are trusted: no certificate passes, and mail for these scopes is not delivered.',
  words: ['tls_verify', 'tls_ca', 'CA bundle', 'not signed by a valid CA', 'delivery', '4.7.5', 'bounce'],
  messages: [
    { pattern: /SSL cert must be signed by a valid CA/i, example: '[internal] SSL cert must be signed by a valid CA' },
    {
      pattern: /remote node SSL certificate not signed by a valid CA/i,
      example: '[internal] remote node SSL certificate not signed by a valid CA',
    },
  ],
  concerns: { roles: ['mta'] },
  async check(host) {
    const server = await readMailServer(host);
    if (server === undefined) return [];
    const value = (scope: Parameters<typeof effective>[1], option: string) =>
      effective(server, scope, option).value?.toLowerCase() ?? '';
    const verifying = tlsScopes(server).filter(
      (scope) =>
        directionOf(scope) !== 'inbound' &&
        ['ifavailable', 'required'].includes(value(scope, 'tls')) &&
        ['ca', 'host'].includes(value(scope, 'tls_verify')),
    );
    if (verifying.length === 0) return [];
    const without = verifying.filter((scope) => ['', 'none'].includes(value(scope, 'tls_ca')));
    if (without.length === 0) return ruledOut(this, 'Where certificates of other servers are verified, TLS_CA says against what');
    const names = without.map(({ path }) => printPath(path));
    return [
      {
        id: this.id,
        status: 'fail',
        what: `${names.slice(0, 3).join('; ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}: certificates are verified, and tls_ca is not set: no delivery over TLS succeeds`,
        evidence: without.slice(0, 10).map((scope) => {
          const at = effective(server, scope, 'tls_verify').decidedBy?.setting;
          return `${at?.file}:${at?.line}: tls_verify = ${at?.value}; tls_ca is not set for ${printPath(scope.path)}`;
        }),
        remedy: { steps: [...this.steps, ...LOADING] },
      },
    ];
  },
  steps: [
    'TLS_CA = "/etc/pki/tls/cert.pem", or another bundle that ecuser can read, in the same scope',
    'Where whom you deliver to has a certificate of its own, put that authority into the bundle, or relax it for that domain alone: TLS_Verify = "no"',
  ],
  faults: [
    {
      what: 'deliveries have to be verified, globally',
      byHand: 'which authorities are trusted is for a person to say',
      make: (host) => addGlobally(host, 'TLS_Verify = "ca"'),
    },
  ],
};
