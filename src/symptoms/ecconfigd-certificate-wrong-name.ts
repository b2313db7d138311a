import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { isFor } from '../services/ecconfigd/gaps.ts';
import { readPinned } from '../services/ecconfigd/pinned.ts';
import { readRepository } from '../services/ecconfigd/repository.ts';
import { configurationServer } from './certificates/owners.ts';
import { pairFault, pairSymptoms, svnRefuses } from './certificates/pair-symptom.ts';
import { renewalRemedy } from './certificates/renewal.ts';
import { standingPair } from './certificates/standing.ts';
import { editText } from './change.ts';
import { putPair } from './issue.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

const OLD_NAME = { hostname: 'old-name.example.com', altNames: [] };

export const ecconfigdCertificateWrongName: readonly Symptom[] = pairSymptoms(
  [configurationServer],
  'certificate-wrong-name',
  (owner, id) => ({
    title: 'The certificate of the configuration server is for another name than nodes fetch from',
    meaning:
      'Nodes fetch the configuration with svn, which compares the name in the URL with the certificate and forgives no difference: no change reaches them any more, and nobody is told.',
    words: ['hostname', 'renamed', 'certificate', 'common name'],
    messages: [svnRefuses('certificate issued for a different hostname')],
    async check(host) {
      const pair = await standingPair(host, owner);
      const repository = await readRepository(host);
      if (pair?.certificate === undefined || repository === undefined) return [];
      const { certificate, place } = pair;
      if (isFor(certificate, repository)) return ruledOut({ id }, `${place.certificate} is for ${repository.host}`);
      const names = [...new Set([certificate.subject, ...certificate.altNames])].join(', ');
      const what = `${place.certificate} is for ${names}, but nodes fetch from ${repository.host}`;
      const evidence = [
        `${repository.from}: ${repository.url}`,
        `CN ${certificate.subject || 'none'}`,
        `issued by ${certificate.issuer}`,
      ];
      const status = (await isPinned(host, certificate.fingerprint256)) ? 'warn' : 'fail';
      return [{ id, status, what, evidence, remedy: await renewalRemedy(host, owner.service) }];
    },
    steps: [`Or have nodes fetch by a name that it is for: repo= in ${LAYOUT.clusterBoot} of every node`],
    faults: [
      pairFault(owner, 'it was made for the name that the host had before', (host, place) =>
        putPair(host, place, undefined, OLD_NAME),
      ),
      pairFault(owner, 'nodes fetch by an alias', (host) =>
        editText(host, LAYOUT.clusterBoot, (text) => text.replace(/^(repo=https:\/\/)[^:/]+/m, '$1config.example.com')),
      ),
    ],
  }),
);

/** Somebody told svn, on this host at least, that this very certificate is to be trusted. */
async function isPinned(host: Host, fingerprint: string): Promise<boolean> {
  return (await readPinned(host)).some(({ fingerprint256 }) => fingerprint256 === fingerprint);
}
