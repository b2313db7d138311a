import { utimesSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LocalHost } from '../../src/host/local.ts';
import type { Change } from '../../src/plan/change.ts';
import { clock } from '../../src/preflight/clock.ts';
import { clusterManager } from '../../src/preflight/cluster-manager.ts';
import { selinux } from '../../src/preflight/selinux.ts';
import { unfinishedRun } from '../../src/preflight/unfinished-run.ts';
import { creation, edition, planned, see, situation, smallTree, stockTree } from './support.ts';

const CHANGE = creation('/opt/msys/file');

describe('SELinux', () => {
  test.each(['disabled', 'Disabled'])('passes where it is %s', async (mode) => {
    const tree = smallTree();
    tree.write('/etc/selinux/config', `# SELINUX=enforcing\nSELINUX=${mode}\nSELINUXTYPE=targeted\n`);
    expect((await see(selinux, situation(tree.host(), [CHANGE]))).statuses).toEqual(['pass']);
  });

  test.each(['enforcing', 'permissive'])('is warned of where it is %s, with the file and how to turn it off', async (mode) => {
    const tree = smallTree();
    tree.write('/etc/selinux/config', `SELINUX=${mode}\n`);
    const { statuses, text } = await see(selinux, situation(tree.host(), [CHANGE]));
    expect(statuses).toEqual(['warn']);
    expect(text).toContain(`/etc/selinux/config: SELINUX=${mode}`);
    expect(text).toContain('setenforce 0');
  });

  test('is warned of where the kernel enforces it now, whatever the file says', async () => {
    const tree = smallTree();
    tree.write('/sys/fs/selinux/enforce', '1');
    expect((await see(selinux, situation(tree.host(), [CHANGE]))).statuses).toEqual(['warn']);
  });
});

describe('cluster managers', () => {
  test.each(['/etc/corosync/corosync.conf', '/etc/cluster/cluster.conf', '/etc/ha.d/ha.cf', '/etc/VRTSvcs/conf/main.cf'])(
    'are known by %s',
    async (sign) => {
      const tree = smallTree();
      tree.write(sign, '');
      const { statuses, text } = await see(clusterManager, situation(tree.host(), [creation('/opt/msys/file', 'msyspg')]));
      expect(statuses).toEqual(['warn']);
      expect(text).toContain('PostgreSQL (msyspg)');
    },
  );

  test('do not matter where nothing restarts', async () => {
    expect((await see(clusterManager, situation(smallTree().host(), [CHANGE]))).findings).toEqual([]);
  });
});

/** The tree on a machine whose clock says something else. */
class HostAt extends LocalHost {
  readonly #now: Date;
  constructor(root: string, now: Date) {
    super(root);
    this.#now = now;
  }
  override now(): Date {
    return this.#now;
  }
}

describe('the clock', () => {
  test('passes where it is later than every file', async () => {
    expect((await see(clock, situation(smallTree().host(), [CHANGE]))).statuses).toEqual(['pass']);
  });

  test('fails for a new certificate where it is years behind, and is a warning without one', async () => {
    const tree = await stockTree();
    const { changes } = await planned(tree, { databaseSsl: 'offer' });
    const host = new HostAt(tree.root, new Date('2012-01-01T00:00:00Z'));
    const { statuses, text } = await see(clock, situation(host, changes));
    expect(statuses).toEqual(['fail']);
    expect(text).toContain('2012-01-01');
    const without = changes.filter((change: Change) => change.kind !== 'certificate');
    expect((await see(clock, situation(host, without))).statuses).toEqual(['warn']);
  });

  test('is doubted where a file of the configuration was changed days from now', async () => {
    const tree = smallTree();
    tree.write('/opt/msys/file.conf', 'x\n');
    const later = new Date(Date.now() + 3 * 86_400_000);
    const change = await edition(tree, '/opt/msys/file.conf');
    utimesSync(tree.disk('/opt/msys/file.conf'), later, later);
    const { statuses, text } = await see(clock, situation(tree.host(), [change]));
    expect(statuses).toEqual(['warn']);
    expect(text).toContain(later.toISOString());
  });
});

describe('an unfinished run', () => {
  const JOURNAL = '/var/lib/momentum-secure/journal.json';

  test('is named, with what it did and since when', async () => {
    const tree = smallTree();
    tree.write(JOURNAL, JSON.stringify({ format: 1, doing: 'apply', startedAt: '2026-11-01T10:00:00.000Z' }), { mode: 0o600 });
    const { statuses, text } = await see(unfinishedRun, situation(tree.host(), [CHANGE]));
    expect(statuses).toEqual(['warn']);
    expect(text).toContain('apply, since 2026-11-01T10:00:00.000Z');
  });

  test.each(['', '{"doing":', 'null', '"text"'])('is named even where its journal cannot be understood: %s', async (content) => {
    const tree = smallTree();
    tree.write(JOURNAL, content);
    const { statuses } = await see(unfinishedRun, situation(tree.host(), []));
    expect(statuses).toEqual(['warn']);
  });

  test('is not there in a tree that was never touched', async () => {
    expect((await see(unfinishedRun, situation(smallTree().host(), [CHANGE]))).statuses).toEqual(['pass']);
  });
});
