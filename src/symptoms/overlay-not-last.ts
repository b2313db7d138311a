import { settingsIn } from '../config/ecelerity/read.ts';
import { LAYOUT } from '../host/layout.ts';
import { readMailServer } from '../services/ecelerity/configuration.ts';
import { editText } from './change.ts';
import { LOADING } from './configuration/loading.ts';
import { moveOverlay, overlayLine } from './configuration/overlay.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

export const overlayNotLast: Symptom = {
  id: 'overlay-not-last',
  title: "The installer's overlay no longer comes last",
  meaning:
    'It holds where the database is and the password for it, and replaces the stub of the data source. Of two the one that is read last counts: what comes after the overlay takes its place, and nobody can log in any more.',
  words: ['cannot log in', 'web console', 'database', 'ecdb', 'ecdb.conf', 'datasource', 'overlay', 'include', 'authentication'],
  messages: [],
  concerns: { roles: ['mta'] },
  async check(host) {
    const server = await readMailServer(host);
    const source = server?.global.child('datasource', 'ecdb');
    if (server === undefined || source === undefined) return [];
    const all = settingsIn(server, source, 'uri');
    const own = all.findLast(({ file }) => LAYOUT.datasources.includes(file));
    const last = all.at(-1);
    if (own === undefined || last === undefined) return [];
    if (LAYOUT.datasources.includes(last.file)) return ruledOut(this, 'The data source is that of the installer');
    const line = overlayLine(server);
    return [
      {
        id: this.id,
        status: 'fail',
        what: `The data source ecdb of ${last.file} comes after the installer's, and takes its place`,
        evidence: [
          `${last.file}:${last.line} is read last, and counts`,
          `${own.file}:${own.line} is read before it`,
          ...(line === undefined ? [] : [`${server.main}:${line.number}: ${line.text.trim()}`]),
        ],
        remedy: { changes: await moveOverlay(host, server), steps: this.steps },
      },
    ];
  },
  steps: [`The include of the overlay is the last line of ${LAYOUT.ecelerityConf}`, ...LOADING],
  faults: [
    {
      what: 'the common file is included after it',
      make: (host) =>
        editText(
          host,
          LAYOUT.ecelerityConf,
          (text) => `${text.replace('include "webui-common.conf"\n', '')}include "webui-common.conf"\n`,
        ),
    },
    {
      what: 'the same on 4.x, where the overlay is ecdb.conf',
      momentum: '4.2',
      make: (host) =>
        editText(host, LAYOUT.ecelerityConf, (text) => `${text.replace('include "common.conf"\n', '')}include "common.conf"\n`),
    },
    {
      what: 'a data source was added at the end',
      make: (host) =>
        editText(
          host,
          LAYOUT.ecelerityConf,
          (text) => `${text}\nDatasource "ecdb" {\n  uri = ( "pgsql:dbname=ecelerity;user=ecuser" )\n}\n`,
        ),
    },
  ],
};
