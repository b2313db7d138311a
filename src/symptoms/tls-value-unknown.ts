import type { Occurrence } from '../config/ecelerity/occurrence.ts';
import { readMailServer } from '../services/ecelerity/configuration.ts';
import { parseProtocols } from '../tls/protocol-string.ts';
import { everySetting, written } from './configuration/every-setting.ts';
import { LOADING } from './configuration/loading.ts';
import { addGlobally } from './mail-tls/offer.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

/** What each may be (Momentum reference); a value that is none of them is not refused everywhere, and means nothing. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  tls: ['no', 'ifavailable', 'required'],
  tls_verify: ['no', 'ca', 'host', 'optional'],
  tls_verify_mode: ['none', 'require'],
  tls_engine: ['openssl', 'gnutls'],
  starttls_injection_policy: ['allow', 'ignore', 'reject'],
};

export const tlsValueUnknown: Symptom = {
  id: 'tls-value-unknown',
  title: 'A TLS option has a value that means nothing',
  meaning:
    'A misspelt value is not refused everywhere: TLS_Verify that is neither ca nor host verifies nothing, TLS that is none of its three values does not encrypt, and a protocol of another name is not switched off.',
  words: ['typo', 'tls_verify', 'tls_protocols', 'no effect', 'not encrypted', 'still accepts SSLv3', 'value'],
  messages: [],
  concerns: { roles: ['mta'] },
  async check(host) {
    const server = await readMailServer(host);
    if (server === undefined) return [];
    const all = everySetting(server, [...Object.keys(VALUES), 'tls_protocols']);
    const found = all.flatMap(({ setting }) => {
      const problem = problemOf(setting);
      return problem === undefined ? [] : [{ setting, problem }];
    });
    if (found.length === 0) return ruledOut(this, 'TLS options have values that mean something');
    return found.map(({ setting, problem }) => ({
      id: this.id,
      status: 'fail' as const,
      what: `${setting.file}:${setting.line}: ${problem}`,
      evidence: [written(setting)],
      remedy: { steps: [`Correct the value in ${setting.file}, line ${setting.line}`, ...LOADING] },
    }));
  },
  steps: [],
  faults: [
    {
      what: 'TLS_Verify = "hosts"',
      byHand: 'what was meant can only be guessed',
      make: (host) => addGlobally(host, 'TLS_Verify = "hosts"'),
    },
    {
      what: 'a protocol that is called SSL3',
      byHand: 'what was meant can only be guessed',
      make: (host) => addGlobally(host, 'TLS_Protocols = "+ALL:-SSLv2:-SSL3"'),
    },
  ],
};

function problemOf({ name, value }: Occurrence): string | undefined {
  const allowed = VALUES[name];
  if (allowed !== undefined)
    return allowed.includes(value.toLowerCase()) ? undefined : `${name} is "${value}", and may be ${allowed.join(', ')}`;
  return parseProtocols(value).warnings.find(({ id }) => id === 'unknown-token')?.what;
}
