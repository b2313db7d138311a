import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chownSync,
  existsSync,
  lchownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BOTH, differences, injecting, OFF, snapshot, Workshop } from './program.ts';

const root = process.getuid?.() === 0;
const ECUSER = 28001;
const MSYSPG = 28002;
const APPLY = ['apply', '--yes', '--no-services'];

describe.runIf(root)('directories that ecuser and msyspg own', () => {
  const shop = new Workshop();
  let stock: string;
  let required: string;
  let trees = 0;

  beforeAll(async () => {
    stock = (await shop.sandbox('stock')).directory;
    required = shop.copy(stock, 'required');
    expect(await shop.run(required, [...APPLY, ...BOTH])).toMatchObject({ exit: 0 });
  });

  afterAll(() => shop.close());

  const tree = (from = stock) => shop.copy(from, `tree-${++trees}`);

  /** A file of root's outside of what may change, with what must still be true of it afterwards. */
  function victim(at: string) {
    const path = join(at, 'etc/victim');
    writeFileSync(path, 'root only\n', { mode: 0o600 });
    const unharmed = () => {
      const { uid, gid, mode } = lstatSync(path);
      expect([readFileSync(path, 'utf8'), uid, gid, mode & 0o7777]).toEqual(['root only\n', 0, 0, 0o600]);
    };
    return { path, unharmed };
  }

  const TARGETS = [
    { path: 'var/db/msyspg/server.key', owner: MSYSPG },
    { path: 'opt/msys/ecwebui/config/site/server.crt', owner: ECUSER },
  ];
  const PLANTS: { what: string; plant: (disk: string, victim: string) => void }[] = [
    { what: "a link to a file of root's", plant: (disk, target) => symlinkSync(target, disk) },
    { what: 'a link in paths of the tree', plant: (disk) => symlinkSync('/etc/victim', disk) },
    { what: 'a link that leads nowhere', plant: (disk) => symlinkSync('/etc/cron.d/planted', disk) },
    { what: "a hard link to a file of root's", plant: (disk, target) => linkSync(target, disk) },
    { what: 'a named pipe', plant: (disk) => execFileSync('mkfifo', [disk]) },
    { what: 'a directory', plant: (disk) => mkdirSync(disk) },
  ];

  describe.each(TARGETS)('$path', ({ path, owner }) => {
    test.each(PLANTS)('$what there is refused and named, and nothing changes', async ({ what, plant }) => {
      const at = tree();
      const { path: target, unharmed } = victim(at);
      rmSync(join(at, path), { force: true });
      plant(join(at, path), target);
      if (!what.startsWith('a hard')) lchownSync(join(at, path), owner, owner);
      const before = snapshot(at);
      const ended = await shop.run(at, [...APPLY, ...BOTH]);
      expect([1, 3], ended.err + ended.out).toContain(ended.exit);
      expect(ended.err + ended.out).toContain(`/${path}`);
      unharmed();
      expect(differences(before, snapshot(at))).toEqual([]);
      expect(existsSync(join(at, 'etc/cron.d/planted'))).toBe(false);
    });
  });

  test('config/site itself as a link of ecuser is refused and named, whoever owns what it leads to', async () => {
    const at = tree();
    const site = join(at, 'opt/msys/ecwebui/config/site');
    renameSync(site, join(at, 'opt/elsewhere'));
    symlinkSync('/opt/elsewhere', site);
    lchownSync(site, ECUSER, ECUSER);
    const before = snapshot(at);
    const ended = await shop.run(at, [...APPLY, ...BOTH]);
    expect([1, 3]).toContain(ended.exit);
    expect(ended.err + ended.out).toContain('/opt/msys/ecwebui/config/site');
    expect(differences(before, snapshot(at))).toEqual([]);
  });

  test('a data directory that root moved and left a link to is worked in', async () => {
    const at = tree();
    renameSync(join(at, 'var/db/msyspg'), join(at, 'opt/data'));
    symlinkSync('/opt/data', join(at, 'var/db/msyspg'));
    const before = snapshot(at);
    expect(await shop.run(at, [...APPLY, ...BOTH])).toMatchObject({ exit: 0 });
    expect(statSync(join(at, 'opt/data/server.key'))).toMatchObject({ uid: MSYSPG, gid: MSYSPG });
    expect(lstatSync(join(at, 'var/db/msyspg')).isSymbolicLink()).toBe(true);
    expect(await shop.run(at, ['rollback', '--yes', '--no-services'])).toMatchObject({ exit: 0 });
    expect(differences(before, snapshot(at))).toEqual([]);
  });

  test.each(PLANTS)('$what that comes between the plan and the apply stops it', async ({ what, plant }) => {
    const at = tree();
    const { path: target, unharmed } = victim(at);
    const path = 'opt/msys/ecwebui/config/site/server.key';
    // Stopped where it looks again at what the plan was made from: the plan is made then, nothing is written.
    const run = shop.start(at, [...APPLY, ...BOTH]);
    while (!/Looking again/.test(run.said()) && run.child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 1));
    run.child.kill('SIGSTOP');
    plant(join(at, path), target);
    if (!what.startsWith('a hard')) lchownSync(join(at, path), ECUSER, ECUSER);
    run.child.kill('SIGCONT');
    const ended = await run.ended;
    expect([1, 4, 7], ended.err).toContain(ended.exit);
    expect(ended.err).toContain(`/${path}`);
    unharmed();
    const left = snapshot(at);
    const planted = left.get(`/${path}`);
    expect(planted).toBeDefined();
    rmSync(join(at, path), { recursive: true });
    rmSync(target);
    expect(differences(snapshot(stock), snapshot(at))).toEqual([]);
  });

  test('names swapped back and forth by the accounts while it runs: nothing of root changes, and no run hangs', async () => {
    const at = tree();
    const { path: target, unharmed } = victim(at);
    const inside = statSync(target);
    // Each account turns what it owns into a link and back, as fast as it can.
    const race = (uid: number, directory: string, name: string) =>
      spawn(
        'setpriv',
        [
          `--reuid=${uid}`,
          `--regid=${uid}`,
          '--clear-groups',
          '--',
          '/bin/sh',
          '-c',
          'cd "$1" || exit; while :; do ln -sfn "$3" "$2"; rm -rf "$2"; for each in .[!.]*; do ln -sfn "$3" "$each.swapped"; mv -f "$each.swapped" "$each"; done; rm -f .[!.]*; done',
          'sh',
          join(at, directory),
          name,
          target,
        ],
        { stdio: 'ignore', detached: true },
      );
    const racers = [race(MSYSPG, 'var/db/msyspg', 'server.key'), race(ECUSER, 'opt/msys/ecwebui/config/site', 'server.crt')];
    const exits: (number | string | null)[] = [];
    try {
      const until = Date.now() + 4000;
      while (Date.now() < until) {
        const ended = await shop.run(at, [...APPLY, ...BOTH]);
        exits.push(ended.exit);
        expect(ended.err).not.toMatch(/TypeError|ReferenceError|\n {4}at /);
      }
    } finally {
      for (const racer of racers) if (racer.pid !== undefined) process.kill(-racer.pid, 'SIGKILL');
    }
    console.log(`swap race: ${exits.length} runs, exit codes ${exits.join(' ')}`);
    expect(exits.length).toBeGreaterThan(1);
    expect(exits.every((exit) => [0, 1, 3, 4, 5, 7].includes(Number(exit)))).toBe(true);
    unharmed();
    expect(statSync(target).nlink).toBe(inside.nlink);
    for (const [path, row] of snapshot(stock))
      if (!/^\/(var\/db\/msyspg|opt\/msys\/ecwebui\/config)/.test(path)) expect(snapshot(at).get(path), path).toBe(row);
  });

  test('ACLs and extended attributes of edited files are kept, and come back with a rollback', async () => {
    const at = tree();
    const file = join(at, 'opt/msys/ecwebui/config/httpd.conf');
    execFileSync('setfacl', ['-m', `u:${ECUSER}:rw,g:${MSYSPG}:r`, file]);
    spawnSync('python3', ['-c', 'import os,sys; os.setxattr(sys.argv[1], "user.note", b"kept")', file]);
    const read = () =>
      execFileSync('getfacl', ['-cpn', file], { encoding: 'utf8' }) +
      spawnSync('python3', ['-c', 'import os,sys; print(os.getxattr(sys.argv[1], "user.note"))', file], { encoding: 'utf8' })
        .stdout;
    const before = [read(), snapshot(at)] as const;
    expect(before[0]).toContain(`user:${ECUSER}:rw-`);
    expect(await shop.run(at, [...APPLY, ...BOTH])).toMatchObject({ exit: 0 });
    expect(readFileSync(file, 'utf8')).toContain('momentum-secure');
    expect(read()).toBe(before[0]);
    expect(await shop.run(at, ['rollback', '--yes', '--no-services'])).toMatchObject({ exit: 0 });
    expect(read()).toBe(before[0]);
    expect(differences(before[1], snapshot(at))).toEqual([]);
  });

  test('an immutable file, or directory, is refused with nothing changed', async () => {
    for (const path of ['var/db/msyspg/pg_hba.conf', 'opt/msys/ecwebui/config/site']) {
      const at = tree();
      const before = snapshot(at);
      if (spawnSync('chattr', ['+i', join(at, path)]).status !== 0) return;
      try {
        const ended = await shop.run(at, [...APPLY, ...BOTH]);
        expect([1, 3], ended.err).toContain(ended.exit);
        expect(ended.err + ended.out).toContain(`/${path}`);
        expect(differences(before, snapshot(at))).toEqual([]);
      } finally {
        spawnSync('chattr', ['-i', join(at, path)]);
      }
    }
  });

  test.each(['0000', '0022', '0027', '0077'])('under umask %s every file has the same owner and mode', async (umask) => {
    const at = tree();
    const [program = '', ...args] = shop.argv(at, [...APPLY, ...BOTH]);
    const done = spawnSync('/bin/sh', ['-c', `umask ${umask}; exec "$0" "$@"`, program, ...args], { env: shop.environment });
    expect(done.status).toBe(0);
    const facts = (of: string) =>
      readdirSync(of, { recursive: true, encoding: 'utf8' })
        .filter((name) => !/originals\/.*-[0-9a-f]{16}$/.test(name))
        .sort()
        .map((name) => {
          const { mode, uid, gid } = lstatSync(join(of, name));
          return `${name} ${(mode & 0o7777).toString(8)} ${uid}:${gid}`;
        });
    expect(facts(at)).toEqual(facts(required));
    expect(statSync(join(at, 'var/db/msyspg/server.key'))).toMatchObject({ uid: MSYSPG, mode: 0o100600 });
    expect(statSync(join(at, 'var/lib/momentum-secure')).mode & 0o7777).toBe(0o700);
  });

  test('apply, off, apply, off: the same bytes every time, and nothing left in the index of originals', async () => {
    const at = tree();
    const before = snapshot(at);
    for (let round = 1; round <= 2; round += 1) {
      expect(await shop.run(at, [...APPLY, ...BOTH])).toMatchObject({ exit: 0 });
      expect(await shop.run(at, ['plan', ...BOTH])).toMatchObject({ exit: 0 });
      expect(await shop.run(at, [...APPLY, ...OFF])).toMatchObject({ exit: 0 });
      expect(differences(before, snapshot(at))).toEqual([]);
      for (const choice of ['databaseSsl', 'webUiSsl'])
        expect(JSON.parse(readFileSync(join(at, `var/lib/momentum-secure/originals/${choice}.json`), 'utf8'))).toEqual([]);
      expect(await shop.run(at, ['plan', ...OFF])).toMatchObject({ exit: 0 });
    }
    const store = join(at, 'var/lib/momentum-secure');
    for (const name of readdirSync(store, { recursive: true, encoding: 'utf8' })) {
      const facts = statSync(join(store, name));
      expect([name, facts.mode & 0o7777, facts.uid]).toEqual([name, facts.isDirectory() ? 0o700 : 0o600, 0]);
    }
  });

  test('a rollback gives back bytes, owner, mode and absence, and is an entry that can be rolled back', async () => {
    const at = tree();
    chownSync(join(at, 'var/db/msyspg/pg_hba.conf'), MSYSPG, 0);
    const before = snapshot(at);
    expect(await shop.run(at, [...APPLY, ...BOTH])).toMatchObject({ exit: 0 });
    const applied = snapshot(at);
    const rollback = ['rollback', '--yes', '--no-services'];
    expect(await shop.run(at, rollback)).toMatchObject({ exit: 0 });
    expect(differences(before, snapshot(at))).toEqual([]);
    expect(await shop.run(at, rollback)).toMatchObject({ exit: 0 });
    expect(differences(applied, snapshot(at))).toEqual([]);
    // The choices know again what is theirs: off still gives the operator's bytes back.
    expect(await shop.run(at, [...APPLY, ...OFF])).toMatchObject({ exit: 0 });
    expect(differences(before, snapshot(at))).toEqual([]);
    expect(JSON.parse((await shop.run(at, ['history', '--json'])).out).map((entry: { id: string }) => entry.id)).toEqual([
      '0001',
      '0002',
      '0003',
      '0004',
    ]);
  });

  test.each(['var/db/msyspg/postgresql.conf', 'var/db/msyspg/server.crt', 'opt/msys/ecwebui/config/momentum-secure-ssl.conf'])(
    'a rollback over a later edit of %s is refused and named',
    async (path) => {
      const at = tree(required);
      writeFileSync(join(at, path), `${readFileSync(join(at, path), 'utf8')}# mine\n`);
      const before = snapshot(at);
      const ended = await shop.run(at, ['rollback', '--yes', '--no-services']);
      expect(ended).toMatchObject({ exit: 7, err: expect.stringContaining(`/${path} was edited since 0001`) });
      expect(differences(before, snapshot(at))).toEqual([]);
    },
  );

  test('a rollback works where configurations are broken that it is not about', async () => {
    const at = tree();
    expect(await shop.run(at, [...APPLY, '--set', 'databaseSsl=require'])).toMatchObject({ exit: 0 });
    writeFileSync(join(at, 'opt/msys/ecwebui/config/httpd.conf'), '<VirtualHost\n"unclosed\n');
    writeFileSync(join(at, 'var/db/msyspg/postgresql.auto.conf'), "port = 'unclosed\n= =\n");
    const ended = await shop.run(at, ['rollback', '--yes', '--no-services']);
    expect(ended, ended.err).toMatchObject({ exit: 0 });
    const left = differences(snapshot(stock), snapshot(at)).map((row) => row.split(':')[0]);
    expect(left).toEqual(['/opt/msys/ecwebui/config/httpd.conf', '/var/db/msyspg/postgresql.auto.conf']);
  });

  describe('what the disk does', () => {
    const FAULTS = [
      { call: 'pwrite64', error: 'ENOSPC' },
      { call: 'fsync', error: 'EIO' },
      { call: 'rename', error: 'EPERM' },
      { call: 'mkdir', error: 'ENOSPC' },
      { call: 'fchown', error: 'EDQUOT' },
    ];
    test.each(FAULTS)(
      '$error of $call, once, at several moments: as before with 1 or 4, or finished',
      async ({ call, error }) => {
        for (const nth of [9, 19, 26]) {
          const at = tree();
          const inject = injecting(call, `error=${error}:when=${nth}`);
          const ended = await shop.run(at, [...APPLY, ...BOTH], { before: inject });
          expect([0, 1, 4], `${nth}: ${ended.err}`).toContain(ended.exit);
          if (ended.exit === 0)
            expect(differences(snapshot(required), snapshot(at)).filter((row) => !/server\.(key|crt):/.test(row))).toEqual([]);
          else {
            expect(differences(snapshot(stock), snapshot(at)), `${nth}`).toEqual([]);
            expect(ended.err, `${nth}`).toMatch(new RegExp(`${error}|Nothing was changed`));
          }
          expect(existsSync(join(at, 'var/lib/momentum-secure/journal.json')), `${nth}`).toBe(false);
          rmSync(at, { recursive: true });
        }
      },
      120_000,
    );

    test('every write fails from some moment on: as before, or every file and its original named, and the next run puts it right', async () => {
      const exits: (number | string | null)[] = [];
      for (const nth of [12, 20, 24]) {
        const at = tree(required);
        const before = snapshot(at);
        const inject = injecting('pwrite64', `error=ENOSPC:when=${nth}+`);
        const set = ['--set', 'certificates.hostname=other.example.com'];
        const ended = await shop.run(at, [...APPLY, ...set], { before: inject });
        exits.push(ended.exit);
        expect([0, 1, 4, 5], `${nth}: ${ended.err}`).toContain(ended.exit);
        if (ended.exit === 5) {
          for (const [path] of new Map(differences(before, snapshot(at)).map((row) => [row.split(':')[0], row])))
            if (/(msyspg|site)\/server\.(key|crt)$/.test(path ?? '')) expect(ended.err, `${nth}`).toContain(String(path));
          expect(ended.err).toMatch(/Its original is \/var\/lib\/momentum-secure\/history\/\d+\/before\/\d/);
          expect(await shop.run(at, ['apply', '--yes', '--no-services'])).toMatchObject({ exit: 0 });
        }
        if (ended.exit !== 0) expect(differences(before, snapshot(at)), `${nth}`).toEqual([]);
        rmSync(at, { recursive: true });
      }
      console.log(`no space from a moment on: exit codes ${exits.join(' ')}`);
    });

    test('a file system that is really full', async () => {
      const mount = join(shop.directory, 'small');
      mkdirSync(mount);
      if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=3m,mode=755', 'tmpfs', mount]).status !== 0) return;
      try {
        const at = shop.copy(stock, 'small/tree');
        const before = snapshot(at);
        for (const free of [0, 20_480]) {
          const fill = join(mount, 'fill');
          spawnSync('dd', ['if=/dev/zero', `of=${fill}`, 'bs=4096']);
          spawnSync('truncate', ['-s', `-${free}`, fill]);
          const ended = await shop.run(at, [...APPLY, ...BOTH]);
          expect([1, 3, 4], `${free}: ${ended.err}`).toContain(ended.exit);
          expect(differences(before, snapshot(at)), `${free}`).toEqual([]);
          rmSync(fill);
        }
        expect(await shop.run(at, [...APPLY, ...BOTH])).toMatchObject({ exit: 0 });
      } finally {
        spawnSync('umount', [mount]);
      }
    });
  });
});
