import type { Need } from '../preflight/needs.ts';
import { explainBlocked } from '../preflight/readable.ts';
import { readMailServer } from '../services/ecelerity/configuration.ts';
import { putAttributes } from './change.ts';
import { written } from './configuration/every-setting.ts';
import { tlsFiles } from './mail-tls/files.ts';
import { MAIL_PAIR, offerStarttls } from './mail-tls/offer.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

export const tlsFileUnreadable: Symptom = {
  id: 'tls-file-unreadable',
  title: 'ecuser cannot read a TLS file of the mail server',
  meaning:
    'The mail server reads certificates, keys and CA bundles as ecuser. What it cannot read it goes without, and says nothing when it loads the configuration: TLS does not come about in that scope.',
  words: [
    'certificate',
    'key',
    'tls_certificate',
    'tls_key',
    'tls_ca',
    'permission denied',
    'STARTTLS',
    'TLS negotiation failed',
    'umask',
  ],
  messages: [
    {
      pattern: /Permission denied:\S{0,40}fopen\('/i,
      example: "error:0200100D:system library:fopen:Permission denied:fopen('/opt/msys/ecelerity/etc/certs/server.key','r')",
    },
  ],
  concerns: { roles: ['mta'] },
  explains: ['dhe-file-unreadable', 'scope-certificate', 'scope-ca'],
  async check(host) {
    const server = await readMailServer(host);
    if (server === undefined || (await host.accounts()).find('ecuser') === undefined) return [];
    const files = tlsFiles(server);
    const there = await Promise.all(files.map(({ path }) => host.stat(path)));
    const present = files.filter((_, index) => there[index] !== undefined);
    const needs = present.map(
      ({ path, isKey }): Need => ({ account: 'ecuser', path, kind: isKey ? 'key' : 'file', status: 'fail' }),
    );
    if (needs.length === 0) return [];
    const found = await explainBlocked(host, host, needs, this.id);
    if (found.length === 0) return ruledOut(this, 'ecuser can read every TLS file that the configuration names');
    const lines = present.flatMap(({ named }) => named.map(({ setting }) => written(setting)));
    return found.map((one) => ({ ...one, evidence: [...one.evidence, ...lines.slice(0, 10)] }));
  },
  steps: ['A key is ecuser:ecuser and 0600; certificates and CA bundles may be read by everybody'],
  faults: [
    {
      what: "the key is root's alone",
      make: async (host) => {
        const offered = await offerStarttls(host);
        const closed = await putAttributes(host.after(offered), MAIL_PAIR.key, { owner: 'root', group: 'root', mode: 0o600 });
        return [...offered, ...closed];
      },
    },
  ],
};
