import { LAYOUT } from '../host/layout.ts';
import type { Symptom } from './symptom.ts';

/** Release notes of 3.2.2, 3.4.0, 3.5.6 and 3.6.1. */
export const ecconfigdAuthenticationFails: Symptom = {
  id: 'ecconfigd-authentication-fails',
  title: 'ecconfigd refuses names and passwords that are right',
  meaning:
    'It authenticates through the Momentum configuration of its host: where that does not load, or with faults of some releases, nobody gets in.',
  words: ['ecconfigd', 'authentication failed', 'svn', 'commit', 'pull', 'authorization failed', 'password refused'],
  messages: [
    {
      pattern: /svn: (?:OPTIONS|PROPFIND|MERGE|Commit failed)[\s\S]{0,200}authorization failed/i,
      example:
        "svn: OPTIONS of 'https://mail1.example.com:2027/config/default/boot': authorization failed (https://mail1.example.com:2027)",
    },
  ],
  concerns: { before: '5.0' },
  steps: [
    `Let the configuration of the manager be tried: ${LAYOUT.validateConfig} there; modules of content scanners that the nodes use have to be installed on the manager too (before 3.4.0)`,
    'With Active Directory and many files svn is refused after a while before 3.2.2: upgrade',
    `Before 3.5.6 and 3.6.1 it may have run out of threads: ${LAYOUT.ecconfigdInit} restart, and upgrade`,
    `Look into ${LAYOUT.ecconfigdSite}/error.log`,
  ],
  faults: [],
};
