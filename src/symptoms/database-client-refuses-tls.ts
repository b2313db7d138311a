import { type Client, readClients } from '../choices/database-ssl/clients.ts';
import { datasourceValue, findDatasources } from '../config/datasource.ts';
import { applySplices } from '../config/splice.ts';
import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import type { Change } from '../plan/change.ts';
import { editText } from './change.ts';
import { readRuledDatabase, shownRules } from './database/rules.ts';
import { isNamed } from './database/this-host.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

export const databaseClientRefusesTls: Symptom = {
  id: 'database-client-refuses-tls',
  title: 'A client of the database refuses TLS, and the database refuses plain text',
  meaning:
    'A data source with sslmode=disable, or a driver without TLS, asks in plain text alone. Where the database takes TLS only, it is turned away, and logins and queries through it fail.',
  words: ['cannot log in', 'sslmode', 'database', 'refused', 'plain text', 'datasource', 'ecdb', 'authentication', 'hostssl'],
  messages: [
    {
      pattern: /no pg_hba\.conf entry for (?:replication connection from )?host [^\n]{1,200}, no encryption/i,
      example: 'FATAL:  no pg_hba.conf entry for host "10.0.0.7", user "ecuser", database "ecelerity", no encryption',
    },
    {
      pattern: /no pg_hba\.conf entry for (?:replication connection from )?host [^\n]{1,200}, SSL off/i,
      example: 'FATAL:  no pg_hba.conf entry for host "10.0.0.7", user "ecuser", database "ecelerity", SSL off',
    },
    {
      pattern: /pg_hba\.conf rejects (?:replication )?connection for host/i,
      example: 'FATAL:  pg_hba.conf rejects connection for host "10.0.0.7", user "ecuser", database "ecelerity", no encryption',
    },
  ],
  concerns: { since: '3.2' },
  async check(host) {
    const clients = (await readClients(host)).filter(
      ({ host: name }) => name !== undefined && name !== '' && !name.startsWith('/'),
    );
    const refusing = clients.filter(({ sslmode }) => sslmode === 'disable');
    const ruled = await readRuledDatabase(host);
    if (refusing.length === 0)
      return clients.length === 0 ? [] : ruledOut(this, 'No data source on this host says sslmode=disable');
    const evidence = refusing.map(({ file, line, host: name }) => `${file}:${line}: sslmode=disable towards ${name}`);
    const here = await Promise.all(refusing.map((client) => isNamed(host, client.host)));
    if (ruled === undefined || !here.includes(true)) {
      const what = 'Data sources on this host say sslmode=disable: where their database requires TLS, they are turned away';
      return [{ id: this.id, status: 'warn', what, evidence }];
    }
    const { database, rules, admitting } = ruled;
    if (admitting.length > 0)
      return [{ id: this.id, status: 'pass', what: 'The database lets plain text in, as these data sources want it', evidence }];
    return [
      {
        id: this.id,
        status: 'fail',
        what: `${database.hba} refuses plain text, and ${placesOf(refusing)} sslmode=disable`,
        evidence: [...evidence, ...(await shownRules(host, rules))],
        remedy: { changes: await withoutDisable(host, refusing), steps: this.steps },
      },
    ];
  },
  steps: [
    'A program that has no TLS at all (an old driver, a tool of others): give it a line of its own in pg_hba.conf, above the rules that refuse plain text, for its address, user and database alone',
  ],
  faults: [
    {
      what: "the mail server's data source says sslmode=disable",
      answers: { databaseSsl: 'require' },
      make: (host) => editText(host, LAYOUT.datasources[0], (text) => text.replace('pgsql:host=', 'pgsql:sslmode=disable;host=')),
    },
  ],
};

function placesOf(clients: readonly Client[]): string {
  const files = [...new Set(clients.map(({ file }) => file))];
  return `${files.join(' and ')} ${files.length === 1 ? 'says' : 'say'}`;
}

async function withoutDisable(host: Host, clients: readonly Client[]): Promise<readonly Change[]> {
  const why = 'Without it, libpq takes TLS where the server has it';
  const files = [...new Set(clients.map(({ file }) => file))];
  const reason = { why, affects: [{ service: 'ecelerity', action: 'reload' as const }] };
  return (await Promise.all(files.map((file) => editText(host, file, withoutMode, reason)))).flat();
}

/** Without `sslmode=disable` and one of the semicolons beside it. */
function withoutMode(text: string): string {
  const splices = findDatasources(text)
    .filter((source) => !source.commented && datasourceValue(source, 'sslmode') === 'disable')
    .flatMap(({ parts, start: begin }) =>
      parts
        .filter(({ key }) => key.toLowerCase() === 'sslmode')
        .map(({ start, end }) => {
          const from = Math.max(text.lastIndexOf(';', start), text.indexOf(':', begin));
          const last = text[end] !== ';';
          return last && text[from] === ';'
            ? { start: from, end, text: '' }
            : { start: from + 1, end: last ? end : end + 1, text: '' };
        }),
    );
  return applySplices(text, splices);
}
