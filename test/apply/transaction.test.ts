import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { applyChanges } from '../../src/apply/apply.ts';
import { LocalMachine } from '../../src/apply/local-machine.ts';
import { recover } from '../../src/apply/recovery.ts';
import { sha256 } from '../../src/host/facts.ts';
import { readOriginals } from '../../src/host/originals.ts';
import { type HostPath, hostPath } from '../../src/model/paths.ts';
import type { Change } from '../../src/plan/change.ts';
import {
  common,
  contents,
  dyingMachine,
  ECUSER,
  forget,
  hosts,
  jobOf,
  makeTree,
  PRIVATE,
  PUBLIC,
  pairChange,
  put,
} from './support.ts';

const key = hostPath('/srv/server.key');
const certificate = hostPath('/srv/server.crt');
const edited = hostPath('/srv/edited.conf');

/** One change of each kind, over a tree that has something for each. */
function everyKind(root: string): readonly Change[] {
  put(root, edited, 'a = 1\n', ECUSER, 0o640);
  put(root, '/srv/removed', 'to go\n', ECUSER, 0o604);
  put(root, '/srv/attributes', 'mine\n', ECUSER, 0o666);
  put(root, '/srv/restored', 'ours\n', ECUSER, 0o600);
  put(root, '/srv/kept-original', 'theirs\n', ECUSER, 0o600);
  put(root, key, 'old key\n', ECUSER, 0o600);
  put(root, certificate, 'old certificate\n', ECUSER, 0o644);
  const hash = (text: string) => sha256(Buffer.from(text));
  return [
    { kind: 'directory', ...common, path: hostPath('/srv/made'), attributes: { ...PUBLIC, mode: 0o750 } },
    { kind: 'create', ...common, path: hostPath('/srv/made/inside'), content: 'in a new directory\n', attributes: PUBLIC },
    { kind: 'create', ...common, path: hostPath('/srv/created'), content: 'new\n', attributes: PRIVATE },
    pairChange(key, certificate),
    { kind: 'edit', ...common, path: edited, onHash: hash('a = 1\n'), splices: [{ start: 4, end: 5, text: '2' }] },
    { kind: 'attributes', ...common, path: hostPath('/srv/attributes'), attributes: PRIVATE },
    {
      kind: 'restore',
      ...common,
      path: hostPath('/srv/restored'),
      from: hostPath('/srv/kept-original'),
      hash: hash('theirs\n'),
      onHash: hash('ours\n'),
      attributes: PUBLIC,
    },
    { kind: 'remove', ...common, path: hostPath('/srv/removed'), onHash: hash('to go\n') },
  ];
}

/** The tree as it is to be, with the pair's bytes left out: every run makes another. */
function withoutPair(rows: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(rows).map(([path, row]) => [path, /server\./.test(path) ? row.replace(/ x1 .*/s, '') : row]),
  );
}

function pairOf(root: string): string {
  const [one, other] = [key, certificate].map((path) => readFileSync(join(root, path), 'utf8'));
  return one?.replace(/^\S* ?key/, '') === other?.replace(/^\S* ?certificate/, '') ? 'matches' : `${one} against ${other}`;
}

test('every kind of change is made, recorded, and leaves nothing beside', async () => {
  const root = makeTree();
  const changes = everyKind(root);
  const end = await applyChanges(new LocalMachine(root), hosts(root), jobOf(root, changes));
  expect(end).toMatchObject({ outcome: 'applied', id: '0001' });
  const owner = `${ECUSER.uid}:${ECUSER.gid}`;
  expect(withoutPair(contents(root))).toMatchObject({
    '/srv/made': `750 ${owner} directory`,
    '/srv/made/inside': `644 ${owner} x1 in a new directory\n`,
    '/srv/created': `600 ${owner} x1 new\n`,
    '/srv/edited.conf': `640 ${owner} x1 a = 2\n`,
    '/srv/attributes': `600 ${owner} x1 mine\n`,
    '/srv/restored': `644 ${owner} x1 theirs\n`,
    '/srv/server.key': `600 ${owner}`,
    '/srv/server.crt': `644 ${owner}`,
  });
  expect(pairOf(root)).toBe('matches');
  expect(readdirSync(join(root, 'srv')).sort()).toEqual(
    ['attributes', 'created', 'edited.conf', 'kept-original', 'made', 'restored', 'server.crt', 'server.key'].sort(),
  );
  expect((await readOriginals(hosts(root)(), 'webUiSsl')).map(({ path }) => path).sort()).toContain('/srv/removed');
});

