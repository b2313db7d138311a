import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LocalMachine } from '../../src/apply/local-machine.ts';
import { sha256 } from '../../src/host/facts.ts';
import { hostPath } from '../../src/model/paths.ts';
import { contents, ECUSER, isRoot, makeTree, PRIVATE, PUBLIC, put } from './support.ts';

const file = hostPath('/srv/file');
const bytes = Buffer.from('new\n');

describe.each([0o000, 0o022, 0o027, 0o077])('under umask %o', (umask) => {
  test('files and directories have exactly the mode and owner that were asked for', async () => {
    const root = makeTree();
    const machine = new LocalMachine(root);
    const old = process.umask(umask);
    try {
      await machine.commit(await machine.stage(hostPath('/srv/private'), '.a', bytes, PRIVATE));
      await machine.commit(await machine.stage(hostPath('/srv/public'), '.b', bytes, PUBLIC));
      await machine.makeDirectory(hostPath('/srv/directory'), { ...PUBLIC, mode: 0o2750 });
      await machine.write(hostPath('/srv/record'), bytes, PRIVATE);
    } finally {
      process.umask(old);
    }
    const owner = `${ECUSER.uid}:${ECUSER.gid}`;
    expect(contents(root)).toMatchObject({
      '/srv/private': `600 ${owner} x1 new\n`,
      '/srv/public': `644 ${owner} x1 new\n`,
      '/srv/directory': `2750 ${owner} directory`,
      '/srv/record': `600 ${owner} x1 new\n`,
    });
    expect(readdirSync(join(root, 'srv')).sort()).toEqual(['directory', 'private', 'public', 'record']);
  });
});

