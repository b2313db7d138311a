import { mkdirSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { hostPath } from '../../src/model/paths.ts';
import type { Change } from '../../src/plan/change.ts';
import { mayWrite } from '../../src/preflight/may-write.ts';
import { creation, isRoot, see, situation, smallTree, type Tree, tool } from './support.ts';

/** Mounts a small file system; false where this machine does not let us. */
function mountTmpfs(tree: Tree, path: string, options: string): boolean {
  mkdirSync(tree.disk(path), { recursive: true });
  if (!tool('mount', '-t', 'tmpfs', '-o', options, 'none', tree.disk(path))) return false;
  onTestFinished(() => {
    tool('umount', '-l', tree.disk(path));
  });
  return true;
}

describe('permission to write', () => {
  test('passes where every directory takes the files', async () => {
    const { statuses, text } = await see(mayWrite, situation(smallTree().host(), [creation('/opt/msys/new.conf')]));
    expect(statuses).toEqual(['pass']);
    expect(text).toContain('/opt/msys');
  });

  test('fails for somebody who is not root of the tree', async () => {
    const session = { umask: 0o022, uid: 28_999 };
    const { statuses, text } = await see(mayWrite, situation(smallTree().host(), [creation('/opt/msys/new.conf')], session));
    expect(statuses).toEqual(['fail']);
    expect(text).toContain('uid 28999');
  });

  test('names a directory that is missing, as in a half-installed tree', async () => {
    const { statuses, text } = await see(
      mayWrite,
      situation(smallTree().host(), [creation('/opt/msys/ecwebui/config/site/file')]),
    );
    expect(statuses).toEqual(['fail']);
    expect(text).toContain('/opt/msys/ecwebui/config/site does not exist');
  });

  test('is content with a directory that the plan makes itself', async () => {
    const attributes = { owner: 'root', group: 'root', mode: 0o755 };
    const made: Change = {
      kind: 'directory',
      path: hostPath('/opt/msys/new'),
      attributes,
      choice: 'test',
      why: 'a test',
      affects: [],
    };
    const { statuses } = await see(mayWrite, situation(smallTree().host(), [made, creation('/opt/msys/new/file')]));
    expect(statuses).toEqual(['pass']);
  });

  test.runIf(isRoot)('names an immutable directory, which closes itself to root too', async ({ skip }) => {
    const tree = smallTree();
    if (!tool('chattr', '+i', tree.disk('/opt/msys'))) skip('chattr +i is not possible here');
    onTestFinished(() => {
      tool('chattr', '-i', tree.disk('/opt/msys'));
    });
    const { statuses, text } = await see(mayWrite, situation(tree.host(), [creation('/opt/msys/new.conf')]));
    expect(statuses).toEqual(['fail']);
    expect(text).toContain('does not let root write in /opt/msys');
  });

  test.runIf(isRoot)('says once that a file system is read-only', async ({ skip }) => {
    const tree = smallTree();
    if (!mountTmpfs(tree, '/opt/ro', 'ro')) skip('mounting is not possible here');
    const { statuses, text } = await see(mayWrite, situation(tree.host(), [creation('/opt/ro/one'), creation('/opt/ro/two')]));
    expect(statuses).toEqual(['fail']);
    expect(text).toContain('The file system at /opt/ro is mounted read-only');
  });

  test.runIf(isRoot)('says that a file system is full, by bytes or by files', async ({ skip }) => {
    const tree = smallTree();
    if (!mountTmpfs(tree, '/opt/full', 'size=4k') || !mountTmpfs(tree, '/opt/few', 'nr_inodes=2'))
      skip('mounting is not possible here');
    for (const path of ['/opt/full', '/opt/few']) {
      const { statuses, text } = await see(mayWrite, situation(tree.host(), [creation(`${path}/file`)]));
      expect(statuses).toEqual(['fail']);
      expect(text).toContain(`The file system at ${path} is full`);
    }
  });

  test('does not make our own records a precondition: they come and go', async () => {
    const tree = smallTree();
    const of = situation(tree.host(), [creation('/opt/msys/new.conf')]);
    await see(mayWrite, of);
    expect(of.host.observations().map(({ path }) => path)).not.toContain(hostPath('/var/lib/momentum-secure'));
  });
});
