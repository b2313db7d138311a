import { editScopes } from '../choices/configuration-edits.ts';
import { opportunisticScopes } from '../choices/tls-protocols/plain-text.ts';
import { effective } from '../config/ecelerity/effective.ts';
import { printPath } from '../config/ecelerity/scope-path.ts';
import { setInConfiguration } from '../config/ecelerity/set-in-configuration.ts';
import { readGround } from '../services/ecelerity/ground.ts';
import { protocolsOf, versionOption } from '../services/ecelerity/policy.ts';
import type { Protocol } from '../tls/protocol.ts';
import { writeProtocols } from '../tls/protocol-string.ts';
import { REPAIR } from './change.ts';
import { LOADING } from './configuration/loading.ts';
import { addGlobally } from './mail-tls/offer.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

/** What mail servers speak today; the older two nobody offers any more. */
const IN_USE: readonly Protocol[] = ['TLSv1.0', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];

export const outboundInPlain: Symptom = {
  id: 'outbound-in-plain',
  title: 'Opportunistic deliveries go out in plain text, because no TLS version is left for them',
  meaning:
    'With TLS = "ifavailable" mail is sent in plain text where TLS does not come about (tls_ifavailable_fallback, which is on unless somebody turned it off). A list of versions that no other server speaks turns encryption off without a word.',
  words: [
    'plain text',
    'not encrypted',
    'ifavailable',
    'opportunistic',
    'tls_ifavailable_fallback',
    'outbound',
    'TLS negotiation failed',
  ],
  messages: [{ pattern: /\[internal\] TLS negotiation failed/i, example: '451 4.7.5 [internal] TLS negotiation failed' }],
  concerns: { roles: ['mta'] },
  async check(host) {
    const server = await readGround(host);
    if (server === undefined || server.known.length === 0) return [];
    const opportunistic = opportunisticScopes(server).filter((scope) => versionOption(server, scope) === 'tls_protocols');
    if (opportunistic.length === 0) return [];
    const allowed = opportunistic.map((scope) => {
      const { value, decidedBy } = effective(server.configuration, scope, 'tls_protocols');
      return {
        scope,
        decidedBy,
        left: protocolsOf('tls_protocols', value, server.known).filter((protocol) => IN_USE.includes(protocol)),
      };
    });
    const usual = server.known.filter((protocol) => IN_USE.includes(protocol));
    const none = allowed.filter(({ left }) => left.length === 0);
    const few = allowed.filter(({ left }) => left.length > 0 && !left.includes('TLSv1.2'));
    const told = none.length > 0 ? none : few;
    if (told.length === 0) return ruledOut(this, 'Opportunistic deliveries have a version of TLS that others speak');
    const names = told.map(({ scope }) => printPath(scope.path));
    const value = writeProtocols(usual, server.known);
    const edits = none.map(({ scope }) => ({
      scope,
      edit: setInConfiguration(server.configuration, scope, 'tls_protocols', value),
    }));
    const editable = edits.every(({ edit }) => edit.diagnostics.length === 0);
    return [
      {
        id: this.id,
        status: none.length > 0 ? 'fail' : 'warn',
        what: `${names.slice(0, 3).join('; ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}: ${
          none.length > 0 ? 'no version of TLS is left that others speak' : 'only versions are left that many do not speak'
        }, so mail goes out in plain text`,
        evidence: told.slice(0, 10).map(({ decidedBy, scope }) => {
          const at = decidedBy?.setting;
          return `${at?.file}:${at?.line}: tls_protocols = ${at?.value}, for ${printPath(scope.path)} with tls = ifavailable`;
        }),
        remedy: {
          changes: none.length > 0 && editable ? await editScopes(host, REPAIR, 'TLS versions that others speak', edits) : [],
          steps: this.steps,
        },
      },
    ];
  },
  steps: [
    'Where mail must not go in plain text at all: tls_ifavailable_fallback = false there. It waits then, and expires where the other side never learns',
    ...LOADING,
  ],
  faults: [
    {
      what: 'every version that this Momentum knows was switched off but SSLv3',
      make: (host) => addGlobally(host, 'TLS_Protocols = "+ALL:-SSLv2:-TLSv1.0:-TLSv1.1:-TLSv1.2"'),
    },
  ],
};
