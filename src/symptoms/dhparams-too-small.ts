import { createDiffieHellman } from 'node:crypto';
import { readDhe, readFile } from '../choices/dhe/state.ts';
import { LAYOUT } from '../host/layout.ts';
import { joinPath } from '../model/paths.ts';
import { encodeIntegers } from '../tls/dh/der.ts';
import { judgeDh } from '../tls/dh/judge.ts';
import { putText } from './change.ts';
import { LOADING } from './configuration/loading.ts';
import { addGlobally } from './mail-tls/offer.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

export const dhparamsTooSmall: Symptom = {
  id: 'dhparams-too-small',
  title: 'The Diffie-Hellman parameters can be broken',
  meaning:
    'The example of the manual makes 512 bits, which anybody breaks in minutes; 1024 are within reach of states. One that shares the prime opens every connection (Logjam), and newer clients refuse to talk at all.',
  words: ['Logjam', 'dhparam', 'Diffie-Hellman', 'dh key too small', 'tls_dhparams_file', 'weak', 'scan'],
  messages: [
    { pattern: /\bdh key too small\b/i, example: 'error:14082174:SSL routines:SSL3_CHECK_CERT_AND_ALGORITHM:dh key too small' },
    {
      pattern: /weak (?:ephemeral )?(?:server )?(?:Diffie-Hellman|DH)/i,
      example: 'SSL received a weak ephemeral Diffie-Hellman key in Server Key Exchange handshake message.',
    },
    { pattern: /\bLogjam\b/i, example: 'Common prime detected, vulnerable to Logjam (CVE-2015-4000)' },
  ],
  concerns: { since: '3.6.6', roles: ['mta'] },
  explains: ['dhe-weak'],
  async check(host) {
    const state = await readDhe(host);
    if (state?.file === undefined || !state.applies || !state.enabled) return [];
    const reading = await readFile(host, state.file);
    // That it is not there, or cannot be read, is told as what it is.
    if (!reading.ok) return [];
    const { path, parameters } = reading;
    const { verdict, why } = judgeDh(parameters.bits);
    if (verdict === 'good') return ruledOut(this, `${path} has ${parameters.bits} bits`);
    return [
      {
        id: this.id,
        status: verdict === 'refused' ? 'fail' : 'warn',
        what: `${path}: Diffie-Hellman parameters of ${why}`,
        evidence: [
          `${path} has a prime of ${parameters.bits} bits`,
          ...(state.decidedBy === undefined ? [] : [`${state.decidedBy} names it`]),
        ],
        remedy: { steps: this.steps },
      },
    ];
  },
  steps: [
    'Take a group of RFC 7919 in its place: momentum-secure apply --set dhe.parameters=ffdhe2048',
    'Or make one of your own: openssl dhparam -out FILE 2048, and let TLS_DHParams_File name it',
    ...LOADING,
  ],
  faults: [
    {
      what: '512 bits, as in the example of the manual',
      byHand: 'it is an answer of its own (dhe.parameters), with old clients to think of',
      make: async (host) => {
        const file = joinPath(LAYOUT.eceleritySettings, 'dhparams.pem');
        const group = createDiffieHellman(512);
        const lines =
          encodeIntegers([group.getPrime(), group.getGenerator()])
            .toString('base64')
            .match(/.{1,64}/g) ?? [];
        const pem = ['-----BEGIN DH PARAMETERS-----', ...lines, '-----END DH PARAMETERS-----', ''].join('\n');
        const own = { owner: 'ecuser', group: 'ecuser', mode: 0o644 };
        return [...(await putText(host, file, pem, own)), ...(await addGlobally(host, `TLS_DHParams_File = "${file}"`))];
      },
    },
  ],
};
