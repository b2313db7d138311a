import { LAYOUT } from '../host/layout.ts';
import { editText } from './change.ts';
import { unknownWord } from './configuration/loading.ts';
import { lookForTooNew, PROTOCOLS_RELEASES } from './configuration/too-new.ts';
import type { Symptom } from './symptom.ts';

export const tlsProtocolsTooNew: Symptom = {
  id: 'tls-protocols-too-new',
  title: 'tls_protocols is set, and this Momentum has no such option',
  meaning:
    'TLS versions can be chosen from 3.6.6 and 4.1.0.2 on. Before, the option is an unknown word, and one unknown word makes the whole configuration invalid: SSLv3 is not closed by it, and the mail server does not start.',
  words: ['tls_protocols', 'POODLE', 'unknown option', 'upgrade', 'config reload', 'reconfigure failed', 'does not start'],
  messages: unknownWord('TLS_Protocols', 'tls_protocols'),
  concerns: { roles: ['mta'] },
  check(host, momentum) {
    return lookForTooNew(this, host, momentum, PROTOCOLS_RELEASES);
  },
  steps: ['To choose TLS versions, upgrade first: to 3.6.6 of 3.x, or to 4.1.0.2 of 4.x'],
  faults: [
    {
      what: 'the POODLE fix on 3.6.5',
      momentum: '3.6.5',
      make: (host) =>
        editText(host, LAYOUT.ecelerityConf, (text) =>
          text.replace('TLS = "no"\n', 'TLS = "no"\nTLS_Protocols = "+ALL:-SSLv3"\n'),
        ),
    },
    {
      what: 'a value for one binding on 4.0',
      momentum: '4.0',
      make: (host) =>
        editText(host, LAYOUT.ecelerityConf, (text) =>
          text.replace('Binding "default-binding" {\n', 'Binding "default-binding" {\n  TLS_Protocols = "+ALL:-SSLv3"\n'),
        ),
    },
  ],
};
