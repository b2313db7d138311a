import { LAYOUT } from '../host/layout.ts';
import type { PlannedFinding } from '../plan/change.ts';
import { readMailServer } from '../services/ecelerity/configuration.ts';
import { editText } from './change.ts';
import { isBrace } from './configuration/brace.ts';
import { LOADING } from './configuration/loading.ts';
import type { Symptom } from './symptom.ts';

export const unclosedBrace: Symptom = {
  id: 'unclosed-brace',
  title: 'A brace of the configuration is never closed, or closes nothing',
  meaning:
    'The mail server goes on with the configuration it has loaded, and does not start with this one. What follows the brace is read as part of another scope.',
  words: ['syntax error', 'config reload', 'reconfigure failed', 'does not start', 'brace'],
  messages: [
    {
      pattern: /Syntax error in \S+ at line \d+ near '(?:[{}]|end of file|EOF|\$end|)'/i,
      example: "Syntax error in /opt/msys/ecelerity/etc/conf/default/ecelerity.conf at line 131 near '}'",
    },
  ],
  concerns: { roles: ['mta'] },
  explains: ['ecelerity-conf-broken'],
  async check(host) {
    const server = await readMailServer(host);
    if (server === undefined) return [];
    const found = server.diagnostics.filter(isBrace).map(
      ({ file, line, column, what }): PlannedFinding => ({
        id: this.id,
        status: 'fail',
        what: `${file}:${line}: ${what}`,
        evidence: [`${file}:${line}:${column}`],
        remedy: { steps: [`Look at the scope that begins or ends at ${file}:${line}, and give it its brace`, ...this.steps] },
      }),
    );
    return found.length > 0 ? found : [{ id: this.id, status: 'pass', what: 'Every brace has its other half', evidence: [] }];
  },
  steps: LOADING,
  faults: [
    {
      what: 'the brace of a binding group is missing',
      byHand: 'what was meant can only be guessed',
      make: (host) => editText(host, LAYOUT.ecelerityConf, (text) => text.replace(/(Binding_Group[\s\S]*?\n)\}\n/, '$1')),
    },
    {
      what: 'there is a brace too many',
      byHand: 'what was meant can only be guessed',
      make: (host) => editText(host, LAYOUT.ecelerityConf, (text) => text.replace('Binding_Group', '}\n\nBinding_Group')),
    },
  ],
};
