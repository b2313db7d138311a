import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { applyChanges } from '../../src/apply/apply.ts';
import {
  dropEntry,
  ensureStore,
  HISTORY,
  nextId,
  prunedEntries,
  type Receipt,
  readHistory,
  readReceipt,
} from '../../src/apply/history.ts';
import { readJournal, writeJournal } from '../../src/apply/journal.ts';
import { LocalMachine } from '../../src/apply/local-machine.ts';
import { LockedError, takeLock } from '../../src/apply/lock.ts';
import { findMoved } from '../../src/apply/preconditions.ts';
import { pruneHistory } from '../../src/apply/prune.ts';
import { recover, saidOfRecovery } from '../../src/apply/recovery.ts';
import { sha256 } from '../../src/host/facts.ts';
import { readOriginals } from '../../src/host/originals.ts';
import { hostPath, joinPath } from '../../src/model/paths.ts';
import { planRollback } from '../../src/operations/rollback.ts';
import type { Change } from '../../src/plan/change.ts';
import { common, contents, ECUSER, hosts, jobOf, makeTree, PUBLIC, put } from './support.ts';

const file = hostPath('/srv/file');

function edit(before: string, after: string): Change {
  return {
    kind: 'edit',
    ...common,
    path: file,
    onHash: sha256(Buffer.from(before)),
    splices: [{ start: 0, end: before.length, text: after }],
  };
}

async function applied(root: string, ...changes: Change[]) {
  const end = await applyChanges(new LocalMachine(root), hosts(root), jobOf(root, changes));
  expect(end, JSON.stringify(end)).toMatchObject({ outcome: 'applied' });
  return end;
}

describe('the lock', () => {
  test('a second one learns who has it, since when, doing what; it ends when it is released', async () => {
    const root = makeTree();
    const since = new Date('2026-11-21T10:00:00Z');
    const lock = await takeLock(root, 'apply', since);
    const refused = await takeLock(root, 'rollback', new Date()).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(LockedError);
    expect((refused as LockedError).holder).toEqual({ pid: process.pid, since: since.toISOString(), doing: 'apply' });
    await lock.release();
    await (await takeLock(root, 'rollback', new Date())).release();
  });

  test('of several at once one has it', async () => {
    const root = makeTree();
    const tries = await Promise.allSettled([1, 2, 3, 4].map((each) => takeLock(root, `run ${each}`, new Date())));
    const taken = tries.filter((each) => each.status === 'fulfilled');
    expect(taken.length).toBe(1);
    for (const each of tries)
      if (each.status === 'rejected') expect((each.reason as LockedError).holder?.doing).toMatch(/^run \d$/);
    for (const each of taken) await each.value.release();
  });

  test('what a killed run wrote into it keeps nobody out', async () => {
    const root = makeTree();
    put(
      root,
      '/var/lib/momentum-secure/lock',
      '{"pid":1,"since":"2020-01-01T00:00:00.000Z","doing":"an old apply with a long name"}\n',
    );
    const lock = await takeLock(root, 'apply', new Date());
    expect(JSON.parse(readFileSync(join(root, 'var/lib/momentum-secure/lock'), 'utf8'))).toMatchObject({
      pid: process.pid,
      doing: 'apply',
    });
    await lock.release();
  });
});

describe('history', () => {
  test('numbers go up, also over one that was never finished, and past four digits', async () => {
    const root = makeTree();
    expect(await nextId(hosts(root)())).toBe('0001');
    for (const id of ['0007', '9999']) mkdirSync(join(root, HISTORY, id), { recursive: true });
    expect(await nextId(hosts(root)())).toBe('10000');
  });

  test('entries come oldest first, and one that is damaged is passed over', async () => {
    const root = makeTree();
    for (const id of ['10000', '0002', '0001', '0003']) {
      mkdirSync(join(root, HISTORY, id), { recursive: true });
      writeFileSync(join(root, HISTORY, id, 'receipt.json'), id === '0002' ? '{"id":' : JSON.stringify({ id }));
    }
    expect((await readHistory(hosts(root)())).map(({ id }) => id)).toEqual(['0001', '0003', '10000']);
    expect(await readReceipt(hosts(root)(), '../0001')).toBeUndefined();
  });

  test('a store that two runs make at once is made once', async () => {
    const root = makeTree();
    const machine = new LocalMachine(root);
    const host = hosts(root)();
    // Both have looked before either has made it.
    await host.stat(HISTORY);
    await ensureStore(machine, hosts(root)(), [HISTORY]);
    await expect(ensureStore(machine, host, [HISTORY])).resolves.toBeUndefined();
    await dropEntry(machine, hosts(root)(), '0001');
    expect(readdirSync(join(root, HISTORY))).toEqual([]);
  });
});

