import { chmodSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { HostReadError } from '../../src/host/host.ts';
import { hostPath } from '../../src/model/paths.ts';
import type { Check } from '../../src/preflight/check.ts';
import { checks, runCheck, runPreflight } from '../../src/preflight/index.ts';
import { creation, isRoot, planned, situation, smallTree, stockTree } from './support.ts';

const BOTH = { databaseSsl: 'require', webUiSsl: 'require' } as const;

describe('preflight', () => {
  test.each(['3.2.0', '3.6.6', '4.2.1', '5.2.0'])('finds nothing that fails in a stock tree of Momentum %s', async (version) => {
    const tree = await stockTree(version);
    const findings = await runPreflight(await planned(tree, BOTH));
    expect(findings.filter(({ status }) => status === 'fail')).toEqual([]);
  });

  test('says for every check that it looked, where all is well', async () => {
    const tree = await stockTree();
    const passed = (await runPreflight(await planned(tree, BOTH))).filter(({ status }) => status === 'pass').map(({ id }) => id);
    // Without servers nobody can tell how PostgreSQL was built.
    for (const { id } of checks.filter(({ id }) => id !== 'postgres-ssl' && id !== 'pair')) expect(passed).toContain(id);
    expect(passed).toEqual(expect.arrayContaining(['pair-msyspg', 'pair-ecwebui']));
  });

  test('is silent where nothing is planned', async () => {
    expect(await runPreflight(situation((await stockTree()).host(), []))).toEqual([]);
  });

  test('shows what fails first, then warnings, then what is well', async () => {
    const tree = smallTree();
    const findings = await runPreflight({
      ...situation(tree.host(), [creation('/nowhere/file')]),
      session: { umask: 0o077, uid: process.getuid?.() ?? 0 },
    });
    const order = findings.map(({ status }) => ['fail', 'warn', 'pass'].indexOf(status));
    expect(order).toEqual([...order].sort());
    expect(new Set(order).size).toBe(3);
  });

  test('takes what may not be read as neither right nor wrong', async () => {
    const refused: Check = {
      id: 'refused',
      title: 'Something closed',
      run: () => Promise.reject(new HostReadError(hostPath('/closed'), 'EACCES: permission denied')),
    };
    const findings = await runCheck(refused, situation(smallTree().host(), []));
    expect(findings).toMatchObject([{ id: 'refused', status: 'warn', evidence: ['EACCES: permission denied'] }]);
    expect(findings[0]?.what).toContain('/closed');
  });

  test.runIf(isRoot)('is content once the changes that it offers are part of the plan', async () => {
    const tree = await stockTree();
    for (const path of ['/opt/msys/etc', '/opt/msys/etc/installer', '/opt/msys/etc/installer/ecelerity.d'])
      chmodSync(tree.disk(path), 0o750);
    chmodSync(tree.disk('/var/db'), 0o700);
    const before = (await runPreflight(await planned(tree, BOTH))).filter(({ status }) => status === 'fail');
    expect(before).not.toEqual([]);
    const remedies = before.flatMap(({ remedy }) => remedy?.changes ?? []);
    const after = await runPreflight(await planned(tree, BOTH, remedies));
    expect(after.filter(({ status }) => status === 'fail')).toEqual([]);
  });
});
