import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { joinPath } from '../model/paths.ts';
import { dataDirectory } from '../services/msyspg/data-directory.ts';
import { putText } from './change.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

const DAY_MS = 86_400_000;
/** A log of any size has its newest line at its end; only files up to this size are read. */
const MOST_BYTES = 16 * 1024 * 1024;

interface Trace {
  readonly at: Date;
  readonly said: string;
}

export const clockBehind: Symptom = {
  id: 'clock-behind',
  title: 'The clock is behind',
  meaning:
    'Logs and files of this host are from later than its clock says. Certificates of others seem not to be valid yet, and those that are made now would have run out early.',
  words: ['clock', 'time', 'ntp', 'date', 'not yet valid', 'certificate', 'future', 'clock skew'],
  messages: [
    { pattern: /certificate not yet valid: possible clock skew/i, example: '454 certificate not yet valid: possible clock skew' },
    { pattern: /certificate is not yet valid/i, example: 'SSL error: certificate verify failed: certificate is not yet valid' },
    {
      pattern: /modification time [^\n]{0,60} in the future|Clock skew detected/i,
      example: 'warning:  Clock skew detected.  Your build may be incomplete.',
    },
  ],
  concerns: {},
  async check(host) {
    const now = host.now();
    const later = (await traces(host)).filter(({ at }) => at.getTime() > now.getTime() + DAY_MS);
    if (later.length === 0) return ruledOut(this, `Nothing here is from later than ${now.toISOString()}`);
    const newest = later.reduce((one, other) => (other.at > one.at ? other : one));
    return [
      {
        id: this.id,
        status: 'fail',
        what: `The clock says ${now.toISOString()}, and this host has been at ${newest.at.toISOString()} already`,
        evidence: [...later.map(({ said }) => said), `it is now ${now.toISOString()}`],
        remedy: { steps: this.steps },
      },
    ];
  },
  steps: [
    'Set the clock: ntpdate -u POOL, chronyc makestep, or date; and have the time service start with the machine',
    'Where the clock is right and the logs are not, it was ahead once: certificates that were made then are not valid yet, and have to be made anew (renew --force)',
  ],
  faults: [
    {
      what: 'PostgreSQL has a log of next month',
      byHand: 'whether the clock is wrong or was so once, another clock tells',
      make: async (host) => {
        const directory = await dataDirectory(host);
        const day = new Date(host.now().getTime() + 30 * DAY_MS).toISOString().slice(0, 10);
        const text = `LOG:  database system was shut down at ${day} 10:00:00 GMT\n`;
        return putText(host, joinPath(directory, `pg_log/postgresql-${day}-00.log`), text, {
          owner: 'msyspg',
          group: 'msyspg',
          mode: 0o600,
        });
      },
    },
    {
      what: 'the mail log goes on next month',
      byHand: 'whether the clock is wrong or was so once, another clock tells',
      make: async (host) => {
        const second = Math.floor(host.now().getTime() / 1000) + 30 * 86_400;
        const own = { owner: 'ecuser', group: 'ecuser', mode: 0o644 };
        return putText(host, LAYOUT.mainLog, `${second}@00/00-00411-00000000@00@M@mail1.example.com\n`, own);
      },
    },
  ],
};

/** What was written here once, and when, as far as names, texts and dates of files tell. */
async function traces(host: Host): Promise<readonly Trace[]> {
  const edited = (await host.stat(LAYOUT.ecelerityConf))?.modified;
  const found = await Promise.all([databaseLogs(host), mailLog(host)]);
  return [
    ...found.flat(),
    ...(edited === undefined ? [] : [{ at: edited, said: `${LAYOUT.ecelerityConf} was changed ${edited.toISOString()}` }]),
  ];
}

/** PostgreSQL names its logs by the day: postgresql-%Y-%m-%d. */
async function databaseLogs(host: Host): Promise<readonly Trace[]> {
  const directory = joinPath(await dataDirectory(host), 'pg_log');
  return ((await host.list(directory).catch(() => undefined)) ?? []).flatMap((name) => {
    const at = new Date(/^postgresql-(\d{4}-\d\d-\d\d)/.exec(name)?.[1] ?? '');
    return Number.isNaN(at.getTime()) ? [] : [{ at, said: `${directory}/${name} is of ${at.toISOString().slice(0, 10)}` }];
  });
}

async function mailLog(host: Host): Promise<readonly Trace[]> {
  const facts = await host.stat(LAYOUT.mainLog).catch(() => undefined);
  if (facts?.kind !== 'file' || facts.size > MOST_BYTES) return [];
  const text = (await host.read(LAYOUT.mainLog).catch(() => undefined))?.bytes.toString('latin1').trimEnd() ?? '';
  const seconds = Number(/^(\d{9,11})@/.exec(text.slice(text.lastIndexOf('\n') + 1))?.[1] ?? 'none');
  if (Number.isNaN(seconds)) return [];
  const at = new Date(seconds * 1000);
  return [{ at, said: `${LAYOUT.mainLog}: its last line is of ${at.toISOString()}` }];
}
