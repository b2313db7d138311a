import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import type { Change } from '../plan/change.ts';
import { editText } from './change.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';
import { type Assignment, assigned } from './system/assignments.ts';
import { localeSettings } from './system/locale.ts';

const VARIABLES = ['LC_MONETARY', 'LC_NUMERIC', 'LC_MESSAGES', 'LC_COLLATE', 'LC_CTYPE', 'LC_TIME'];

export const lcVariablesSet: Symptom = {
  id: 'lc-variables-set',
  title: 'Sessions inherit LC_ variables, which disturb installation and upgrade',
  meaning:
    'The database is made, and moved to a newer PostgreSQL, in the locale of the session. Of LC_ variables that differ from LANG comes a database that sorts and compares differently, or none at all: above all at an upgrade from 3.2 to 3.3.',
  words: ['locale', 'LC_ALL', 'LC_CTYPE', 'installation fails', 'upgrade', 'initdb', 'terminal'],
  messages: [
    {
      pattern: /warning: setlocale: LC_[A-Z]+: cannot change locale/i,
      example: '-bash: warning: setlocale: LC_CTYPE: cannot change locale (UTF-8): No such file or directory',
    },
    { pattern: /initdb: invalid locale name/i, example: 'initdb: invalid locale name "de_DE"' },
  ],
  concerns: { before: '4.0' },
  beforeInstall: true,
  async check(host) {
    const settings = await localeSettings(host);
    const lang = settings.findLast(({ name }) => name === 'LANG')?.value;
    const found = settings.filter(({ name, value }) => VARIABLES.includes(name) && value !== lang);
    if (found.length === 0) return ruledOut(this, 'No LC_ variable says anything else than LANG');
    const names = [...new Set(found.map(({ name }) => name))];
    return [
      {
        id: this.id,
        status: 'fail',
        what: `Sessions that install or upgrade Momentum inherit ${names.join(', ')}`,
        evidence: [...found.map(assigned), lang === undefined ? 'LANG is not set' : `LANG is ${lang}`],
        remedy: {
          changes: await takeOut(host, found),
          steps: [
            ...this.steps,
            `Where nobody needs it: take ${names.join(', ')} out of ${[...new Set(found.map(({ file }) => file))].join(', ')}`,
          ],
        },
      },
    ];
  },
  steps: [
    `In the session that installs or upgrades: unset ${VARIABLES.join(' ')}`,
    'LANG=en_US.UTF-8; export LANG',
    'Look at what is left: locale',
  ],
  faults: [
    {
      what: 'two of them for everybody, in /etc/environment',
      make: (host) => editText(host, LAYOUT.environment, (text) => `${text}LC_TIME=de_DE.UTF-8\nLC_NUMERIC=de_DE.UTF-8\n`),
    },
    {
      what: "one in root's .bashrc",
      byHand: 'a login file is a script, and taking a line out may break it',
      make: (host) => editText(host, '/root/.bashrc', (text) => `${text}export LC_CTYPE="UTF-8"\n`),
    },
  ],
};

/**
 * Out of the files that hold assignments and nothing else. A login file is a script: a line of it may be all that an `if`
 * has. A line that says more than this one variable stays as well.
 */
async function takeOut(host: Host, found: readonly Assignment[]): Promise<readonly Change[]> {
  const files = LAYOUT.localeFiles.filter((file) => found.some((one) => one.file === file));
  const why = 'Sessions that install or upgrade Momentum have LANG alone';
  const edits = files.map((file) => {
    const lines = found.filter((one) => one.file === file).map(({ line }) => line);
    const stays = (line: string, index: number) => !lines.includes(index + 1) || !/^\s*LC_[A-Z]+=[\w.@"'-]*\s*$/.test(line);
    return editText(host, file, (text) => text.split('\n').filter(stays).join('\n'), { why });
  });
  return (await Promise.all(edits)).flat();
}
