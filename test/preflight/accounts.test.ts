import { chmodSync, chownSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { accounts } from '../../src/preflight/accounts.ts';
import { dataDirectoryMode } from '../../src/preflight/data-directory.ts';
import { umask } from '../../src/preflight/umask.ts';
import { creation, isRoot, offered, planned, SESSION, see, situation, smallTree, stockTree, UIDS } from './support.ts';

describe('accounts', () => {
  test('passes where the tree knows everybody, and says their numbers', async () => {
    const { statuses, text } = await see(accounts, situation(smallTree().host(), [creation('/opt/msys/file')]));
    expect(statuses).toEqual(['pass']);
    expect(text).toContain('root has uid');
  });

  test('fails for an owner and a group that the tree does not know', async () => {
    const change = { ...creation('/opt/msys/file'), attributes: { owner: 'nobody-here', group: 'no-group', mode: 0o600 } };
    const { findings } = await see(accounts, situation(smallTree().host(), [change as never]));
    expect(findings.map(({ id, status }) => `${id} ${status}`)).toEqual(['accounts-no-account fail', 'accounts-no-group fail']);
    expect(findings[0]?.what).toContain('nobody-here in /etc/passwd');
  });

  test("fails where a tree with a database has no msyspg, whatever this machine's own passwd says", async () => {
    const tree = smallTree();
    tree.write('/etc/passwd', 'root:x:0:0::/:/bin/sh\n');
    tree.write('/var/db/msyspg/PG_VERSION', '9.0\n');
    const { text } = await see(accounts, situation(tree.host(), [creation('/var/db/msyspg/server.crt', 'msyspg')]));
    expect(text).toContain('There is no account msyspg in /etc/passwd');
  });
});

describe.runIf(isRoot)('the data directory', () => {
  const answers = { databaseSsl: 'offer' } as const;

  test('passes as the installer leaves it', async () => {
    expect((await see(dataDirectoryMode, await planned(await stockTree(), answers))).statuses).toEqual(['pass']);
  });

  test.each([
    ['3.6.6', 0o750],
    ['3.6.6', 0o755],
  ])('of Momentum %s is closed again where it is open, with the mode as evidence', async (version, mode) => {
    const tree = await stockTree(version);
    chmodSync(tree.disk('/var/db/msyspg'), mode);
    const { statuses, findings, text } = await see(dataDirectoryMode, await planned(tree, answers));
    expect(statuses).toEqual(['fail']);
    expect(text).toContain(mode.toString(8));
    expect(offered(findings)).toEqual(['/var/db/msyspg msyspg:msyspg 700']);
  });

  test('is not given back by us where it belongs to somebody else', async () => {
    const tree = await stockTree();
    chownSync(tree.disk('/var/db/msyspg'), UIDS.stranger, UIDS.stranger);
    const { statuses, findings, text } = await see(dataDirectoryMode, await planned(tree, answers));
    expect(statuses).toEqual(['fail']);
    expect(offered(findings)).toEqual([]);
    expect(text).toContain(`belongs to #${UIDS.stranger}, not to msyspg`);
  });
});

describe('the umask of the session', () => {
  test.each([0o022, 0o002, 0o000])('%o passes', async (mask) => {
    const of = situation(smallTree().host(), [creation('/opt/msys/file')], { ...SESSION, umask: mask });
    expect((await see(umask, of)).statuses).toEqual(['pass']);
  });

  test.each([0o027, 0o077, 0o026])('%o is warned of, as the cause of CFG-07961', async (mask) => {
    const of = situation(smallTree().host(), [creation('/opt/msys/file')], { ...SESSION, umask: mask });
    const { statuses, text } = await see(umask, of);
    expect(statuses).toEqual(['warn']);
    expect(text).toContain('CFG-07961');
    expect(text).toContain('do not depend on it');
  });
});
