import { LAYOUT } from '../host/layout.ts';
import type { Symptom } from './symptom.ts';

/** Momentum manual, "Installing Momentum 4". */
export const initSchemaFails: Symptom = {
  id: 'init-schema-fails',
  title: 'init_schema fails',
  meaning: 'The database could not be made, or was half made by a run before.',
  words: ['init_schema', 'database', 'installation fails', 'ecelerity database', 'createdb'],
  messages: [],
  concerns: { since: '4.0', roles: ['database'] },
  steps: [
    `See that PostgreSQL runs: ${LAYOUT.msyspg.init} start`,
    'Only where init_schema failed on a new host, and the database holds nothing: /opt/msys/3rdParty/bin/dropdb -U ecuser ecelerity, then init_schema again',
  ],
  faults: [],
};