describe('recovery', () => {
  test('there is nothing to do without a journal', async () => {
    const root = makeTree();
    expect(await recover(new LocalMachine(root), hosts(root), true)).toBeUndefined();
  });

  test('a run that had only its journal left to remove is completed, with what waits beside', async () => {
    const root = makeTree();
    put(root, file, 'old', ECUSER);
    const end = await applied(root, edit('old', 'new'));
    if (end.outcome !== 'applied') throw new Error(end.outcome);
    const { id } = end;
    const receipt = await readReceipt(hosts(root)(), id);
    const steps = receipt?.steps ?? [];
    const journal = {
      format: 1,
      id,
      startedAt: receipt?.at ?? '',
      pid: 1,
      doing: 'apply',
      steps,
      services: [],
      restarted: false,
    } as const;
    await writeJournal(new LocalMachine(root), journal);
    put(root, `/srv/${steps[0]?.temporary}.before`, 'old', ECUSER);
    const recovered = await recover(new LocalMachine(root), hosts(root), true);
    expect(recovered?.outcome).toBe('completed');
    expect(recovered && saidOfRecovery(recovered)).toContain('had done everything but its last record');
    expect(readdirSync(join(root, 'srv'))).toEqual(['file']);
    expect(readFileSync(join(root, file), 'utf8')).toBe('new');
  });

  test('services that were told to restart are told again, and one that does not come back is named', async () => {
    const root = makeTree();
    put(root, file, 'as before', ECUSER);
    put(root, '/etc/init.d/good', `#!/bin/sh\necho "$1" >> ${root}/said\n`, undefined, 0o755);
    put(root, '/etc/init.d/bad', '#!/bin/sh\necho "port is taken" >&2\nexit 1\n', undefined, 0o755);
    const service = (name: string) => ({
      service: name,
      title: name,
      command: { program: hostPath(`/etc/init.d/${name}`), args: ['restart'] },
    });
    const journal = {
      format: 1,
      id: '0001',
      startedAt: '2026-11-21T10:00:00Z',
      pid: 1,
      doing: 'apply',
      steps: [],
      services: [service('good'), service('bad')],
      restarted: true,
    } as const;
    await writeJournal(new LocalMachine(root), journal);
    expect(await recover(new LocalMachine(root), hosts(root), true)).toMatchObject({
      outcome: 'incomplete',
      down: ['bad: port is taken'],
    });
    expect(readFileSync(join(root, 'said'), 'utf8')).toBe('restart\n');
    expect(existsSync(join(root, 'var/lib/momentum-secure/journal.json'))).toBe(true);
    expect(await recover(new LocalMachine(root), hosts(root), false)).toMatchObject({ outcome: 'put-back' });
  });

  test('a journal that cannot be read is not passed over', async () => {
    const root = makeTree();
    put(root, '/var/lib/momentum-secure/journal.json', '{"format":1,');
    await expect(readJournal(hosts(root)())).rejects.toThrow(
      '/var/lib/momentum-secure/journal.json, the record of a run that did not finish',
    );
  });

  test('an edit since the crash of a file that had not been put in place is kept', async () => {
    const root = makeTree();
    put(root, file, 'old', ECUSER);
    const steps = [
      {
        path: file,
        before: { ...PUBLIC, kind: 'file', hash: sha256(Buffer.from('old')), copy: joinPath(HISTORY, '0001/before/0') },
        after: { ...PUBLIC, kind: 'file', hash: sha256(Buffer.from('new')) },
        temporary: '.file.staged',
      },
    ] as const;
    const journal = {
      format: 1,
      id: '0001',
      startedAt: '',
      pid: 1,
      doing: 'apply',
      steps,
      services: [],
      restarted: false,
    } as const;
    await writeJournal(new LocalMachine(root), journal);
    put(root, '/srv/.file.staged', 'new', ECUSER);
    put(root, file, 'edited by hand', ECUSER);
    expect(await recover(new LocalMachine(root), hosts(root), true)).toMatchObject({ outcome: 'put-back' });
    expect(contents(root)['/srv/file']).toContain('edited by hand');
    expect(readdirSync(join(root, 'srv'))).toEqual(['file']);
  });
});

