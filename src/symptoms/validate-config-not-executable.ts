import { LAYOUT } from '../host/layout.ts';
import { octal } from '../model/ownership.ts';
import { putAttributes } from './change.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

const PROGRAM = LAYOUT.validateConfig;

export const validateConfigNotExecutable: Symptom = {
  id: 'validate-config-not-executable',
  title: 'validate_config cannot be executed',
  meaning:
    'The installer runs it before an upgrade and takes its silence for an invalid configuration. 3.2.2 came with it that way; 3.2.3 put it right.',
  words: ['upgrade', 'validate_config', 'permission denied', 'config is not valid'],
  messages: [
    {
      pattern: /Your config is not valid; please edit it before retrying the upgrade/i,
      example:
        'Your config is not valid; please edit it before retrying the upgrade. You can use the ./validate_config script to check your configuration.',
    },
    {
      pattern: /validate_config: Permission denied/i,
      example: `-bash: ${PROGRAM}: Permission denied`,
    },
  ],
  concerns: { roles: ['mta'] },
  async check(host) {
    const facts = await host.stat(PROGRAM);
    if (facts === undefined) return [];
    if ((facts.mode & 0o111) !== 0) return ruledOut(this, `${PROGRAM} can be executed`);
    const mode = facts.mode | 0o100 | ((facts.mode & 0o044) >> 2);
    const reason = { why: 'The installer has to be able to run it' };
    return [
      {
        id: this.id,
        status: 'fail',
        what: `Nobody can execute ${PROGRAM}: an upgrade stops, and takes the configuration for invalid`,
        evidence: [`${PROGRAM} has mode ${octal(facts.mode)}, expected ${octal(mode)}`],
        remedy: { changes: await putAttributes(host, PROGRAM, { mode }, reason), steps: this.steps },
      },
    ];
  },
  steps: [`chmod 755 ${PROGRAM}`],
  faults: [{ what: 'it has lost its x', make: (host) => putAttributes(host, PROGRAM, { mode: 0o644 }) }],
};
