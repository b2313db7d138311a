import { keptServicePassword } from '../../host/secrets.ts';
import type { Question } from '../../model/question.ts';
import type { Choice } from '../choice.ts';
import { currentEncryptedPasswords } from './current.ts';
import { documentedEntries, inWords } from './entries.ts';
import { planEncryptedPasswords } from './plan.ts';
import { encryptedPasswordsRisks } from './risks.ts';
import { CHOICE } from './store.ts';
import { verifyEncryptedPasswords } from './verify.ts';

/** "Enable encrypted password support" of Momentum's installer. */
export const encryptedPasswords: Choice = {
  id: CHOICE,
  title: 'Encrypted passwords',
  current: currentEncryptedPasswords,
  plan: planEncryptedPasswords,
  risks: encryptedPasswordsRisks,
  verify: verifyEncryptedPasswords,

  async questions(host, answers) {
    const { answer } = await currentEncryptedPasswords(host);
    if (typeof answer !== 'boolean') return [];
    const entries = await documentedEntries(host);
    const asked: Question = {
      kind: 'confirm',
      key: CHOICE,
      choice: CHOICE,
      title: "Should the database's passwords be kept encrypted?",
      help: [
        'credmgr keeps them in a database of this node alone, encrypted with a key beside it; the module securecreds takes them from there. It can be read back by whoever reads both files, root and ecuser: it keeps passwords out of backups and repositories, not from root.',
        `Entries: ${entries.map(inWords).join('; ')}. Every node needs its own. Where Active Directory authenticates users, it is the password that ecuser has there.`,
        'Recommended: as it is now, and yes once the password is proven, which the plan does by logging in to the database with it.',
      ],
      default: answer,
    };
    const wanted = answers.encryptedPasswords ?? answer;
    if (wanted !== true || answer) return [asked];
    const kept = (await keptServicePassword(host)) !== undefined;
    const where = kept
      ? 'Leave it empty to take the one that Momentum keeps in plain text on this host.'
      : 'No file of Momentum has it on this host.';
    return [
      asked,
      {
        kind: 'secret',
        key: 'servicePassword',
        choice: CHOICE,
        title: 'Which password does the service account ecuser have?',
        help: [
          `It is what ecuser logs in to the database with. ${where} It is neither shown nor written down; credmgr takes it on its command line alone.`,
        ],
        default: kept,
        accepts: (input) => input !== '' && !/[\r\n\0]/.test(input),
        expected: 'Expected a password, on one line',
      },
    ];
  },
};
