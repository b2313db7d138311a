import { describe, expect, test } from 'vitest';
import type { CertificateFacts, Change } from '../../src/plan/change.ts';
import { pair } from '../../src/preflight/pair.ts';
import { issuePair, type Pair } from '../../src/tls/certificate/issue.ts';
import { creation, isRoot, offered, planned, see, situation, stockTree, type Tree } from './support.ts';

const KEY = '/var/db/msyspg/server.key';
const CERTIFICATE = '/var/db/msyspg/server.crt';
const DAY_MS = 86_400_000;
const NAMES = { hostname: 'mail1.example.com', altNames: ['localhost'], keyBits: 2048 } as const;

const issue = (facts: Partial<CertificateFacts> = {}, now = new Date()) => issuePair({ ...NAMES, days: 365, ...facts }, { now });

/** A stock tree whose database has TLS on already, with that pair. */
async function withPair({ keyPem, certificatePem }: Pair, mode = 0o600, version = '9.0'): Promise<Tree> {
  const tree = await stockTree();
  const uid = Number(/^msyspg:x:(\d+)/m.exec((await tree.host().read('/etc/passwd' as never))?.bytes.toString() ?? '')?.[1]);
  tree.write(KEY, keyPem, { uid, mode });
  tree.write(CERTIFICATE, certificatePem, { uid, mode: 0o644 });
  tree.write('/var/db/msyspg/PG_VERSION', `${version}\n`, { uid, mode: 0o600 });
  tree.write('/var/db/msyspg/postgresql.conf', 'ssl = on\n', { uid, mode: 0o600 });
  return tree;
}

/** The database restarts for something else; its pair stays. */
const elsewhere = (tree: Tree) => situation(tree.host(), [creation('/var/db/msyspg/extra.conf', 'msyspg')]);

describe('the pair that a service will start with', () => {
  test('passes where it matches, is valid and closed', async () => {
    const { statuses, text } = await see(pair, elsewhere(await withPair(await issue())));
    expect(statuses).toEqual(['pass']);
    expect(text).toContain('match and are valid');
  });

  test('is not looked at where TLS stays off', async () => {
    expect((await see(pair, elsewhere(await stockTree()))).findings).toEqual([]);
  });

  test('fails where key and certificate are of two pairs', async () => {
    const [one, other] = [await issue(), await issue()];
    const { statuses, text } = await see(pair, elsewhere(await withPair({ ...one, certificatePem: other.certificatePem })));
    expect(statuses).toEqual(['fail']);
    expect(text).toContain(`${KEY} does not match ${CERTIFICATE}`);
    expect(text).not.toContain('PRIVATE KEY');
  });

  test.each([
    ['garbage', '', 'there is no PEM certificate in it'],
    ['', 'garbage', 'the file is empty'],
  ])('fails for a file that holds something else', async (certificatePem, keyPem, said) => {
    const { statuses, text } = await see(pair, elsewhere(await withPair({ ...(await issue()), certificatePem, keyPem })));
    expect(statuses).toEqual(['fail']);
    expect(text).toContain(said);
  });

  test('fails where it has run out, and where it is not valid yet', async () => {
    const old = await see(pair, elsewhere(await withPair(await issue({ days: 30 }, new Date(Date.now() - 60 * DAY_MS)))));
    expect(old.statuses).toEqual(['fail']);
    expect(old.text).toContain('ran out on');
    const early = await see(pair, elsewhere(await withPair(await issue({}, new Date(Date.now() + 60 * DAY_MS)))));
    expect(early.statuses).toEqual(['fail']);
    expect(early.text).toContain('is not valid before');
  });

  test('warns where it runs out soon, and where it is not for this host', async () => {
    const { statuses, text } = await see(
      pair,
      elsewhere(await withPair(await issue({ days: 10, hostname: 'other.example.com' }))),
    );
    expect(statuses).toEqual(['warn', 'warn']);
    expect(text).toMatch(/runs out in \d days/);
    expect(text).toContain("is not for this host's name, mail1.example.com");
  });

  test('accepts a wildcard for this host', async () => {
    expect((await see(pair, elsewhere(await withPair(await issue({ hostname: '*.example.com' }))))).statuses).toEqual(['pass']);
  });

  test.runIf(isRoot)('fails for a key that others can read, and offers to close it', async () => {
    const { statuses, findings } = await see(pair, elsewhere(await withPair(await issue(), 0o644)));
    expect(statuses).toEqual(['fail']);
    expect(offered(findings)).toEqual([`${KEY} msyspg:msyspg 600`]);
  });

  test.runIf(isRoot)("takes root's key with the group's right to read from PostgreSQL 9.6 on, and not before", async () => {
    for (const [version, status] of [
      ['9.5', 'fail'],
      ['9.6', 'pass'],
    ] as const) {
      const tree = await withPair(await issue(), 0o600, version);
      const gid = Number(/^msyspg:x:(\d+)/m.exec((await tree.host().read('/etc/group' as never))?.bytes.toString() ?? '')?.[1]);
      tree.own(KEY, { uid: 0, gid, mode: 0o640 });
      expect((await see(pair, elsewhere(tree))).statuses).toEqual([status]);
    }
  });

  test('is fine for a new certificate on localhost, and a name that does not resolve is only a warning', async () => {
    const tree = await stockTree();
    const named = async (hostname: string) =>
      see(pair, await planned(tree, { databaseSsl: 'offer', certificates: { hostname, altNames: [] } }));
    expect((await named('localhost')).statuses).toEqual(['pass']);
    const unknown = await named('no-such-host.invalid');
    expect(unknown.statuses).toEqual(['warn']);
    expect(unknown.text).toContain('no-such-host.invalid');
  });

  test('looks at the pair of the state after the plan, not at the broken one that is replaced', async () => {
    const [one, other] = [await issue(), await issue()];
    const tree = await withPair({ ...one, certificatePem: other.certificatePem });
    const of = await planned(tree, { databaseSsl: 'offer' });
    expect(of.changes.some((change: Change) => change.kind === 'certificate')).toBe(true);
    expect((await see(pair, of)).statuses).toEqual(['pass']);
  });
});
