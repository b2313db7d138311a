import { LAYOUT } from '../host/layout.ts';
import type { Symptom } from './symptom.ts';

/** Release notes of 3.3.0. */
export const svnPermissionDeniedHarmless: Symptom = {
  id: 'svn-permission-denied-harmless',
  title: 'The web UI logs svn permission denied, and works',
  meaning: 'Before 3.3.0 the line comes without a reason, and means nothing.',
  words: ['svn', 'permission denied', 'web console', 'error_log', 'harmless'],
  messages: [{ pattern: /\bsvn permission denied\b/i, example: 'svn permission denied' }],
  concerns: { before: '3.3', roles: ['web'] },
  steps: [
    'Nothing has to be done; 3.3.0 does not log it any more',
    `With 3.3.0 and later, look who owns the working copy: all of ${LAYOUT.workingCopy} is ecuser:ecuser`,
  ],
  faults: [],
};
