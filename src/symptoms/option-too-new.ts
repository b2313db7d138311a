import { LAYOUT } from '../host/layout.ts';
import { editText } from './change.ts';
import { unknownWord } from './configuration/loading.ts';
import { OPTION_RELEASES } from './configuration/releases.ts';
import { lookForTooNew } from './configuration/too-new.ts';
import type { Symptom } from './symptom.ts';

const ANY = '(?:tls|starttls|ssl|use_dane|use_mta_sts|enable_dane|enable_mta_sts)\\w*';

export const optionTooNew: Symptom = {
  id: 'option-too-new',
  title: 'An option is set that this version of Momentum does not know',
  meaning:
    'One unknown option makes the whole configuration invalid: the mail server goes on with what it has loaded, and does not start with this. It comes with lines that were copied from the manual of another version.',
  words: ['unknown option', 'config reload', 'reconfigure failed', 'does not start', 'upgrade', 'downgrade', 'validate_config'],
  messages: unknownWord('tls_ec_curve_names', ANY),
  concerns: { roles: ['mta'] },
  check(host, momentum) {
    return lookForTooNew(this, host, momentum, OPTION_RELEASES);
  },
  steps: ['Take the line out, or upgrade to a release that knows the option'],
  faults: [
    {
      what: 'curves, which came with 4.2, on 3.6.6',
      make: (host) => addGlobal(host, 'TLS_EC_Curve_Names = "prime256v1"'),
    },
    {
      what: 'suites of TLS 1.3, which came with 4.6, on 4.2',
      momentum: '4.2',
      make: (host) => addGlobal(host, 'TLSv13_Ciphersuites = "TLS_AES_256_GCM_SHA384"'),
    },
  ],
};

function addGlobal(host: Parameters<Symptom['faults'][number]['make']>[0], line: string) {
  return editText(host, LAYOUT.ecelerityConf, (text) => text.replace('TLS = "no"\n', `TLS = "no"\n${line}\n`));
}
