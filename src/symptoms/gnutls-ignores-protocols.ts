import { effective } from '../config/ecelerity/effective.ts';
import { settingsIn } from '../config/ecelerity/read.ts';
import { printPath } from '../config/ecelerity/scope-path.ts';
import { readGround } from '../services/ecelerity/ground.ts';
import { protocolsOf, tlsScopes, versionOption } from '../services/ecelerity/policy.ts';
import { writeGnutlsPriority } from '../tls/gnutls-priority.ts';
import { written } from './configuration/every-setting.ts';
import { LOADING } from './configuration/loading.ts';
import { addGlobally } from './mail-tls/offer.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

export const gnutlsIgnoresProtocols: Symptom = {
  id: 'gnutls-ignores-protocols',
  title: 'tls_protocols is set, and GnuTLS does not look at it',
  meaning:
    'With TLS_Engine = "gnutls" versions are chosen by a priority string in TLS_Ciphers. What tls_protocols switches off for SMTP is still spoken; only the HTTP listener, which stays with OpenSSL, goes by it.',
  words: ['gnutls', 'tls_engine', 'tls_protocols', 'no effect', 'still accepts SSLv3', 'POODLE', 'VERS-SSL3.0'],
  messages: [],
  concerns: { since: '4.1', roles: ['mta'] },
  async check(host) {
    const server = await readGround(host);
    if (server === undefined || !server.gnutls) return [];
    const { configuration, known } = server;
    const ignored = tlsScopes(configuration).flatMap((scope) => {
      const setting = settingsIn(configuration, scope, 'tls_protocols').at(-1);
      if (setting === undefined || versionOption(server, scope) !== 'tls_ciphers') return [];
      const meant = protocolsOf('tls_protocols', setting.value, known);
      const spoken = protocolsOf('tls_ciphers', effective(configuration, scope, 'tls_ciphers').value, known);
      const open = spoken.filter((protocol) => !meant.includes(protocol));
      return open.length === 0 ? [] : [{ scope, setting, open, meant }];
    });
    const [first] = ignored;
    if (first === undefined) return ruledOut(this, 'No scope of GnuTLS speaks what tls_protocols excludes there');
    const priority = writeGnutlsPriority(first.meant, effective(configuration, first.scope, 'tls_ciphers').value);
    return [
      {
        id: this.id,
        status: 'fail',
        what: `GnuTLS does not look at tls_protocols: ${first.open.join(', ')} ${first.open.length === 1 ? 'is' : 'are'} still spoken`,
        evidence: ignored.slice(0, 10).map(({ scope, setting }) => `${written(setting)} (${printPath(scope.path)})`),
        remedy: {
          steps: [
            ...(priority.refused ? [] : [`In the same scope: TLS_Ciphers = "${priority.string}"`]),
            'Or for all of them: --set tls.inbound=poodle-fix --set tls.outbound=poodle-fix, which writes what the engine here goes by',
            ...LOADING,
          ],
        },
      },
    ];
  },
  steps: [],
  faults: [
    {
      what: 'the POODLE fix of the manual, under GnuTLS',
      byHand: 'which versions are spoken is an answer of its own (tls)',
      momentum: '4.2',
      make: (host) => addGlobally(host, 'TLS_Engine = "gnutls"', 'TLS_Protocols = "+ALL:-SSLv2:-SSLv3"'),
    },
  ],
};
