import { lchownSync, linkSync, mkdirSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { aclAndAttributes } from '../../src/preflight/acl-and-attributes.ts';
import { links } from '../../src/preflight/links.ts';
import { mounts } from '../../src/preflight/mounts.ts';
import { creation, edition, isRoot, see, situation, smallTree, tool, UIDS } from './support.ts';

const FILE = '/opt/msys/etc/file.conf';

function treeWithFile() {
  const tree = smallTree();
  tree.write(FILE, 'content\n');
  return tree;
}

describe('links and special files', () => {
  test('passes for plain files and for files that are not there yet', async () => {
    const tree = treeWithFile();
    const changes = [await edition(tree, FILE), creation('/opt/msys/etc/new.conf')];
    expect((await see(links, situation(tree.host(), changes))).statuses).toEqual(['pass']);
  });

  test('passes for a link of root in a directory of root: a data directory that was moved is one', async () => {
    const tree = treeWithFile();
    mkdirSync(tree.disk('/data'));
    symlinkSync('/data', tree.disk('/var/db/msyspg'));
    expect((await see(links, situation(tree.host(), [creation('/var/db/msyspg/server.key')]))).statuses).toEqual(['pass']);
  });

  test.runIf(isRoot)('names a link that the owner of the directory planted in the place of a target', async () => {
    const tree = treeWithFile();
    mkdirSync(tree.disk('/var/db/msyspg'));
    tree.own('/var/db/msyspg', { uid: UIDS.msyspg, mode: 0o700 });
    tree.write('/etc/shadow', 'secret\n', { mode: 0o600 });
    symlinkSync('/etc/shadow', tree.disk('/var/db/msyspg/server.key'));
    lchownSync(tree.disk('/var/db/msyspg/server.key'), UIDS.msyspg, UIDS.msyspg);
    const { statuses, text } = await see(links, situation(tree.host(), [creation('/var/db/msyspg/server.key')]));
    expect(statuses).toEqual(['fail']);
    expect(text).toContain(
      '/var/db/msyspg/server.key is a symbolic link that others than root decide about: it belongs to msyspg',
    );
    expect(text).toContain('leads to /etc/shadow');
  });

  test.runIf(isRoot)('names a link on the way once, however many files lie behind it', async () => {
    const tree = treeWithFile();
    mkdirSync(tree.disk('/opt/msys/ecwebui/config'), { recursive: true });
    tree.own('/opt/msys/ecwebui/config', { uid: UIDS.ecuser, mode: 0o755 });
    mkdirSync(tree.disk('/elsewhere'));
    symlinkSync('/elsewhere', tree.disk('/opt/msys/ecwebui/config/site'));
    lchownSync(tree.disk('/opt/msys/ecwebui/config/site'), UIDS.ecuser, UIDS.ecuser);
    const changes = ['server.key', 'server.crt'].map((name) => creation(`/opt/msys/ecwebui/config/site/${name}`));
    const { statuses, text } = await see(links, situation(tree.host(), changes));
    expect(statuses).toEqual(['fail']);
    expect(text).toContain('/opt/msys/ecwebui/config/site on the way to');
    expect(text).toContain('belongs to ecuser');
    expect(text).toContain('/opt/msys/ecwebui/config is ecuser:ecuser 0755');
  });

  test.runIf(isRoot)('names a hard link that somebody made of another file', async () => {
    const tree = treeWithFile();
    mkdirSync(tree.disk('/var/db/msyspg'));
    tree.write('/etc/shadow', 'secret\n', { mode: 0o600 });
    linkSync(tree.disk('/etc/shadow'), tree.disk('/var/db/msyspg/server.key'));
    const { statuses, text } = await see(links, situation(tree.host(), [creation('/var/db/msyspg/server.key')]));
    expect(statuses).toEqual(['fail']);
    expect(text).toContain('/var/db/msyspg/server.key has 2 names');
  });

  test('names a link that leads nowhere', async () => {
    const tree = treeWithFile();
    symlinkSync('/gone', tree.disk('/opt/msys/etc/new.conf'));
    const { statuses, text } = await see(links, situation(tree.host(), [creation('/opt/msys/etc/new.conf')]));
    expect(statuses).toEqual(['fail']);
    expect(text).toContain('/gone, which leads nowhere');
  });

  test('names a named pipe, a socket and a directory in the place of a file, and waits for none of them', async () => {
    const tree = treeWithFile();
    expect(tool('mkfifo', tree.disk('/opt/msys/etc/pipe'))).toBe(true);
    mkdirSync(tree.disk('/opt/msys/etc/directory'));
    const server = createServer().listen(tree.disk('/opt/msys/etc/socket'));
    await new Promise((resolve) => server.once('listening', resolve));
    onTestFinished(() => void server.close());
    const changes = ['pipe', 'socket', 'directory'].map((name) => creation(`/opt/msys/etc/${name}`));
    const { statuses, text } = await see(links, situation(tree.host(), changes));
    expect(statuses).toEqual(['fail', 'fail', 'fail']);
    for (const kind of ['a named pipe', 'a socket', 'a directory']) expect(text).toContain(kind);
  });
});

describe('ACLs and file flags', () => {
  test('passes for files with neither', async () => {
    const tree = treeWithFile();
    const { statuses, text } = await see(aclAndAttributes, situation(tree.host(), [await edition(tree, FILE)]));
    expect(statuses).toEqual(['pass']);
    expect(text).toContain('No file');
  });

  test('says that an ACL is kept', async ({ skip }) => {
    const tree = treeWithFile();
    if (!tool('setfacl', '-m', 'u:1:r', tree.disk(FILE))) skip('no setfacl, or no ACLs on this file system');
    const { statuses, text } = await see(aclAndAttributes, situation(tree.host(), [await edition(tree, FILE)]));
    expect(statuses).toEqual(['pass']);
    expect(text).toContain(`ACLs are kept as they are: ${FILE}`);
  });

  for (const [letter, name] of [
    ['i', 'immutable'],
    ['a', 'append-only'],
  ]) {
    test.runIf(isRoot)(`fails for chattr +${letter}, and says how to take it off`, async ({ skip }) => {
      const tree = treeWithFile();
      const change = await edition(tree, FILE);
      if (!tool('chattr', `+${letter}`, tree.disk(FILE))) skip('chattr is not possible here');
      onTestFinished(() => {
        tool('chattr', `-${letter}`, tree.disk(FILE));
      });
      const { statuses, text } = await see(aclAndAttributes, situation(tree.host(), [change]));
      expect(statuses).toEqual(['fail']);
      expect(text).toContain(`${FILE} is ${name}`);
      expect(text).toContain(`chattr -${letter} ${FILE}`);
    });
  }
});

describe('mounts', () => {
  test('passes for files on an ordinary file system', async () => {
    const tree = treeWithFile();
    expect((await see(mounts, situation(tree.host(), [await edition(tree, FILE)]))).statuses).toEqual(['pass']);
  });

  test.runIf(isRoot)('fails for a file that another one is bind-mounted over', async ({ skip }) => {
    const tree = treeWithFile();
    tree.write('/elsewhere.conf', 'other\n');
    if (!tool('mount', '--bind', tree.disk('/elsewhere.conf'), tree.disk(FILE))) skip('mounting is not possible here');
    onTestFinished(() => {
      tool('umount', '-l', tree.disk(FILE));
    });
    const { statuses, text } = await see(
      mounts,
      situation(tree.host(), [await edition(tree, FILE), creation('/opt/msys/etc/beside')]),
    );
    expect(statuses).toEqual(['fail']);
    expect(text).toContain(`${FILE} is a mount point`);
  });
});
