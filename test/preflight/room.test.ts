import { expect, test } from 'vitest';
import { LocalHost } from '../../src/host/local.ts';
import type { MountFacts } from '../../src/host/mounts.ts';
import { hostPath } from '../../src/model/paths.ts';
import { roomToInstall } from '../../src/preflight/room.ts';

const GIB = 1024 ** 3;

/** A disk that is full, or of another kind, cannot be made in a test: what the kernel would tell of it can. */
function on(facts: Partial<MountFacts>) {
  const mount = { point: hostPath('/'), exact: false, type: 'ext4', source: '/dev/sda1', readOnly: false, freeFiles: undefined };
  return roomToInstall({ mount: async () => ({ ...mount, freeBytes: 100 * GIB, ...facts }) });
}

test.each([
  ['room enough', {}, [['disk-room', 'pass']]],
  ['2 GB', { freeBytes: 2 * GIB }, [['disk-room', 'warn']]],
  ['100 MB', { freeBytes: 100 * 1024 ** 2 }, [['disk-room', 'fail']]],
  ['a read-only file system', { readOnly: true }, [['disk-read-only', 'fail']]],
  [
    'NFS',
    { type: 'nfs4' },
    [
      ['disk-room', 'pass'],
      ['file-system-nfs', 'fail'],
    ],
  ],
  [
    'XFS',
    { type: 'xfs' },
    [
      ['disk-room', 'pass'],
      ['file-system-xfs', 'warn'],
    ],
  ],
] as const)('%s', async (_, facts, expected) => {
  expect((await on(facts)).map(({ id, status }) => [id, status])).toEqual(expected);
});

test('this machine is asked where Momentum would be installed', async () => {
  const found = await roomToInstall(new LocalHost('/'));
  expect(found.length).toBeGreaterThan(0);
  expect(found.flatMap(({ evidence }) => evidence).join('\n')).toContain('/opt/msys');
});
