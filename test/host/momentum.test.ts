import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { LocalHost } from '../../src/host/local.ts';
import { findMomentum } from '../../src/host/momentum.ts';

function treeWith(...paths: readonly string[]): LocalHost {
  const root = mkdtempSync(join(tmpdir(), 'ms-momentum-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), '');
  }
  return new LocalHost(root);
}

test('a machine with a PostgreSQL of its own is no Momentum host', async () => {
  const momentum = await findMomentum(treeWith('etc/init.d/postgresql', 'var/lib/pgsql/data/PG_VERSION'));
  expect([momentum.present, momentum.roles]).toEqual([false, []]);
});

test.each(['opt/msys/ecelerity/etc/license', 'opt/msys/ecwebui/config/httpd.conf', 'etc/init.d/msyspg'])(
  '%s is a sign of Momentum, if only of one half installed',
  async (path) => {
    expect((await findMomentum(treeWith(path))).present).toBe(true);
  },
);

test('with Momentum there, the PostgreSQL of the system is its database', async () => {
  const momentum = await findMomentum(treeWith('opt/msys/ecelerity/etc/license', 'var/lib/pgsql/data/PG_VERSION'));
  expect(momentum.roles).toContain('database');
});
