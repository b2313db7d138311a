import { LAYOUT } from '../host/layout.ts';
import { readMailServer } from '../services/ecelerity/configuration.ts';
import { editText } from './change.ts';
import { isBrace } from './configuration/brace.ts';
import { LOADING } from './configuration/loading.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

export const syntaxError: Symptom = {
  id: 'syntax-error',
  title: 'A line of the configuration cannot be understood',
  meaning:
    'A quote that nothing closes, a semicolon, typographic quotes of a web page: the mail server goes on with the configuration it has loaded, and does not start with this one.',
  words: ['syntax error', 'config reload', 'reconfigure failed', 'does not start', 'quote', 'copied from a web page'],
  messages: [
    {
      pattern: /Syntax error in \S+ at line \d+ near '/i,
      example: `Syntax error in ${LAYOUT.ecelerityConf} at line 4 near 'invalid_option'`,
    },
  ],
  concerns: { roles: ['mta'] },
  explains: ['ecelerity-conf-broken'],
  async check(host) {
    const server = await readMailServer(host);
    if (server === undefined) return [];
    const found = server.diagnostics.filter((diagnostic) => !isBrace(diagnostic));
    if (found.length === 0) return ruledOut(this, 'Every line of the configuration can be understood');
    return found.slice(0, 20).map(({ file, line, column, what }) => ({
      id: this.id,
      status: 'fail' as const,
      what: `${file}:${line}: ${what}`,
      // Without its text: it may hold a password.
      evidence: [`${file}:${line}:${column}`],
      remedy: { steps: [`Correct ${file}, line ${line}`, ...LOADING] },
    }));
  },
  steps: [
    `For the reason in Momentum's own words: ${LAYOUT.ecelerity}/bin/ec_dump_config -c ${LAYOUT.ecelerityConf}`,
    'A value with blanks or one of # / = { } [ ] ( ) stands in plain double quotes; statements end without a semicolon',
  ],
  faults: [
    {
      what: 'a quote is never closed',
      byHand: 'what was meant can only be guessed',
      make: (host) => editText(host, LAYOUT.ecelerityConf, (text) => `${text}\nBanner_Hostname = "mail1\n`),
    },
    {
      what: 'a line was copied from a web page, typographic quotes and all',
      byHand: 'what was meant can only be guessed',
      make: (host) =>
        editText(host, LAYOUT.ecelerityConf, (text) => text.replace('TLS = "no"', 'TLS = \xe2\x80\x9cno\xe2\x80\x9d')),
    },
    {
      what: 'a parenthesis is never closed',
      byHand: 'what was meant can only be guessed',
      make: (host) => editText(host, LAYOUT.ecelerityConf, (text) => text.replace('"127.0.0.0/8" )', '"127.0.0.0/8"')),
    },
  ],
};