test('our records are for root alone', async () => {
  const root = makeTree();
  await applyChanges(new LocalMachine(root), hosts(root), jobOf(root, everyKind(root)));
  const state = join(root, 'var/lib/momentum-secure');
  for (const name of readdirSync(state, { recursive: true, encoding: 'utf8' })) {
    const facts = statSync(join(state, name));
    expect([name, facts.mode & 0o7777, facts.uid]).toEqual([name, facts.isDirectory() ? 0o700 : 0o600, process.getuid?.()]);
  }
});

test('killed before any of its acts, the next run leaves all as before, or finds all done', async () => {
  let points = 0;
  for (let at = 1; ; at += 1) {
    const root = makeTree();
    const changes = everyKind(root);
    const before = contents(root);
    const dying = dyingMachine(new LocalMachine(root), at);
    await applyChanges(dying.machine, hosts(root), jobOf(root, changes)).catch(() => undefined);
    if (dying.calls() < at) break;
    points += 1;
    // While it is in between, both halves of the pair belong together all the time.
    expect(pairOf(root), `act ${at}`).toBe('matches');
    const recovered = await recover(new LocalMachine(root), hosts(root), false);
    expect(recovered?.outcome, `act ${at}`).not.toBe('incomplete');
    if (existsSync(join(root, 'var/lib/momentum-secure/history/0001/receipt.json')))
      expect(contents(root)[edited], `act ${at}`).toContain('a = 2');
    else expect(contents(root), `act ${at}`).toEqual(before);
    expect(existsSync(join(root, 'var/lib/momentum-secure/journal.json'))).toBe(false);
    expect(readdirSync(join(root, 'srv')).filter((name) => name.startsWith('.'))).toEqual([]);
    forget(root);
  }
  expect(points).toBeGreaterThan(90);
});

test('killed again at any act of the recovery, the one after that puts all back', async () => {
  let points = 0;
  for (let at = 1; ; at += 1) {
    const root = makeTree();
    const changes = everyKind(root);
    const before = contents(root);
    // Everything is in place then, and nothing is recorded.
    const first = dyingMachine(new LocalMachine(root), Number.POSITIVE_INFINITY);
    const verify = async () => {
      first.die();
      return [];
    };
    await applyChanges(first.machine, hosts(root), jobOf(root, changes, { verify })).catch(() => undefined);
    expect(contents(root)[edited]).toContain('a = 2');
    const dying = dyingMachine(new LocalMachine(root), at);
    await recover(dying.machine, hosts(root), false).catch(() => undefined);
    if (dying.calls() < at) break;
    points += 1;
    expect(pairOf(root), `act ${at}`).toBe('matches');
    expect((await recover(new LocalMachine(root), hosts(root), false))?.outcome ?? 'put-back', `act ${at}`).toBe('put-back');
    expect(contents(root), `act ${at}`).toEqual(before);
    forget(root);
  }
  expect(points).toBeGreaterThan(50);
});

describe('what somebody else does meanwhile', () => {
  const during = async (root: string, changes: readonly Change[], act: () => void) =>
    applyChanges(
      new LocalMachine(root),
      hosts(root),
      jobOf(root, changes, {
        verify: async () => {
          act();
          return ['worse than before'];
        },
      }),
    );

  test('an edit while the new state is tried stops it before the first write', async () => {
    const root = makeTree();
    const changes = everyKind(root);
    const host = hosts(root)();
    await host.read(edited);
    const end = await applyChanges(
      new LocalMachine(root),
      hosts(root),
      jobOf(root, changes, {
        preconditions: host.observations(),
        rehearse: async () => {
          put(root, edited, 'theirs now\n', ECUSER, 0o640);
          return { doubts: [], leaveAlone: [] };
        },
      }),
    );
    expect(end).toMatchObject({ outcome: 'stale', moved: [{ path: edited }] });
    expect(readFileSync(join(root, edited), 'utf8')).toBe('theirs now\n');
    expect(existsSync(join(root, 'srv/created'))).toBe(false);
  });

  test('an edit between two writes is not overwritten, and all else is put back', async () => {
    const root = makeTree();
    const changes = everyKind(root);
    const before = contents(root);
    const end = await applyChanges(
      new LocalMachine(root),
      hosts(root),
      jobOf(root, changes, {
        say: (_, what) => {
          if (what === `Writing ${key}`) writeFileSync(join(root, edited), 'theirs now\n');
        },
      }),
    );
    expect(end).toMatchObject({
      outcome: 'rolled-back',
      reasons: [expect.stringContaining('was changed while this was under way')],
    });
    expect(contents(root)).toEqual({ ...before, [edited]: before[edited]?.replace('a = 1', 'theirs now') });
  });

  test('an edit of what we wrote is left alone when it is put back, and both versions are named', async () => {
    const root = makeTree();
    const changes = everyKind(root);
    const end = await during(root, changes, () => writeFileSync(join(root, edited), 'edited after\n'));
    expect(end).toMatchObject({ outcome: 'incomplete', conflicts: [{ path: edited, reason: 'it was changed since' }] });
    if (end.outcome !== 'incomplete') throw new Error('unreachable');
    expect(readFileSync(join(root, end.conflicts[0]?.original as HostPath), 'utf8')).toBe('a = 1\n');
    expect(readFileSync(join(root, edited), 'utf8')).toBe('edited after\n');
    expect(existsSync(join(root, 'var/lib/momentum-secure/journal.json'))).toBe(true);
    expect(existsSync(join(root, 'srv/created'))).toBe(false);
  });

  test('the file that waits beside is not believed when it was changed: the copy in the store is', async () => {
    const root = makeTree();
    const changes = everyKind(root);
    const before = contents(root);
    const end = await during(root, changes, () => {
      const beside = readdirSync(join(root, 'srv')).filter((name) => name.endsWith('.before'));
      expect(beside.length).toBe(3);
      for (const name of beside) writeFileSync(join(root, 'srv', name), 'planted');
    });
    expect(end).toMatchObject({ outcome: 'rolled-back', startedChanging: true });
    expect(contents(root)).toEqual(before);
  });

  test('a receipt that cannot be written puts everything back', async () => {
    const root = makeTree();
    const changes = everyKind(root);
    const before = contents(root);
    const end = await applyChanges(
      new LocalMachine(root),
      hosts(root),
      jobOf(root, changes, {
        verify: async () => {
          mkdirSync(join(root, 'var/lib/momentum-secure/history/0001/receipt.json'));
          return [];
        },
      }),
    );
    expect(end).toMatchObject({ outcome: 'rolled-back', startedChanging: true });
    expect(contents(root)).toEqual(before);
  });
});

