import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, renameSync, symlinkSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readable } from '../../src/preflight/readable.ts';
import { isRoot, offered, planned, see, stockTree, Tree, tool } from './support.ts';

const DATABASE = { databaseSsl: 'require' } as const;
const WEB_UI = { webUiSsl: 'require' } as const;
const ECDB = '/opt/msys/etc/installer/ecelerity.d/ecdb.conf';

function accountId(tree: Tree, name: string): number {
  return Number(execFileSync('grep', [`^${name}:`, tree.disk('/etc/passwd')], { encoding: 'utf8' }).split(':')[2]);
}

function close(tree: Tree, path: string, mode = 0o750): void {
  chownSync(tree.disk(path), 0, 0);
  chmodSync(tree.disk(path), mode);
}

const hasSetfacl = isRoot && tool('setfacl', '--version');

describe.runIf(isRoot)('what the service accounts need', () => {
  test('passes in a stock tree, once, and says who was asked', async () => {
    const { statuses, text } = await see(readable, await planned(await stockTree(), DATABASE));
    expect(statuses).toEqual(['pass']);
    expect(text).toContain('msyspg');
    expect(text).toContain('ecuser');
  });

  test('names the first directory that umask 0027 closed, with its owner and mode, and the message of Momentum', async () => {
    const tree = await stockTree();
    close(tree, '/opt/msys/etc/installer');
    const { findings, text } = await see(readable, await planned(tree, DATABASE));
    expect(findings).toHaveLength(1);
    expect(findings[0]?.status).toBe('fail');
    expect(findings[0]?.what).toMatch(
      /^ecuser cannot enter \/opt\/msys\/etc\/installer, .*ecelerity\.d.*: it is root:root 0750$/,
    );
    expect(text).toContain("CFG-07961 failed to stat '/opt/msys/etc/installer/ecelerity.d'");
    expect(text).toContain('It is so already');
  });

  test('opens a directory of Momentum to the group of ecuser and not to the world, since passwords lie behind it', async () => {
    const tree = await stockTree();
    close(tree, '/opt/msys/etc/installer');
    const { findings, text } = await see(readable, await planned(tree, DATABASE));
    expect(offered(findings)).toEqual(['/opt/msys/etc/installer root:ecuser 750']);
    expect(text).toContain('chgrp ecuser /opt/msys/etc/installer');
  });

  test('offers everything that is in the way, not only the first directory', async () => {
    const tree = await stockTree();
    for (const path of ['/opt/msys/etc/installer', '/opt/msys/etc/installer/ecelerity.d']) close(tree, path);
    close(tree, ECDB, 0o600);
    const { findings } = await see(readable, await planned(tree, DATABASE));
    expect(offered(findings)).toEqual([
      '/opt/msys/etc/installer root:ecuser 750',
      '/opt/msys/etc/installer/ecelerity.d root:ecuser 750',
      `${ECDB} root:ecuser 640`,
    ]);
  });

  test('finds a single file below conf/ that root made and nobody else can read', async () => {
    const tree = await stockTree();
    tree.write('/opt/msys/ecelerity/etc/conf/default/mine.conf', '# mine\n', { uid: 0, mode: 0o600 });
    const { findings } = await see(readable, await planned(tree, WEB_UI));
    expect(findings[0]?.what).toContain(
      'ecuser cannot read /opt/msys/ecelerity/etc/conf/default/mine.conf: it is root:root 0600',
    );
    expect(offered(findings)).toEqual(['/opt/msys/ecelerity/etc/conf/default/mine.conf root:ecuser 640']);
  });

  test('lets msyspg only go through a directory of the system, and never opens the data directory', async () => {
    const tree = await stockTree();
    close(tree, '/var/db');
    tree.own('/var/db/msyspg/pg_hba.conf', { uid: 0, mode: 0o600 });
    const { findings } = await see(readable, await planned(tree, DATABASE));
    expect(findings[0]?.what).toMatch(/^msyspg cannot enter \/var\/db, /);
    expect(offered(findings)).toEqual(['/var/db root:root 751', '/var/db/msyspg/pg_hba.conf msyspg:msyspg 600']);
  });

  test('keeps to that where the data directory is a link to another disk', async () => {
    const tree = await stockTree();
    mkdirSync(tree.disk('/data'));
    renameSync(tree.disk('/var/db/msyspg'), tree.disk('/data/msyspg'));
    symlinkSync('/data/msyspg', tree.disk('/var/db/msyspg'));
    tree.own('/data/msyspg/pg_hba.conf', { uid: 0, mode: 0o600 });
    expect(offered((await see(readable, await planned(tree, DATABASE))).findings)).toEqual([
      '/var/db/msyspg/pg_hba.conf msyspg:msyspg 600',
    ]);
    close(tree, '/data', 0o700);
    expect((await see(readable, await planned(tree, DATABASE))).findings[0]?.what).toMatch(/^msyspg cannot enter \/data, /);
  });

  test('offers no change where the group that is there would lose its rights', async () => {
    const tree = await stockTree();
    const stranger = accountId(tree, 'mail');
    chownSync(tree.disk('/opt/msys/etc/installer'), 0, stranger);
    chmodSync(tree.disk('/opt/msys/etc/installer'), 0o750);
    const { findings, text } = await see(readable, await planned(tree, DATABASE));
    expect(findings[0]?.status).toBe('fail');
    expect(offered(findings)).toEqual([]);
    expect(text).toContain('setfacl -m u:ecuser:x /opt/msys/etc/installer');
  });

  test('warns about a key of the web UI that only root reads, since root may be who starts httpd', async () => {
    const tree = await stockTree();
    const situation = await planned(tree, WEB_UI);
    const asRoot = { owner: 'root', group: 'root', mode: 0o600 };
    const changes = situation.changes.map((change) =>
      change.kind === 'certificate' ? { ...change, keyAttributes: asRoot } : change,
    );
    const { statuses, findings } = await see(readable, { ...situation, changes, after: situation.host.after(changes) });
    expect(statuses).toEqual(['warn']);
    expect(offered(findings)).toEqual(['/opt/msys/ecwebui/config/site/server.key ecuser:ecuser 600']);
  });

  test.runIf(hasSetfacl)('asks the kernel: an ACL that lets ecuser in is as good as a mode', async ({ skip }) => {
    const tree = await stockTree();
    close(tree, '/opt/msys/etc/installer');
    const acl = `u:${accountId(tree, 'ecuser')}:r-x`;
    if (!tool('setfacl', '-m', acl, tree.disk('/opt/msys/etc/installer'))) skip('this file system has no ACLs');
    expect((await see(readable, await planned(tree, DATABASE))).statuses).toEqual(['pass']);
  });

  test.runIf(hasSetfacl)('asks the kernel: an ACL that keeps ecuser out is said to be one', async ({ skip }) => {
    const tree = await stockTree();
    const acl = `u:${accountId(tree, 'ecuser')}:---`;
    if (!tool('setfacl', '-m', acl, tree.disk('/opt/msys/etc/installer'))) skip('this file system has no ACLs');
    const { statuses, findings, text } = await see(readable, await planned(tree, DATABASE));
    expect(statuses).toEqual(['fail']);
    expect(offered(findings)).toEqual([]);
    expect(text).toContain('getfacl /opt/msys/etc/installer');
  });

  test('cannot tell where a directory above the tree is closed', async () => {
    const tree = await stockTree();
    chmodSync(tree.root, 0o700);
    mkdirSync(`${tree.root}/inner`);
    const inner = new Tree(`${tree.root}/inner`);
    execFileSync('cp', ['-a', ...['etc', 'opt', 'var'].map((name) => tree.disk(name)), inner.root]);
    chmodSync(inner.root, 0o755);
    const { statuses } = await see(readable, await planned(inner, DATABASE));
    expect(statuses.every((status) => status === 'warn')).toBe(true);
  });
});
