import { LAYOUT } from '../host/layout.ts';
import { editText } from './change.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';
import { assigned } from './system/assignments.ts';
import { isFitting, localeSettings } from './system/locale.ts';

export const localeNotUtf8: Symptom = {
  id: 'locale-not-utf8',
  title: 'The locale is neither UTF-8 nor C',
  meaning:
    'The installer makes the database in the locale of its session. In a Latin 1 one it is not initialised, on Solaris above all; nothing that needs it works then.',
  words: ['locale', 'LANG', 'latin1', 'ISO-8859', 'database is not initialised', 'installation fails', 'initdb', 'solaris'],
  messages: [
    {
      pattern: /The encoding you selected \(\w+\) and the encoding that the selected locale uses \(\w+\) do not match/i,
      example: 'The encoding you selected (UTF8) and the encoding that the selected locale uses (LATIN1) do not match.',
    },
    { pattern: /initdb: encoding mismatch/i, example: 'initdb: encoding mismatch' },
    {
      pattern: /encoding "?\w+"? does not match locale "?[\w.@-]+"?/i,
      example: 'ERROR:  encoding "UTF8" does not match locale "de_DE"',
    },
  ],
  concerns: { before: '4.0' },
  beforeInstall: true,
  async check(host) {
    const settings = await localeSettings(host);
    const deciding = settings.findLast(({ name }) => name === 'LC_ALL') ?? settings.findLast(({ name }) => name === 'LANG');
    if (deciding === undefined) return [];
    if (isFitting(deciding.value)) return ruledOut(this, `The locale is ${deciding.value}`);
    return [
      {
        id: this.id,
        status: 'fail',
        what: `The locale of sessions is ${deciding.value}: the database needs UTF-8 or C`,
        evidence: [assigned(deciding), 'expected en_US.UTF-8 or C'],
        remedy: { steps: this.steps },
      },
    ];
  },
  steps: [
    'In the session that installs: unset LC_ALL; LANG=en_US.UTF-8; export LANG',
    'Look whether the system has it: locale -a | grep -i utf. On Solaris the packages SUNWeu8os, SUNWeuluf and SUNWeuodf bring it',
    'For every session: LANG=en_US.UTF-8 in /etc/locale.conf, on RHEL 5 and 6 in /etc/sysconfig/i18n, on Solaris in /etc/default/init',
  ],
  faults: [
    {
      what: 'LANG is Latin 1',
      byHand: 'it is the locale of everything on the machine',
      make: async (host) =>
        (
          await Promise.all(
            [LAYOUT.environment, LAYOUT.localeConf].map((file) =>
              editText(host, file, (text) => text.replace('en_US.UTF-8', 'en_US.ISO-8859-1')),
            ),
          )
        ).flat(),
    },
  ],
};
