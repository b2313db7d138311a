import type { Symptom } from './symptom.ts';

/** Momentum manual, "ecelerity". */
export const foregroundSearchPath: Symptom = {
  id: 'foreground-search-path',
  title: 'Started by hand it reads other files than as a service',
  meaning:
    'In the foreground the search path of includes begins with the directory that one stands in: a file of the same name there is taken.',
  words: ['foreground', 'ecelerity -d', 'include', 'different behaviour', 'search path', 'debug'],
  messages: [],
  concerns: { roles: ['mta'] },
  steps: ['cd / before ecelerity is started by hand'],
  faults: [],
};
