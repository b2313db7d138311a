import { describe, expect, test } from 'vitest';
import { mountOf, parseMounts } from '../../src/host/mounts.ts';
import { hostPath } from '../../src/model/paths.ts';

const TABLE = [
  '22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw,errors=remount-ro',
  '30 22 0:40 / /usr ro,relatime - ext4 /dev/sda2 rw',
  '31 22 0:41 / /usr/share/a\\040b rw - nfs4 server:/a\\040b rw,vers=4.2',
  '32 22 0:42 / /etc rw - tmpfs none rw',
  '33 32 0:43 / /etc rw shared:5 master:2 - xfs /dev/sdb ro',
  '',
].join('\n');

describe('the mount table', () => {
  test('is read with blanks in names and any number of optional fields', () => {
    expect(parseMounts(TABLE).map(({ point, type, readOnly }) => `${point} ${type} ${readOnly}`)).toEqual([
      '/ ext4 false',
      '/usr ext4 true',
      '/usr/share/a b nfs4 false',
      '/etc tmpfs false',
      '/etc xfs true',
    ]);
  });

  const at = (path: string, root = '/') => mountOf(root, hostPath(path), parseMounts(TABLE));

  test('gives the nearest mount above a path, and of two on one place the one that hides the other', async () => {
    expect(await at('/etc/passwd')).toMatchObject({ point: '/etc', type: 'xfs', readOnly: true, exact: false });
    expect(await at('/usrx')).toMatchObject({ point: '/', type: 'ext4' });
    expect(await at('/usr')).toMatchObject({ point: '/usr', exact: true });
  });

  test('answers for a file that is not there yet, and tells free space', async () => {
    const mount = await at('/usr/share/not/there');
    expect(mount).toMatchObject({ point: '/usr', exact: false });
    expect(mount?.freeBytes).toBeGreaterThanOrEqual(0);
  });

  test('names mount points as the tree does, and what is mounted above its root as /', async () => {
    expect(await at('/share/file', '/usr')).toMatchObject({ point: '/', readOnly: true });
    expect(await at('/bin', '/')).toMatchObject({ point: '/usr' });
  });
});