describe('staging and putting in place', () => {
  test('the old file stays under its name until the new one takes it, and beside it where that is wanted', async () => {
    const root = makeTree();
    put(root, '/srv/file', 'old');
    const inode = lstatSync(join(root, 'srv/file')).ino;
    const machine = new LocalMachine(root);
    const staged = await machine.stage(file, '.new', bytes, PUBLIC);
    expect(readFileSync(join(root, 'srv/file'), 'utf8')).toBe('old');
    await machine.commit(staged, '.old');
    expect(readFileSync(join(root, 'srv/file'), 'utf8')).toBe('new\n');
    expect(lstatSync(join(root, 'srv/.old'))).toMatchObject({ ino: inode, nlink: 1 });
    expect(await machine.discard({ path: file, temporary: '.old' })).toBe(true);
    expect(await machine.discard({ path: file, temporary: '.old' })).toBe(false);
  });

  test('where a link of root leads elsewhere, the file there is the one that changes', async () => {
    const root = makeTree();
    put(root, '/data/real', 'old');
    symlinkSync('/data/real', join(root, 'etc/file'));
    const machine = new LocalMachine(root);
    await machine.commit(await machine.stage(hostPath('/etc/file'), '.new', bytes, PUBLIC));
    expect(readFileSync(join(root, 'data/real'), 'utf8')).toBe('new\n');
    expect(lstatSync(join(root, 'etc/file')).isSymbolicLink()).toBe(true);
    await machine.removeFile(hostPath('/etc/file'));
    expect(existsSync(join(root, 'data/real'))).toBe(false);
  });

  test('a temporary name that somebody planted is not written to', async () => {
    const root = makeTree();
    const victim = put(root, '/etc/victim', 'victim', undefined, 0o600);
    symlinkSync(join(root, victim), join(root, 'srv/.new'));
    await expect(new LocalMachine(root).stage(file, '.new', bytes, PUBLIC)).rejects.toThrow('/srv/file: EEXIST');
    expect(readFileSync(join(root, victim), 'utf8')).toBe('victim');
  });

  test('a directory that was swapped since is refused, and nothing arrives in the other one', async () => {
    const root = makeTree();
    const machine = new LocalMachine(root);
    const staged = await machine.stage(file, '.new', bytes, PUBLIC);
    renameSync(join(root, 'srv'), join(root, 'gone'));
    mkdirSync(join(root, 'srv'));
    writeFileSync(join(root, 'srv/.new'), 'planted');
    await expect(machine.commit(staged)).rejects.toThrow('/srv was replaced by another directory meanwhile');
    expect(readdirSync(join(root, 'srv'))).toEqual(['.new']);
  });

  test('a staged file that was swapped since is noticed', async () => {
    const root = makeTree();
    const machine = new LocalMachine(root);
    const staged = await machine.stage(file, '.new', bytes, PUBLIC);
    rmSync(join(root, 'srv/.new'));
    symlinkSync('/etc/passwd', join(root, 'srv/.new'));
    await expect(machine.commit(staged)).rejects.toThrow('was swapped for another file');
  });

  test.each([
    { what: 'a hard link', plant: (disk: string) => linkSync(join(disk, '../../etc/passwd'), disk), why: 'hard links' },
    { what: 'a fifo', plant: (disk: string) => execFileSync('mkfifo', [disk]), why: 'is not a regular file' },
    { what: 'a directory', plant: (disk: string) => mkdirSync(disk), why: 'is not a regular file' },
  ])('$what in the place of the file is refused by all that would touch it', async ({ plant, why }) => {
    const root = makeTree();
    const machine = new LocalMachine(root);
    const staged = await machine.stage(file, '.new', bytes, PUBLIC);
    plant(join(root, 'srv/file'));
    const before = contents(root);
    await expect(machine.stage(file, '.other', bytes, PUBLIC)).rejects.toThrow(why);
    await expect(machine.commit(staged)).rejects.toThrow(why);
    await expect(machine.removeFile(file)).rejects.toThrow(why);
    if (why !== 'is not a regular file' || !lstatSync(join(root, 'srv/file')).isDirectory())
      await expect(machine.setAttributes(file, PRIVATE, { attributes: [PUBLIC], hash: null })).rejects.toThrow(why);
    expect(contents(root)).toEqual(before);
  });

  test('an account that the tree does not know ends it before anything is written', async () => {
    const root = makeTree();
    await expect(new LocalMachine(root).stage(file, '.new', bytes, { ...PUBLIC, owner: 'nobody' })).rejects.toThrow(
      "The tree's etc/passwd has no account nobody",
    );
    expect(readdirSync(join(root, 'srv'))).toEqual([]);
  });
});

describe('owner and mode', () => {
  test('change in place, of a file and of a directory', async () => {
    const root = makeTree();
    put(root, '/srv/file', 'x', ECUSER, 0o644);
    const machine = new LocalMachine(root);
    await machine.setAttributes(file, PRIVATE, { attributes: [PUBLIC], hash: sha256(Buffer.from('x')) });
    expect(lstatSync(join(root, 'srv/file')).mode & 0o7777).toBe(0o600);
    const was = { ...PUBLIC, mode: lstatSync(join(root, 'srv')).mode & 0o7777 };
    await machine.setAttributes(hostPath('/srv'), { ...PUBLIC, mode: 0o700 }, { attributes: [was], hash: null });
    expect(lstatSync(join(root, 'srv')).mode & 0o7777).toBe(0o700);
  });

  test('of another file than the planned one stay as they are', async () => {
    const root = makeTree();
    put(root, '/srv/file', 'secret of root', undefined, 0o600);
    const attributes = [{ owner: 'root', group: 'root', mode: 0o600 }];
    const attempt = new LocalMachine(root).setAttributes(file, PRIVATE, { attributes, hash: sha256(Buffer.from('x')) });
    await expect(attempt).rejects.toThrow('is not what stood there when this was planned');
    const others = new LocalMachine(root).setAttributes(file, PRIVATE, {
      attributes: [{ owner: 'root', group: 'root', mode: 0o640 }],
      hash: sha256(Buffer.from('secret of root')),
    });
    await expect(others).rejects.toThrow('is not what stood there when this was planned');
    expect(lstatSync(join(root, 'srv/file')).uid).toBe(process.getuid?.());
  });
});

