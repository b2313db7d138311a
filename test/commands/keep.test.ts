import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { injecting } from '../real/program.ts';
import { secure, sharedTree, type Tree } from '../real/support.ts';

/** Until it is so; far longer than it should take. */
async function until(look: () => Promise<boolean> | boolean): Promise<void> {
  for (let left = 300; !(await look()); left -= 1) {
    if (left === 0) throw new Error('it never came to be');
    await sleep(100);
  }
}

/** Processes that wait to put this tree back. */
function watchers(tree: Tree): readonly number[] {
  const words = (pid: string) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    } catch {
      return [];
    }
  };
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .filter((pid) => words(pid).includes('--watch') && words(pid).includes(tree.root))
    .map(Number);
}

describe('apply --keep-within', () => {
  const tree = sharedTree();
  const apply = (seconds: number, ...args: string[]) =>
    tree().secureJson(
      'apply',
      '--yes',
      '--no-services',
      '--keep-within',
      String(seconds),
      ...(args.length > 0 ? args : ['--set', 'webUiSsl=offer']),
    );
  /** The clock goes on, as far as what waits is concerned. */
  const timeIsOver = () =>
    tree().edit('var/lib/momentum-secure/unkept.json', (text) =>
      JSON.stringify({ ...JSON.parse(text), deadline: new Date(0).toISOString() }),
    );
  const doings = async () => (await tree().secureJson('history')).doc.map(({ doing }: { doing: string }) => doing);
  const statusFindings = async () => {
    const { exit, doc } = await tree().secureJson('status');
    return { exit, found: doc.findings.filter(({ id }: { id: string }) => id === 'not-kept') };
  };

  test('what nobody keeps is put back by itself, and stands in the history', async () => {
    const before = tree().snapshot();
    const { exit, doc } = await apply(2);
    expect([exit, doc.outcome]).toEqual([0, 'applied']);
    expect(Date.parse(doc.keepUntil)).toBeGreaterThan(0);
    await until(async () => (await doings()).length === 2);
    expect(await doings()).toEqual(['apply', 'rollback of 0001 (not kept within 2 s)']);
    expect(tree().snapshot()).toEqual(before);
    await until(() => watchers(tree()).length === 0);
    expect((await statusFindings()).found).toEqual([]);
    // Whoever rolls back a moment too late means what was put back already, and must not do it again.
    expect(await tree().secureJson('rollback', '--yes', '--no-services')).toMatchObject({ exit: 0, doc: { changed: false } });
    expect(tree().snapshot()).toEqual(before);
  });

  test('until it is kept nothing is built on it; kept, it stays, and nobody waits any more', async () => {
    const { doc } = await apply(600);
    expect(watchers(tree())).toHaveLength(1);
    expect(await statusFindings()).toMatchObject({ exit: 0, found: [{ status: 'warn', what: expect.stringContaining(doc.id) }] });
    const on = tree().snapshot();
    expect(await tree().secure('apply', '--yes', '--no-services', '--set', 'webUiSsl=off')).toMatchObject({
      exit: 6,
      err: expect.stringMatching(/waits to be kept.*\n.*momentum-secure keep/),
    });
    expect(tree().snapshot()).toEqual(on);
    expect((await tree().secureJson('plan', '--no-services')).doc.findings).toContainEqual(
      expect.objectContaining({ id: 'not-kept', status: 'warn' }),
    );
    expect(await tree().secureJson('keep')).toMatchObject({ exit: 0, doc: { changed: true, id: doc.id } });
    expect(await tree().secureJson('keep')).toMatchObject({ exit: 0, doc: { changed: false, id: null } });
    await until(() => watchers(tree()).length === 0);
    expect(tree().snapshot()).toEqual(on);
    expect((await statusFindings()).found).toEqual([]);
  });

  test('a rollback by hand is as good', async () => {
    await apply(600, '--set', 'webUiSsl=require');
    expect((await tree().secure('rollback', '--yes', '--no-services')).exit).toBe(0);
    await until(() => watchers(tree()).length === 0);
    expect((await statusFindings()).found).toEqual([]);
  });

  test('after a reboot the next command that writes puts it back first', async () => {
    const before = tree().snapshot();
    await apply(600, '--set', 'webUiSsl=require');
    // Nothing of the running system is left.
    for (const pid of watchers(tree())) process.kill(pid, 'SIGKILL');
    await until(() => watchers(tree()).length === 0);
    timeIsOver();
    expect(tree().snapshot()).not.toEqual(before);
    expect((await statusFindings()).exit).toBe(2);
    expect((await statusFindings()).found).toMatchObject([
      { status: 'fail', what: expect.stringContaining('still to be put back') },
    ]);
    const next = await tree().secure('apply', '--yes', '--no-services', '--again');
    expect(next).toMatchObject({ exit: 0, err: expect.stringMatching(/was not kept within 600 s, and was put back/) });
    expect(tree().snapshot()).toEqual(before);
  });

  test('a rollback when its time is over already undoes it once, not twice', async () => {
    const before = tree().snapshot();
    const { doc } = await apply(600, '--set', 'webUiSsl=require');
    for (const pid of watchers(tree())) process.kill(pid, 'SIGKILL');
    await until(() => watchers(tree()).length === 0);
    timeIsOver();
    expect((await tree().secure('rollback', '--yes', '--no-services')).exit).toBe(0);
    expect((await doings()).at(-1)).toBe(`rollback of ${doc.id}`);
    expect(tree().snapshot()).toEqual(before);
    expect((await statusFindings()).found).toEqual([]);
  });

  test('who waits holds nothing of whoever called us', async () => {
    const held = tree().at('etc/hostname');
    const under = ['/bin/bash', '-c', `exec 200<${held}; exec "$0" "$@"`];
    const words = ['apply', '--yes', '--no-services', '--keep-within', '600', '--set', 'webUiSsl=require'];
    expect((await secure([...words, '--root', tree().root], { under })).exit).toBe(0);
    const [pid] = watchers(tree());
    const open = readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
    expect(open.length).toBeGreaterThan(3);
    expect(open).not.toContain(held);
    expect((await tree().secure('rollback', '--yes', '--no-services')).exit).toBe(0);
    await until(() => watchers(tree()).length === 0);
  });

  test('what somebody edited meanwhile is not trampled: it is told, and theirs to decide', async () => {
    await apply(600, '--set', 'webUiSsl=require');
    tree().edit('opt/msys/ecwebui/config/momentum-secure-ssl.conf', (text) => `${text}# mine\n`);
    timeIsOver();
    await until(() => watchers(tree()).length === 0);
    const { found } = await statusFindings();
    expect(found).toMatchObject([{ status: 'fail', what: expect.stringMatching(/could not be put back: .*was edited/) }]);
    expect(tree().read('opt/msys/ecwebui/config/momentum-secure-ssl.conf')).toContain('# mine');
    expect((await tree().secure('apply', '--yes', '--no-services', '--set', 'webUiSsl=off')).exit).toBe(6);
    expect((await tree().secure('rollback', '--yes', '--no-services', '--keep-edited')).exit).toBe(0);
    expect((await statusFindings()).found).toEqual([]);
  });

  test('what a run that was put back left behind is not taken for the next one of that number', async () => {
    const number = String((await doings()).length + 1).padStart(4, '0');
    const stale = { id: number, at: new Date(1).toISOString(), deadline: new Date(2).toISOString(), seconds: 1, session: null };
    tree().write('var/lib/momentum-secure/unkept.json', JSON.stringify(stale), 0o600);
    await tree().apply({ webUiSsl: 'require' }, '--no-services');
    expect((await tree().secureJson('history')).doc.at(-1).id).toBe(number);
    expect((await statusFindings()).found).toEqual([]);
  });

  test('an apply that is killed half-way is put back by who waits, without anybody coming back', async () => {
    await tree().apply({ webUiSsl: 'off' }, '--no-services');
    const before = tree().snapshot();
    const root = ['--root', tree().root, '--no-services'];
    for (let at = 3; !existsSync(tree().at('var/lib/momentum-secure/journal.json')); at += 1) {
      expect(at).toBeLessThan(40);
      expect(tree().snapshot()).toEqual(before);
      const under = injecting('rename', `signal=KILL:when=${at}`);
      await secure(['apply', '--yes', '--set', 'webUiSsl=offer', ...root], { under, environment: { UV_THREADPOOL_SIZE: '1' } });
    }
    expect(await tree().secureJson('plan', '--no-services')).toMatchObject({
      exit: 2,
      doc: { changed: false, findings: expect.arrayContaining([expect.objectContaining({ id: 'unfinished-run' })]) },
    });
    // Its input is at its end, as that of a watcher whose apply was killed.
    expect((await secure(['keep', '--watch', ...root])).exit).toBe(0);
    expect(existsSync(tree().at('var/lib/momentum-secure/journal.json'))).toBe(false);
    expect(tree().snapshot()).toEqual(before);
  });

  test('nothing to change is nothing to keep; seconds are a number', async () => {
    expect((await apply(600, '--set', 'databaseSsl=off')).doc).toMatchObject({ changed: false, outcome: 'unchanged' });
    expect(watchers(tree())).toEqual([]);
    expect(await tree().secure('apply', '--yes', '--keep-within', '5m')).toMatchObject({
      exit: 64,
      err: expect.stringContaining('--keep-within'),
    });
  });
});

describe('apply --json --progress', () => {
  const tree = sharedTree();

  test('one document on standard output, and events one a line beside it', async () => {
    const { exit, doc, err } = await tree().secureJson(
      'apply',
      '--yes',
      '--no-services',
      '--progress',
      '--set',
      'webUiSsl=offer',
    );
    expect([exit, doc.outcome]).toEqual([0, 'applied']);
    const events = err
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.at(0)).toMatchObject({ phase: 'check', at: expect.stringMatching(/Z$/) });
    expect(events.at(-1)).toMatchObject({ phase: 'done', what: 'Recorded as 0001' });
    expect(events.filter(({ phase }) => phase === 'write').length).toBeGreaterThan(2);
  });
});
