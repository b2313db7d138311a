import { readMailServer } from '../services/ecelerity/configuration.ts';
import { written } from './configuration/every-setting.ts';
import { LOADING } from './configuration/loading.ts';
import { tlsFiles } from './mail-tls/files.ts';
import { addGlobally, addToListener, STARTTLS } from './mail-tls/offer.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

export const tlsFileMissing: Symptom = {
  id: 'tls-file-missing',
  title: 'The configuration names a TLS file that is not there',
  meaning:
    'A certificate, key, CA bundle or parameter file of the mail server. Nothing says so when the configuration is loaded; TLS does not come about in that scope, and opportunistic mail goes out in plain text.',
  words: ['certificate', 'key', 'tls_certificate', 'tls_key', 'tls_ca', 'no such file', 'STARTTLS', 'TLS negotiation failed'],
  messages: [
    {
      pattern: /No such file or directory:\S{0,40}fopen\('/i,
      example:
        "error:02001002:system library:fopen:No such file or directory:fopen('/opt/msys/ecelerity/etc/certs/server.crt','r')",
    },
  ],
  concerns: { roles: ['mta'] },
  explains: ['starttls-without-certificate', 'dhe-file-unusable', 'scope-certificate', 'scope-ca'],
  async check(host) {
    const server = await readMailServer(host);
    if (server === undefined) return [];
    const files = tlsFiles(server);
    const there = await Promise.all(files.map(({ path }) => host.stat(path)));
    const missing = files.filter((_, index) => there[index] === undefined);
    if (files.length === 0) return [];
    if (missing.length === 0) return ruledOut(this, 'Every TLS file that the configuration names is there');
    return missing.map(({ path, named }) => ({
      id: this.id,
      status: 'fail' as const,
      what: `${path} is not there, and ${named[0]?.setting.name} names it`,
      evidence: named.slice(0, 10).map(({ setting }) => written(setting)),
      remedy: { steps: [`Put the file to ${path}, readable by ecuser, or correct the line`, ...LOADING] },
    }));
  },
  steps: [],
  faults: [
    {
      what: 'the certificate of the listeners was never put there',
      byHand: 'which certificate senders are shown is for a person to say',
      make: (host) =>
        addToListener(
          host,
          `  TLS_Certificate = "/opt/msys/ecelerity/etc/certs/server.crt"\n  TLS_Key = "/opt/msys/ecelerity/etc/certs/server.key"\n${STARTTLS}`,
        ),
    },
    {
      what: 'a CA bundle has another name here',
      byHand: 'which authorities are trusted is for a person to say',
      make: (host) => addGlobally(host, 'TLS_CA = "/etc/pki/tls/certs/ca-bundle.crt"'),
    },
  ],
};
