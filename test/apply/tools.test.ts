import { existsSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { applyChanges } from '../../src/apply/apply.ts';
import { LocalMachine } from '../../src/apply/local-machine.ts';
import type { Machine } from '../../src/apply/machine.ts';
import { recover } from '../../src/apply/recovery.ts';
import { sha256 } from '../../src/host/facts.ts';
import { readOriginals } from '../../src/host/originals.ts';
import { hostPath } from '../../src/model/paths.ts';
import type { Change, RunTool } from '../../src/plan/change.ts';
import { common, contents, dyingMachine, ECUSER, forget, hosts, jobOf, makeTree, put } from './support.ts';

const SECRET = 'Canary-9382';
const edited = hostPath('/srv/edited.conf');
const secrets = { servicePassword: SECRET };

/** A tool that appends its words to a store of its own and makes a key, with a journal while it is at work. */
const TOOL = `#!/bin/sh
cd "$(dirname "$0")/../srv" || exit 1
case $1 in
  read) tail -n 1 store | cut -d' ' -f2; exit ;;
  fail) echo "no luck with $2" >&2; echo half >> store; exit 1 ;;
esac
: > store-journal
echo "$1 $2" >> store
[ -e key ] || echo "made here" > key
[ "$1" = leave ] || rm store-journal
`;

const OWNED = { owner: 'root', group: 'ecuser', mode: 0o640 };

function tool(args: RunTool['args'], more: Partial<RunTool> = {}): RunTool {
  const touches = ['store', 'store-journal', 'key'].map((name) => ({
    path: hostPath(`/srv/${name}`),
    attributes: name === 'store-journal' ? null : OWNED,
  }));
  return { kind: 'tool', ...common, program: hostPath('/bin/tool'), args, touches, ...more };
}

const EDIT: Change = {
  kind: 'edit',
  ...common,
  path: edited,
  onHash: sha256(Buffer.from('a = 1\n')),
  splices: [{ start: 4, end: 5, text: '2' }],
};
const SETS: readonly Change[] = [
  tool(['set', { secret: 'servicePassword' }]),
  tool(['read'], { expects: { secret: 'servicePassword' } }),
  EDIT,
];

function treeWithTool(store?: string): string {
  const root = makeTree();
  put(root, '/bin/tool', TOOL, undefined, 0o755);
  put(root, edited, 'a = 1\n', ECUSER, 0o640);
  if (store !== undefined) put(root, '/srv/store', store, ECUSER, 0o604);
  return root;
}

const apply = (root: string, changes: readonly Change[], machine: Machine = new LocalMachine(root)) =>
  applyChanges(machine, hosts(root), jobOf(root, changes, { secrets }));

test('its work is owned as planned, proven before anything else is written, and recorded with its hash', async () => {
  const root = treeWithTool('theirs\n');
  expect(await apply(root, SETS)).toMatchObject({ outcome: 'applied' });
  expect(contents(root)['/srv/store']).toBe(`640 ${process.getuid?.()}:${ECUSER.gid} x1 theirs\nset ${SECRET}\n`);
  expect(contents(root)['/srv/key']).toContain('made here');
  const originals = await readOriginals(hosts(root)(), 'webUiSsl');
  expect(originals.map(({ path }) => path)).toEqual(['/srv/store', '/srv/key', '/srv/edited.conf']);
  expect(originals[0]).toMatchObject({
    before: { owner: 'ecuser', mode: 0o604 },
    written: sha256(Buffer.from(`theirs\nset ${SECRET}\n`)),
  });
  expect(readFileSync(join(root, String(originals[0]?.before?.copy)), 'utf8')).toBe('theirs\n');
});

test('no record of ours holds the secret', async () => {
  const root = treeWithTool();
  expect((await apply(root, SETS)).outcome).toBe('applied');
  const state = join(root, 'var/lib/momentum-secure');
  for (const name of readdirSync(state, { recursive: true, encoding: 'utf8' })) {
    if (statSync(join(state, name)).isFile()) expect(readFileSync(join(state, name), 'latin1'), name).not.toContain(SECRET);
  }
});

describe.each([undefined, 'theirs\n'])('over a store with %j in it', (store) => {
  test.each([
    ['fails', [...SETS, tool(['fail', { secret: 'servicePassword' }])], 'no luck with ********'],
    ['does not give back what was stored', [tool(['set', 'other']), ...SETS.slice(1)], 'does not give back'],
    ['leaves something behind', [tool(['leave', 'x']), EDIT], 'store-journal was left behind'],
  ] as const)('one that %s is undone, and nothing else was written', async (_, changes, why) => {
    const root = treeWithTool(store);
    const before = contents(root);
    const end = await apply(root, changes);
    expect(end).toMatchObject({ outcome: 'rolled-back', reasons: [expect.stringContaining(why)] });
    expect(JSON.stringify(end)).not.toContain(SECRET);
    expect(contents(root)).toEqual(before);
  });

  test('killed before any act, also between two calls and right after one, the next run puts all back or finds all done', async () => {
    for (let at = 1; ; at += 1) {
      const root = treeWithTool(store);
      const before = contents(root);
      const dying = dyingMachine(new LocalMachine(root), at);
      await apply(root, SETS, dying.machine).catch(() => undefined);
      if (dying.calls() < at) break;
      const recovered = await recover(new LocalMachine(root), hosts(root), false);
      expect(recovered?.outcome, `act ${at}`).not.toBe('incomplete');
      if (existsSync(join(root, 'var/lib/momentum-secure/history/0001/receipt.json')))
        expect(contents(root)['/srv/store'], `act ${at}`).toContain(SECRET);
      else expect(contents(root), `act ${at}`).toEqual(before);
      forget(root);
    }
  });

  test('killed together with the tool, in the middle of what it writes', async () => {
    const root = treeWithTool(store);
    const before = contents(root);
    const dying = dyingMachine(new LocalMachine(root), Number.POSITIVE_INFINITY);
    const machine = new Proxy(dying.machine, {
      get(target, name) {
        if (name !== 'runTool') return Reflect.get(target, name);
        return async () => {
          put(root, '/srv/store', 'half of it', undefined, 0o600);
          put(root, '/srv/store-journal', 'half of that', undefined, 0o600);
          dying.die();
          throw new Error('killed');
        };
      },
    });
    await apply(root, SETS, machine).catch(() => undefined);
    expect(contents(root)).not.toEqual(before);
    expect((await recover(new LocalMachine(root), hosts(root), false))?.outcome).toBe('put-back');
    expect(contents(root)).toEqual(before);
  });
});

test('a link that somebody put where it writes is not written through', async () => {
  const root = treeWithTool();
  put(root, '/etc/precious', 'precious\n');
  const plant = async () => {
    symlinkSync('../etc/precious', join(root, 'srv/store-journal'));
    return { doubts: [], leaveAlone: [] };
  };
  const end = await applyChanges(new LocalMachine(root), hosts(root), jobOf(root, SETS, { secrets, rehearse: plant }));
  expect(end.outcome).not.toBe('applied');
  expect(readFileSync(join(root, 'etc/precious'), 'utf8')).toBe('precious\n');
  expect(existsSync(join(root, 'srv/store'))).toBe(false);
});
