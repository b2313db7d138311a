import { directionOf } from '../config/ecelerity/policy-scopes.ts';
import type { Configuration } from '../config/ecelerity/read.ts';
import { Scope } from '../config/ecelerity/scope.ts';
import { LAYOUT } from '../host/layout.ts';
import { readMailServer } from '../services/ecelerity/configuration.ts';
import { editText } from './change.ts';
import { everySetting, written } from './configuration/every-setting.ts';
import { LOADING, unknownWord } from './configuration/loading.ts';
import { nearest } from './configuration/nearest.ts';
import { OPTION_RELEASES } from './configuration/releases.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

/** Every option of TLS in scopes of mail (Momentum reference, "Option summary"). */
const KNOWN = [
  ...Object.keys(OPTION_RELEASES),
  ...['tls', 'tls_verify', 'tls_verify_mode', 'tls_ca', 'tls_client_ca', 'tls_certificate', 'tls_key', 'tls_ciphers', 'use_ssl'],
  ...['tls_protocols', 'tls_fallback_always_new_connection', 'tls_verified_peer_can_relay', 'tls_verified_peer_is_authorized'],
  ...['ssl_lock_method', 'crypto_lock_method', 'crypto_engine', 'tls_macros'],
];

export const optionMisspelt: Symptom = {
  id: 'option-misspelt',
  title: 'The name of a TLS option is misspelt',
  meaning: 'Momentum knows no such option, and one unknown word makes the whole configuration invalid: nothing of it loads.',
  words: ['unknown option', 'typo', 'config reload', 'reconfigure failed', 'does not start', 'validate_config'],
  messages: unknownWord('tls_protocol', '\\w+'),
  concerns: { roles: ['mta'] },
  async check(host) {
    const configuration = await readMailServer(host);
    if (configuration === undefined) return [];
    const unknown = tlsNames(configuration).filter((name) => !KNOWN.includes(name));
    const found = everySetting(configuration, unknown).flatMap(({ setting }) => {
      const meant = nearest(setting.name, KNOWN);
      return meant === undefined ? [] : [{ setting, meant }];
    });
    if (found.length === 0) return ruledOut(this, 'No name of a TLS option looks misspelt');
    return found.map(({ setting, meant }) => ({
      id: this.id,
      status: 'fail' as const,
      what: `${setting.file}:${setting.line}: there is no option ${setting.name}; ${meant} may be meant`,
      evidence: [written(setting)],
      remedy: { steps: [`In ${setting.file}, line ${setting.line}, write ${meant} in the place of ${setting.name}`, ...LOADING] },
    }));
  },
  steps: ['Look the name up in the reference of your version: it is written with underscores, and case does not matter'],
  faults: [
    {
      what: 'tls_protocol for tls_protocols',
      byHand: 'what was meant can only be guessed',
      make: (host) =>
        editText(host, LAYOUT.ecelerityConf, (text) =>
          text.replace('TLS = "no"\n', 'TLS = "no"\nTLS_Protocol = "+ALL:-SSLv3"\n'),
        ),
    },
  ],
};

/** Names of options in scopes of mail that begin as those of TLS do. */
function tlsNames({ table }: Configuration): readonly string[] {
  const names = new Set<string>();
  for (let id = 0; id < table.count; id += 1) {
    if (directionOf(new Scope(table, id)) === undefined) continue;
    for (let at = table.lastSetting(id); at !== 0; at = table.occurrences.before(at)) {
      const name = table.occurrences.names.text(table.occurrences.name(at));
      if (/^(?:tls|ssl|use_ssl|starttls)/.test(name)) names.add(name);
    }
  }
  return [...names];
}