describe('an interruption', () => {
  test.each(['Trying the new', 'Keeping the originals', `Writing ${key}`, `Writing ${edited}`, 'Removing /srv/removed'])(
    'at "%s" leaves all as before',
    async (moment) => {
      const root = makeTree();
      const changes = everyKind(root);
      const before = contents(root);
      const controller = new AbortController();
      const say = (_: string, what: string) => {
        if (what.startsWith(moment)) controller.abort();
      };
      const end = await applyChanges(
        new LocalMachine(root),
        hosts(root),
        jobOf(root, changes, { say, signal: controller.signal }),
      );
      expect(end).toMatchObject({ interrupted: true });
      expect(contents(root)).toEqual(before);
      expect(existsSync(join(root, 'var/lib/momentum-secure/journal.json'))).toBe(false);
      expect(
        readdirSync(join(root, 'var/lib/momentum-secure/')).includes('history')
          ? readdirSync(join(root, 'var/lib/momentum-secure/history'))
          : [],
      ).toEqual([]);
    },
  );
});

test('services that a rehearsal wants left alone, and those that have stopped meanwhile, are not restarted', async () => {
  const root = makeTree();
  const restarted: string[] = [];
  const service = (name: string, state: 'running' | 'stopped') => ({
    service: name,
    title: name,
    action: 'restart' as const,
    test: undefined,
    command: { program: hostPath(`/etc/init.d/${name}`), args: [] },
    running: async () => ({ state, pid: restarted.includes(name) ? 2 : 1 }) as const,
  });
  const machine = new Proxy(new LocalMachine(root), {
    get: (target, name) => {
      if (name === 'run')
        return async ({ program }: { program: string }) => {
          restarted.push(program.replace('/etc/init.d/', ''));
          return { exit: 0, stdout: '', stderr: '' };
        };
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const end = await applyChanges(
    machine,
    hosts(root),
    jobOf(root, everyKind(root), {
      services: [service('one', 'running'), service('two', 'stopped'), service('three', 'running')],
      rehearse: async () => ({ doubts: [], leaveAlone: ['three'] }),
    }),
  );
  expect(restarted).toEqual(['one']);
  expect(end).toMatchObject({ outcome: 'applied', services: [{ service: 'one' }] });
});

test('a directory that got company is left, and named', async () => {
  const root = makeTree();
  const end = await applyChanges(
    new LocalMachine(root),
    hosts(root),
    jobOf(root, everyKind(root), {
      verify: async () => {
        put(root, '/srv/made/theirs', 'x', ECUSER);
        chmodSync(join(root, 'srv/made/theirs'), 0o600);
        return ['worse'];
      },
    }),
  );
  expect(end).toMatchObject({
    outcome: 'incomplete',
    conflicts: [{ path: '/srv/made', reason: expect.stringContaining('ENOTEMPTY') }],
  });
});