test('ACL and extended attributes are those of the file that is replaced', async () => {
  const root = makeTree();
  put(root, '/srv/file', 'old', ECUSER, 0o640);
  const disk = join(root, 'srv/file');
  execFileSync('setfacl', ['-m', 'u:65534:r,g:65533:rw', disk]);
  const acl = execFileSync('getfacl', ['-cpn', disk], { encoding: 'utf8' });
  const extended =
    spawnSync('python3', ['-c', 'import os,sys; os.setxattr(sys.argv[1], "user.note", b"kept")', disk]).status === 0;
  const mode = lstatSync(disk).mode & 0o7777;
  const machine = new LocalMachine(root);
  await machine.commit(await machine.stage(file, '.new', bytes, { ...PUBLIC, mode }, file));
  expect(readFileSync(disk, 'utf8')).toBe('new\n');
  expect(execFileSync('getfacl', ['-cpn', disk], { encoding: 'utf8' })).toBe(acl);
  if (extended)
    expect(
      spawnSync('python3', ['-c', 'import os,sys; print(os.getxattr(sys.argv[1], "user.note"))', disk]).stdout.toString(),
    ).toContain('kept');
});

describe('running a program', () => {
  const run = async (root: string, script: string, more: { account?: string; timeoutMs?: number } = {}) => {
    put(root, '/etc/init.d/thing', `#!/bin/sh\n${script}\n`, undefined, 0o755);
    return new LocalMachine(root).run({ program: hostPath('/etc/init.d/thing'), args: ['start'], ...more });
  };

  test('it gets a clean umask, environment and directory, and no descriptor but three', async () => {
    const root = makeTree();
    const old = process.umask(0o077);
    process.env.CANARY = 'of the operator';
    try {
      const answer = await run(
        root,
        'umask; pwd; env | cut -d= -f1 | sort | tr "\\n" " "; ls -l /proc/$$/fd; echo "$1"; echo bad >&2; exit 3',
      );
      expect(answer).toMatchObject({ exit: 3, stderr: 'bad\n' });
      expect(answer.stdout).toMatch(/^0022\n\/\n/);
      expect(answer.stdout).not.toMatch(/CANARY/);
      const descriptors = [...answer.stdout.matchAll(/ (\d+) -> (\S+)/g)].map(([, number, target]) => [Number(number), target]);
      // 10 is the shell's own, for the script.
      expect(descriptors.filter(([number, target]) => Number(number) > 2 && !String(target).startsWith(root))).toEqual([]);
      expect(answer.stdout).toMatch(/start\n$/);
    } finally {
      process.umask(old);
      delete process.env.CANARY;
    }
  });

  test('one that hangs is ended with what it started', async () => {
    const root = makeTree();
    const answer = await run(root, `sleep 61 & echo $! > ${root}/child; wait`, { timeoutMs: 300 });
    expect(answer).toMatchObject({ exit: null, stderr: 'did not end within 0.3 s' });
    const child = readFileSync(join(root, 'child'), 'utf8').trim();
    const runs = () => existsSync(`/proc/${child}`) && !/State:\tZ/.test(readFileSync(`/proc/${child}/status`, 'utf8'));
    await expect.poll(runs).toBe(false);
  });

  test.runIf(isRoot)('one that others could replace is not run as root', async () => {
    const root = makeTree();
    put(root, '/srv/script', '#!/bin/sh\ntouch "$0.ran"\n', undefined, 0o755);
    const machine = new LocalMachine(root);
    const answer = await machine.run({ program: hostPath('/srv/script'), args: [] });
    expect(answer).toMatchObject({ exit: null, stderr: expect.stringContaining('others than root can replace') });
    expect(existsSync(join(root, 'srv/script.ran'))).toBe(false);
    chmodSync(join(root, 'srv'), 0o777);
    expect((await machine.run({ program: hostPath('/srv/script'), args: [], account: 'ecuser' })).exit).toBe(0);
  });
});
