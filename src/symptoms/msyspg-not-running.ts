import { joinPath } from '../model/paths.ts';
import { databasePlace } from '../services/msyspg/data-directory.ts';
import { runningDatabase } from '../services/msyspg/running.ts';
import type { Symptom } from './symptom.ts';

export const msyspgNotRunning: Symptom = {
  id: 'msyspg-not-running',
  title: 'PostgreSQL is not running',
  meaning: 'Nobody can log in to the web UI, and policy and statistics that look into the database fail.',
  words: ['cannot log in', 'web console', 'database', 'connection refused', 'postgresql', 'stopped'],
  messages: [
    {
      pattern: /could not connect to server: (?:Connection refused|No such file or directory)/i,
      example: 'could not connect to server: Connection refused',
    },
    {
      pattern: /connection to server (?:at|on) [^\n]{1,200} failed: (?:Connection refused|No such file or directory)/i,
      example: 'psql: error: connection to server at "127.0.0.1", port 5432 failed: Connection refused',
    },
  ],
  concerns: { roles: ['database'] },
  async check(host) {
    const { directory, init } = await databasePlace(host);
    // It leaves its arguments where it ran once: a server that was never started is missed by nobody.
    const ran = await host.stat(joinPath(directory, 'postmaster.opts'));
    if (ran === undefined) return [];
    const { state } = await runningDatabase(host);
    if (state === 'running') return [{ id: this.id, status: 'pass', what: 'PostgreSQL runs', evidence: [] }];
    const what = `PostgreSQL on ${directory} ${state === 'stopped' ? 'is not running' : 'may not be running'}, and has been before`;
    const evidence = [`no process for ${joinPath(directory, 'postmaster.pid')}`, `last started ${ran.modified.toISOString()}`];
    const steps = [
      `Start it: ${init} start`,
      `If it ends again, the reason is in the newest file of ${joinPath(directory, 'pg_log')}`,
    ];
    return [{ id: this.id, status: state === 'stopped' ? 'fail' : 'warn', what, evidence, remedy: { steps } }];
  },
  steps: [],
  faults: [
    {
      what: 'somebody stopped it',
      byHand: 'what is stopped may have been stopped on purpose, and stays so',
      servers: true,
      make: async () => [],
      services: [{ service: 'msyspg', action: 'stop' }],
    },
  ],
};
