import { chmodSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { hostPath } from '../../src/model/paths.ts';
import type { Change } from '../../src/plan/change.ts';
import { creation, edition, isRoot, smallTree, UIDS } from '../preflight/support.ts';

const DIRECTORY = hostPath('/opt/msys/etc');
const FILE = hostPath('/opt/msys/etc/file.conf');
const asks = (path: typeof FILE) => [{ account: 'ecuser', path, access: 'read' } as const];

function opened(mode: number): Change {
  const attributes = { owner: 'root', group: 'ecuser', mode };
  return { kind: 'attributes', path: DIRECTORY, attributes, choice: 'test', why: 'a test', affects: [] };
}

describe('a host as it will be', () => {
  test('lists a planned file as a file, and a planned directory as an empty one', async () => {
    const tree = smallTree();
    const made = { ...opened(0o755), kind: 'directory' as const, path: hostPath('/opt/msys/new') } as Change;
    const after = tree.host().after([creation('/opt/msys/file'), made]);
    expect(await after.list(hostPath('/opt/msys/file'))).toBeUndefined();
    expect(await after.list(hostPath('/opt/msys/new'))).toEqual([]);
    expect(await after.list(hostPath('/opt/msys'))).toEqual(['file', 'new']);
  });

  test.runIf(isRoot)('lets an account through a directory that the plan opens, to files that stay as they are', async () => {
    const tree = smallTree();
    tree.write(FILE, 'x\n');
    chmodSync(tree.disk(DIRECTORY), 0o700);
    const host = tree.host();
    expect(await host.can(asks(FILE))).toEqual([false]);
    expect(await host.after([opened(0o750)]).can(asks(FILE))).toEqual([true]);
    expect(await host.after([opened(0o700)]).can(asks(FILE))).toEqual([false]);
  });

  test.runIf(isRoot)('answers in the order of the questions, whoever answers them', async () => {
    const tree = smallTree();
    tree.write(FILE, 'x\n', { uid: UIDS.ecuser, mode: 0o600 });
    tree.write('/opt/msys/closed', 'x\n', { uid: 0, mode: 0o600 });
    const after = tree.host().after([creation('/opt/msys/new')]);
    const paths = ['/opt/msys/closed', '/opt/msys/new', FILE, '/opt/msys/nowhere'];
    expect(await after.can(paths.flatMap((path) => asks(hostPath(path))))).toEqual([false, true, true, false]);
  });

  test.runIf(isRoot)('keeps the answer for a file that is only edited', async () => {
    const tree = smallTree();
    tree.write(FILE, 'x\n', { uid: UIDS.ecuser, mode: 0o600 });
    expect(
      await tree
        .host()
        .after([await edition(tree, FILE)])
        .can(asks(FILE)),
    ).toEqual([true]);
  });
});
