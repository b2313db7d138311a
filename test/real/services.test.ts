import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { SandboxReport } from '../../src/sandbox/index.ts';
import { BOTH, differences, OFF, snapshot, Workshop } from './program.ts';

const root = process.getuid?.() === 0;
const APPLY = ['apply', '--yes', ...BOTH];

describe.runIf(root)('running services', () => {
  const shop = new Workshop();
  let report: SandboxReport;
  let stock: ReadonlyMap<string, string>;
  const at = (path: string) => join(report.directory, path);
  const pid = (path: string) => Number(readFileSync(at(path), 'utf8').split('\n')[0]);
  const POSTMASTER = 'var/db/msyspg/postmaster.pid';
  const HTTPD = 'var/run/ecwebui/httpd.pid';

  beforeAll(async () => {
    report = await shop.sandbox('live', true);
    stock = snapshot(report.directory);
  });

  afterAll(() => shop.close());

  afterEach(async () => {
    // Whatever a test found, the next one starts from the stock tree and running services.
    if (differences(stock, snapshot(report.directory)).length > 0) await shop.run(report.directory, ['apply', '--yes', ...OFF]);
    for (const service of ['msyspg', 'ecwebconsole']) init(service, 'start');
  });

  function init(service: string, verb: string): number | null {
    return spawnSync(at(`etc/init.d/${service}`), [verb], { env: {}, cwd: '/', timeout: 60_000, stdio: 'ignore' }).status;
  }

  function psql(sslmode: string): number | null {
    const password = readFileSync(at('opt/msys/etc/.svcpasswd'), 'utf8').trim();
    const connection = `host=127.0.0.1 port=${report.ports.database} user=ecuser dbname=ecelerity sslmode=${sslmode}`;
    const env = { PATH: '/usr/bin:/bin', PGPASSWORD: password };
    return spawnSync(at('opt/msys/3rdParty/bin/psql'), ['-w', '-XAt', '-c', 'SELECT 1', connection], { env, timeout: 20_000 })
      .status;
  }

  const curl = (url: string) =>
    spawnSync('curl', ['-sk', '-o', '/dev/null', '-w', '%{http_code}', url], { encoding: 'utf8' }).stdout;

  /** As it was made: the files, and both services answering in plain text. */
  function expectAsBefore() {
    expect(differences(stock, snapshot(report.directory))).toEqual([]);
    expect(existsSync(at('var/lib/momentum-secure/journal.json'))).toBe(false);
    expect(psql('disable')).toBe(0);
    expect(curl(`http://127.0.0.1:${report.ports.http}/login`)).toBe('200');
  }

  /** Starts an apply and does something as soon as it says that. */
  async function applyAnd(words: RegExp, act: (child: ReturnType<typeof shop.start>['child']) => unknown, args = APPLY) {
    const run = shop.start(report.directory, args);
    while (!words.test(run.said()) && run.child.exitCode === null) await sleep(1);
    await act(run.child);
    const ended = await run.ended;
    expect(ended.err).toMatch(words);
    return ended;
  }

  test('after an apply they answer as required, and have nothing of ours', async () => {
    const spare = openSync(join(shop.directory, 'spare'), 'w');
    const [program = '', ...args] = shop.argv(report.directory, APPLY);
    const wrapper = 'umask 0077; exec "$0" "$@" 9>&3 40>&3';
    const child = spawn('/bin/bash', ['-c', wrapper, program, ...args], {
      env: { ...shop.environment, CANARY: 'of the operator' },
      cwd: shop.directory,
      stdio: ['ignore', 'pipe', 'pipe', spare],
    });
    // `close` comes when the pipes have ended: a daemon that kept one would hold this up.
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
    closeSync(spare);
    for (const file of [POSTMASTER, HTTPD]) {
      const proc = `/proc/${pid(file)}`;
      const open = readdirSync(`${proc}/fd`).map((name) => readlinkSync(`${proc}/fd/${name}`));
      expect(open.filter((target) => target.includes(shop.directory) && !target.startsWith(at('var/')))).toEqual([]);
      expect(open.filter((target) => target.includes('momentum-secure') || target.includes('(deleted)'))).toEqual([]);
      expect(readFileSync(`${proc}/environ`, 'latin1')).not.toMatch(/CANARY|UV_THREADPOOL|TMPDIR/);
      expect([at('var/db/msyspg'), '/']).toContain(readlinkSync(`${proc}/cwd`));
    }
    // PostgreSQL sets its own, 0077.
    expect(readFileSync(`/proc/${pid(HTTPD)}/status`, 'utf8')).toMatch(/^Umask:\t0022$/m);
    expect([psql('disable'), psql('require')]).toEqual([2, 0]);
    expect(curl(`http://127.0.0.1:${report.ports.http}/login`)).toBe('302');
    expect(curl(`https://127.0.0.1:${report.ports.https}/login`)).toBe('200');
    expect(await shop.run(report.directory, ['rollback', '--yes'])).toMatchObject({ exit: 0 });
    expectAsBefore();
  });

  test('a second run meanwhile is told who has the lock, since when, doing what', async () => {
    let second: Awaited<ReturnType<typeof shop.run>> | undefined;
    let first = 0;
    await applyAnd(/Trying the new/, async (child) => {
      first = child.pid ?? 0;
      second = await shop.run(report.directory, APPLY);
    });
    const words = new RegExp(`holds the lock: process ${first}, since \\d{4}-\\d\\d-\\d\\dT\\S+, doing apply`);
    expect(second).toMatchObject({ exit: 6, err: expect.stringMatching(words) });
  });

  describe.each([
    { signal: 'SIGTERM', exit: 143 },
    { signal: 'SIGINT', exit: 130 },
    { signal: 'SIGHUP', exit: 129 },
  ] as const)('$signal', ({ signal, exit }) => {
    const moments =
      signal === 'SIGTERM'
        ? ['Trying', 'Writing /var/db/msyspg/pg_hba.conf', 'Restarting PostgreSQL', 'Asking the services']
        : ['Restarting PostgreSQL'];
    test.each(moments)('at "%s", and again while it is put back: as before, and it says so', async (moment) => {
      const ended = await applyAnd(new RegExp(moment), async (child) => {
        child.kill(signal);
        await sleep(50);
        child.kill(signal);
      });
      // The second one may come when all is done and said, and nobody listens to signals any more.
      expect([exit, signal], ended.err).toContain(ended.exit);
      expect(ended.err).toMatch(/Nothing was changed|Everything was put back as it was/);
      expectAsBefore();
    });
  });

  test('whoever reads what it says goes away: it is finished all the same', async () => {
    const ended = await applyAnd(/Writing/, (child) => {
      child.stdout.destroy();
      child.stderr.destroy();
    });
    expect(ended.exit).toBe(0);
    expect([psql('disable'), psql('require')]).toEqual([2, 0]);
  });

  test('killed while it tries the new files away from the real ones: no server and no key stays behind', async () => {
    await applyAnd(/Trying the new/, async (child) => {
      await sleep(900);
      child.kill('SIGKILL');
    });
    expect(await shop.strays()).toEqual([]);
    const left = spawnSync('/bin/sh', ['-c', `ls -l /proc/[0-9]*/cwd 2>/dev/null | grep -F ${shop.temporary}`], {
      encoding: 'utf8',
    });
    expect(left.stdout).toBe('');
    expectAsBefore();
  });

  test('killed while a service restarts: the next run brings the old one back', async () => {
    await applyAnd(/Restarting PostgreSQL/, (child) => child.kill('SIGKILL'));
    expect(await shop.run(report.directory, ['status'])).toMatchObject({ exit: 2 });
    // The init script that was running then goes on: it is not ours to end.
    await sleep(1500);
    expect(await shop.run(report.directory, ['apply', '--yes'])).toMatchObject({ exit: 0 });
    expectAsBefore();
  });

  test('Apache finds its new port taken only when it starts: everything as before, with 4', async () => {
    let squatter: Server | undefined;
    const ended = await applyAnd(/Restarting PostgreSQL/, async () => {
      squatter = createServer().listen(report.ports.https, '127.0.0.1');
    });
    squatter?.close();
    expect(ended, ended.err).toMatchObject({ exit: 4, err: expect.stringContaining('Web UI (ecwebui) did not come back') });
    expect(ended.err).toContain('Everything was put back as it was');
    expectAsBefore();
  });

  test('PostgreSQL does not start in the real place: everything as before, and what was stopped stays stopped', async () => {
    expect(init('ecwebconsole', 'stop')).toBe(0);
    const ended = await applyAnd(/Restarting PostgreSQL/, () => chmodSync(at('var/db/msyspg/server.key'), 0o644));
    expect(ended, ended.err).toMatchObject({ exit: 4, err: expect.stringContaining('has group or world access') });
    expect(differences(stock, snapshot(report.directory))).toEqual([]);
    expect(psql('disable')).toBe(0);
    expect(curl(`http://127.0.0.1:${report.ports.http}/login`)).toBe('000');
  });

  test('files change while services are down, and those stay down', async () => {
    for (const service of ['msyspg', 'ecwebconsole']) expect(init(service, 'stop')).toBe(0);
    expect(await shop.run(report.directory, APPLY)).toMatchObject({ exit: 0 });
    expect([existsSync(at(POSTMASTER)), existsSync(at(HTTPD))]).toEqual([false, false]);
    expect(await shop.run(report.directory, ['rollback', '--yes'])).toMatchObject({ exit: 0 });
    expect(differences(stock, snapshot(report.directory))).toEqual([]);
    expect([existsSync(at(POSTMASTER)), existsSync(at(HTTPD))]).toEqual([false, false]);
  });

  test('where the old state does not come back either, and a file was edited meanwhile: 5, with the file and its original', async () => {
    const script = at('etc/init.d/msyspg');
    const ended = await applyAnd(/Restarting PostgreSQL/, () => {
      writeFileSync(at('var/db/msyspg/pg_hba.conf'), `${readFileSync(at('var/db/msyspg/pg_hba.conf'), 'utf8')}# mine\n`);
      renameSync(script, `${script}.kept`);
      writeFileSync(script, '#!/bin/sh\necho "broken by hand" >&2\nexit 1\n', { mode: 0o755 });
    });
    expect(ended.exit, ended.err).toBe(5);
    expect(ended.err).toMatch(/PostgreSQL \(msyspg\) did not come back with its old configuration: .*broken by hand/);
    const original = /\/var\/db\/msyspg\/pg_hba\.conf: it was changed since\. Its original is (\S+)/.exec(ended.err)?.[1] ?? '';
    renameSync(`${script}.kept`, script);
    expect(await shop.run(report.directory, ['apply', '--yes'])).toMatchObject({ exit: 5 });
    writeFileSync(at('var/db/msyspg/pg_hba.conf'), readFileSync(at(original)));
    expect(await shop.run(report.directory, ['apply', '--yes'])).toMatchObject({ exit: 0 });
    expectAsBefore();
  });

  test('a running PostgreSQL whose configuration was broken since is not restarted: an apply says so, a rollback does without', async () => {
    expect(await shop.run(report.directory, APPLY)).toMatchObject({ exit: 0 });
    const auto = at('var/db/msyspg/postgresql.auto.conf');
    const kept = readFileSync(auto);
    try {
      const before = pid(POSTMASTER);
      writeFileSync(auto, "no_such_setting = 'x'\n");
      const refused = await shop.run(report.directory, ['apply', '--yes', '--set', 'certificates.hostname=other.example.com']);
      expect(refused, refused.err).toMatchObject({ exit: 4, err: expect.stringContaining('no_such_setting') });
      const ended = await shop.run(report.directory, ['rollback', '--yes']);
      expect(ended, ended.err).toMatchObject({ exit: 0 });
      expect(`${ended.out}${ended.err}`).toContain('PostgreSQL (msyspg) was not restarted');
      expect(pid(POSTMASTER)).toBe(before);
    } finally {
      writeFileSync(auto, kept);
    }
    expect(init('msyspg', 'restart')).toBe(0);
    expectAsBefore();
  });
});