describe('originals', () => {
  test('are of the first change, whatever comes after, and end when it is given back', async () => {
    const root = makeTree();
    put(root, file, 'theirs', ECUSER, 0o640);
    await applied(root, edit('theirs', 'first'));
    await applied(root, edit('first', 'second'));
    const [original, ...others] = await readOriginals(hosts(root)(), 'webUiSsl');
    expect(others).toEqual([]);
    expect(original).toMatchObject({
      path: file,
      before: { mode: 0o640, hash: sha256(Buffer.from('theirs')) },
      written: sha256(Buffer.from('second')),
    });
    expect(readFileSync(join(root, original?.before?.copy ?? ''), 'utf8')).toBe('theirs');
    await applied(root, edit('second', 'theirs'));
    expect(await readOriginals(hosts(root)(), 'webUiSsl')).toEqual([]);
    expect(existsSync(join(root, original?.before?.copy ?? ''))).toBe(true);
  });

  test('what nothing stood before is known as that', async () => {
    const root = makeTree();
    await applied(root, { kind: 'create', ...common, path: file, content: 'ours', attributes: PUBLIC });
    expect(await readOriginals(hosts(root)(), 'webUiSsl')).toMatchObject([{ path: file, before: null }]);
    await applied(root, { kind: 'remove', ...common, path: file, onHash: sha256(Buffer.from('ours')) });
    expect(await readOriginals(hosts(root)(), 'webUiSsl')).toEqual([]);
  });

  test('of each choice are its own', async () => {
    const root = makeTree();
    put(root, file, 'theirs', ECUSER);
    await applied(root, edit('theirs', 'first'), { ...edit('first', 'second'), choice: 'databaseSsl' });
    expect((await readOriginals(hosts(root)(), 'webUiSsl')).length).toBe(1);
    expect((await readOriginals(hosts(root)(), 'databaseSsl')).length).toBe(1);
    expect(readFileSync(join(root, file), 'utf8')).toBe('second');
  });

  test('what another choice leaves in a file is no edit of somebody, and what it takes back ends them', async () => {
    const root = makeTree();
    put(root, file, 'theirs', ECUSER);
    await applied(root, edit('theirs', 'first'));
    await applied(root, { ...edit('first', 'second'), choice: 'databaseSsl' });
    expect(await readOriginals(hosts(root)(), 'webUiSsl')).toMatchObject([{ written: sha256(Buffer.from('second')) }]);
    await applied(root, { ...edit('second', 'theirs'), choice: 'databaseSsl' });
    expect(await readOriginals(hosts(root)(), 'webUiSsl')).toEqual([]);
    expect(await readOriginals(hosts(root)(), 'databaseSsl')).toEqual([]);
  });

  test('what a choice found of another one that was taken back meanwhile is never given back', async () => {
    const root = makeTree();
    put(root, file, 'theirs', ECUSER);
    await applied(root, edit('theirs', 'first'));
    await applied(root, { ...edit('first', 'first+second'), choice: 'databaseSsl' });
    await applied(root, edit('first+second', 'second'));
    await applied(root, { ...edit('second', 'theirs'), choice: 'databaseSsl' });
    for (const choice of ['webUiSsl', 'databaseSsl']) expect(await readOriginals(hosts(root)(), choice)).toEqual([]);
  });
});

describe('what a plan was made from', () => {
  const look = async (root: string) => {
    const host = hosts(root)();
    await host.read(file);
    await host.stat(hostPath('/srv/absent'));
    return host.observations();
  };

  test('holds as long as nobody touches it', async () => {
    const root = makeTree();
    put(root, file, 'x', ECUSER);
    expect(await findMoved(hosts(root)(), await look(root))).toEqual([]);
  });

  test.each([
    { what: 'other bytes', act: (root: string) => put(root, file, 'y', ECUSER), path: file, is: /sha256/ },
    { what: 'another mode', act: (root: string) => put(root, file, 'x', ECUSER, 0o600), path: file, is: /0600/ },
    {
      what: 'something where nothing was',
      act: (root: string) => put(root, '/srv/absent', '', ECUSER),
      path: '/srv/absent',
      is: /^file/,
    },
  ])('$what: named with what it was and what it is', async ({ act, path, is }) => {
    const root = makeTree();
    put(root, file, 'x', ECUSER);
    const observed = await look(root);
    act(root);
    expect(await findMoved(hosts(root)(), observed)).toEqual([{ path, was: expect.any(String), is: expect.stringMatching(is) }]);
  });
});

describe('letting go of the past', () => {
  test('entries go by count, and what they answered stays known', async () => {
    const root = makeTree();
    put(root, file, '0', ECUSER);
    for (const each of [1, 2, 3, 4]) await applied(root, edit(String(each - 1), String(each)));
    await pruneHistory(new LocalMachine(root), hosts(root), { entries: 2, keyDays: 90 });
    const host = hosts(root)();
    expect((await readHistory(host)).map(({ id }) => id)).toEqual(['0003', '0004']);
    expect((await prunedEntries(host)).map(({ id }) => id)).toEqual(['0001', '0002']);
    expect(readdirSync(join(root, HISTORY))).toEqual(['0003', '0004']);
    // The operator's own bytes are what turning it off gives back, however long ago.
    const [original] = await readOriginals(host, common.choice);
    expect(readFileSync(join(root, original?.before?.copy ?? ''), 'utf8')).toBe('0');
    expect(await nextId(host)).toBe('0005');
  });

  test('an old key goes by age, and only from what can be rolled back', async () => {
    const root = makeTree();
    const key = '-----BEGIN PRIVATE KEY-----\nold\n';
    put(root, file, key, ECUSER);
    await applied(root, edit(key, 'new'));
    const [entry] = await readHistory(hosts(root)());
    const copy = join(root, entry?.steps.find(({ path }) => path === file)?.before?.copy ?? '');
    await pruneHistory(new LocalMachine(root), hosts(root), { entries: 50, keyDays: 1 });
    expect(existsSync(copy)).toBe(true);
    await pruneHistory(new LocalMachine(root), hosts(root), { entries: 50, keyDays: -1 });
    expect(existsSync(copy)).toBe(false);
    await expect(planRollback(hosts(root)(), entry as Receipt, { withServices: false, keepEdited: false })).rejects.toThrow(
      /not kept any more/,
    );
  });
});
