import { spawn } from 'node:child_process';
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answers } from '../../src/answers/answers.ts';
import { applyChanges } from '../../src/apply/apply.ts';
import { ensureStore } from '../../src/apply/history.ts';
import { LocalMachine } from '../../src/apply/local-machine.ts';
import { recover } from '../../src/apply/recovery.ts';
import { LAYOUT } from '../../src/host/layout.ts';
import { LocalHost } from '../../src/host/local.ts';
import { makePlan } from '../../src/operations/make-plan.ts';
import type { SandboxReport } from '../../src/sandbox/index.ts';
import { makePair } from '../../src/services/make-pair.ts';
import { dyingMachine, jobOf } from '../apply/support.ts';
import { differences, snapshot, Workshop } from './program.ts';

const root = process.getuid?.() === 0;

/** Everything a service reads that changes. */
const READ = [
  'var/db/msyspg/server.key',
  'var/db/msyspg/server.crt',
  'var/db/msyspg/postgresql.conf',
  'var/db/msyspg/pg_hba.conf',
  'opt/msys/ecwebui/config/site/server.key',
  'opt/msys/ecwebui/config/site/server.crt',
  'opt/msys/ecwebui/config/momentum-secure-ssl.conf',
  'opt/msys/ecwebui/config/httpd.conf',
];

describe.runIf(root)('every state in between boots', () => {
  const shop = new Workshop();
  let report: SandboxReport;
  const at = (path: string) => join(report.directory, path);
  const freshHost = () => new LocalHost(report.directory);

  beforeAll(async () => {
    report = await shop.sandbox('boots', true);
  });

  afterAll(() => shop.close());

  function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number | null> {
    const child = spawn(program, args, { env, cwd: '/', stdio: 'ignore' });
    return new Promise((resolve) => child.on('close', resolve));
  }

  /** Stopped and started by their own init scripts, as at a boot: both at once, nobody of ours near. */
  const boot = () =>
    Promise.all(
      ['msyspg', 'ecwebconsole'].map(async (service) => [
        await run(at(`etc/init.d/${service}`), ['stop']),
        await run(at(`etc/init.d/${service}`), ['start']),
      ]),
    );

  function isLetInPlain(): Promise<boolean> {
    const PGPASSWORD = readFileSync(at('opt/msys/etc/.svcpasswd'), 'utf8').trim();
    const connection = `host=127.0.0.1 port=${report.ports.database} user=ecuser dbname=ecelerity sslmode=disable`;
    const args = ['-w', '-XAt', '-c', 'SELECT 1', connection];
    return run(at('opt/msys/3rdParty/bin/psql'), args, { PATH: '/usr/bin:/bin', PGPASSWORD }).then((exit) => exit === 0);
  }

  /** What the services would read now. */
  const state = () =>
    READ.map((path) => {
      if (!existsSync(at(path))) return 'absent';
      return `${lstatSync(at(path)).isSymbolicLink() ? 'link' : 'file'} ${readFileSync(at(path), 'latin1')}`;
    }).join('\n');

  /** Ended before each of its acts in turn, as by a kill; where that left a state not seen before, the services are booted. */
  async function bootEverywhere(answers: Answers, refusesPlain: boolean): Promise<number> {
    const { plan } = await makePlan(freshHost(), answers, { fix: false, withServices: false, session: { umask: 0o022, uid: 0 } });
    expect(plan.changes.length).toBeGreaterThan(0);
    const before = snapshot(report.directory);
    await ensureStore(new LocalMachine(report.directory), freshHost(), [LAYOUT.state]);
    const pairs = new Map<string, ReturnType<typeof makePair>>();
    const samePair = (change: Parameters<typeof makePair>[0]) => {
      const known = pairs.get(JSON.stringify(change.facts)) ?? makePair(change, new Date(), { read: async () => undefined });
      pairs.set(JSON.stringify(change.facts), known);
      return known;
    };
    const seen = new Set([state()]);
    for (let act = 1; ; act += 1) {
      const dying = dyingMachine(new LocalMachine(report.directory), act);
      const job = jobOf(report.directory, plan.changes, { makePair: samePair });
      await applyChanges(dying.machine, freshHost, job).catch(() => undefined);
      const isNew = !seen.has(state());
      seen.add(state());
      if (isNew) {
        expect(await boot(), `before act ${act}`).toEqual([
          [0, 0],
          [0, 0],
        ]);
        if (refusesPlain) expect(await isLetInPlain(), `before act ${act}`).toBe(false);
      }
      if (dying.calls() < act) return seen.size;
      expect((await recover(new LocalMachine(report.directory), freshHost, false))?.outcome ?? 'put-back').not.toBe('incomplete');
      if (!existsSync(at('var/lib/momentum-secure/journal.json')) && differences(before, snapshot(report.directory)).length > 0)
        return seen.size;
    }
  }

  test('while both choices are turned on, over new pairs in the place of running ones, and while they are turned off', async () => {
    const on = await bootEverywhere({ databaseSsl: 'require', webUiSsl: 'require' }, false);
    const reissued = await bootEverywhere({ certificates: { hostname: 'other.example.com' } }, true);
    const off = await bootEverywhere({ databaseSsl: 'off', webUiSsl: 'off' }, false);
    console.log(`booted in ${on} states while turning on, ${reissued} while renewing, ${off} while turning off`);
    // Eight files each; each pair in use goes through links and back.
    expect([on >= 8, reissued >= 11, off >= 8]).toEqual([true, true, true]);
  }, 240_000);
});
