import type { Choice } from '../choice.ts';
import { recommendation } from '../recommend.ts';
import { CHOICE, currentDatabaseSsl } from './current.ts';
import { decidedDatabaseSsl } from './decided.ts';
import { planDatabaseSsl } from './plan.ts';
import { databaseRisks } from './risks.ts';
import { verifyDatabaseSsl } from './verify.ts';

/** "Require SSL connections to the database" of Momentum's installer. */
export const databaseSsl: Choice = {
  id: CHOICE,
  title: 'SSL to the database',
  current: currentDatabaseSsl,
  plan: planDatabaseSsl,
  risks: databaseRisks,
  verify: verifyDatabaseSsl,
  decided: decidedDatabaseSsl,

  async questions(host) {
    const { answer } = await currentDatabaseSsl(host);
    if (answer === undefined) return [];
    const { value, why } = await recommendation(host, CHOICE, answer);
    return [
      {
        kind: 'select',
        key: CHOICE,
        choice: CHOICE,
        title: 'Should connections to the database use TLS?',
        help: [
          'PostgreSQL gets a private key and a self-signed certificate in its data directory, good for a year. Passwords and mail statistics then no longer cross the network readable.',
          'require puts four rules in front of pg_hba.conf that refuse plain text over TCP for everybody, this machine and replication included. Connections over the Unix socket are not concerned.',
          `Recommended here: ${value}. ${why}`,
        ],
        options: [
          { value: 'off', label: 'off', hint: 'plain text, as before' },
          { value: 'offer', label: 'offer', hint: 'TLS for clients that ask for it; plain text still accepted' },
          { value: 'require', label: 'require', hint: 'plain text is refused' },
        ],
        now: String(answer),
        default: answer === 'off' ? value : String(answer),
        recommended: value,
      },
    ];
  },
};
