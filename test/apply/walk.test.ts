import { chmodSync, lchownSync, linkSync, lstatSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UnsafePathError } from '../../src/apply/machine.ts';
import { lookAt, openPlace, refuseUnlessPlain } from '../../src/apply/walk.ts';
import { hostPath } from '../../src/model/paths.ts';
import { ECUSER, isRoot, makeTree, put } from './support.ts';

async function reach(root: string, path: string, followLast = true) {
  const { directory, name, real } = await openPlace(root, hostPath(path), followLast);
  const facts = await directory.stat();
  await directory.close();
  return { name, real, inode: facts.ino };
}

function link(root: string, path: string, target: string, owner?: { uid: number; gid: number }) {
  symlinkSync(target, join(root, path));
  if (owner !== undefined) lchownSync(join(root, path), owner.uid, owner.gid);
}

describe('the way to a path', () => {
  test('ends in the directory that holds it, also where the name is not there yet', async () => {
    const root = makeTree();
    const place = await reach(root, '/srv/new');
    expect(place).toEqual({ name: 'new', real: '/srv/new', inode: lstatSync(join(root, 'srv')).ino });
  });

  test('goes through the root that the operator named, though that is a link', async () => {
    const root = makeTree();
    link(root, 'again', root);
    expect((await reach(join(root, 'again'), '/srv/new')).inode).toBe(lstatSync(join(root, 'srv')).ino);
  });

  test('follows links of root, absolute ones as if the root were /', async () => {
    const root = makeTree();
    mkdirSync(join(root, 'data'));
    link(root, 'etc/moved', '/data');
    link(root, 'etc/relative', '../data/..//data');
    put(root, '/data/file', 'x');
    link(root, 'etc/file', 'moved/file');
    for (const path of ['/etc/moved/file', '/etc/relative/file', '/etc/file'])
      expect(await reach(root, path), path).toMatchObject({ real: '/data/file', name: 'file' });
  });

  test('leaves the last link alone where the name itself is meant', async () => {
    const root = makeTree();
    link(root, 'etc/file', 'passwd');
    expect(await reach(root, '/etc/file', false)).toMatchObject({ real: '/etc/file' });
  });

  test('never leaves the root by ..', async () => {
    const root = makeTree();
    link(root, 'etc/up', '../../../../../../srv');
    expect((await reach(root, '/etc/up/x')).inode).toBe(lstatSync(join(root, 'srv')).ino);
  });

  test('ends at a loop, at a file in the way, and where there is nothing, each named', async () => {
    const root = makeTree();
    link(root, 'etc/one', 'two');
    link(root, 'etc/two', 'one');
    await expect(reach(root, '/etc/one/x')).rejects.toThrow('is a loop of links');
    await expect(reach(root, '/etc/passwd/x')).rejects.toThrow('/etc/passwd is not a directory');
    await expect(reach(root, '/etc/absent/x')).rejects.toThrow('/etc/absent does not exist');
  });

  test.runIf(isRoot).each([
    { what: "a link of somebody else's in a directory of root's", at: 'etc/there', owner: ECUSER, why: 'root does not own' },
    {
      what: "root's link in a directory of somebody else's",
      at: 'srv/there',
      owner: undefined,
      why: 'that others than root write',
    },
  ])('refuses $what, on the way and at its end', async ({ at, owner, why }) => {
    const root = makeTree();
    put(root, '/secret/file', 'root only', undefined, 0o600);
    link(root, at, '/secret', owner);
    await expect(reach(root, `/${at}/file`)).rejects.toThrow(UnsafePathError);
    await expect(reach(root, `/${at}/file`)).rejects.toThrow(`Refusing to touch /${at}/file: /${at} is a symbolic link`);
    await expect(reach(root, `/${at}`)).rejects.toThrow(why);
  });

  test('refuses a link in a directory that everybody may write', async () => {
    const root = makeTree();
    mkdirSync(join(root, 'open'));
    chmodSync(join(root, 'open'), 0o777);
    link(root, 'open/there', '/etc');
    await expect(reach(root, '/open/there/passwd')).rejects.toThrow('that others than root write');
  });
});

test('what is replaced must be a plain file with one name', async () => {
  const root = makeTree();
  put(root, '/srv/file', 'x');
  linkSync(join(root, 'srv/file'), join(root, 'srv/other'));
  mkdirSync(join(root, 'srv/directory'));
  const look = async (name: string) => {
    const { directory } = await openPlace(root, hostPath(`/srv/${name}`));
    const facts = await lookAt(directory, name);
    await directory.close();
    if (facts !== undefined) refuseUnlessPlain(hostPath(`/srv/${name}`), facts);
  };
  await expect(look('file')).rejects.toThrow('has 2 hard links');
  await expect(look('directory')).rejects.toThrow('is not a regular file');
  await expect(look('absent')).resolves.toBeUndefined();
});
