import { chmodSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { secure, sharedTree } from '../real/support.ts';

const CONF = 'var/db/msyspg/postgresql.conf';
const HTTPD = 'opt/msys/ecwebui/config/httpd.conf';
const ALL = { databaseSsl: 'require', webUiSsl: 'offer', tls: { outbound: 'poodle-fix' } };

interface File {
  readonly path: string;
  readonly kinds: readonly string[];
  readonly lines: readonly object[];
  readonly stillInForce: boolean;
}

describe('drift: what differs from what was last applied', () => {
  const tree = sharedTree();
  const drift = async () => {
    const before = tree().snapshot();
    const ran = await tree().secureJson('drift');
    expect(tree().snapshot()).toEqual(before);
    const file = (path: string) => (ran.doc.files as File[]).find((one) => one.path === `/${path}`);
    return { ...ran, file };
  };

  test('nothing where nothing was applied, and nothing after an apply', async () => {
    const early = await tree().secure('drift', '--accept', `/${HTTPD}`);
    expect(early).toMatchObject({ exit: 1, err: expect.stringContaining('there is nothing to accept') });
    expect(await drift()).toMatchObject({ exit: 0, doc: { applied: false, drifted: false } });
    await tree().apply(ALL, '--no-services');
    expect(await drift()).toMatchObject({ exit: 0, doc: { applied: true, drifted: false, files: [], lost: [] } });
  });

  test('an edit by hand: file, line and text, and whether what was applied still holds', async () => {
    const text = tree().read(HTTPD);
    const at = text.split('\n').length;
    tree().edit(HTTPD, () => `${text}# mine\n`);
    const { exit, doc, file } = await drift();
    expect(exit).toBe(2);
    expect(file(HTTPD)).toMatchObject({
      kinds: ['content'],
      lines: [{ kind: 'added', number: at, text: '# mine' }],
      stillInForce: true,
    });
    expect(doc.lost).toEqual([]);
    expect(doc.findings[0]).toMatchObject({ status: 'fail', what: expect.stringContaining(`line ${at}`) });
    tree().write(HTTPD, text);
  });

  test('a later line that wins over ours: both lines are named, and one apply brings it back', async () => {
    tree().edit(CONF, (text) => `${text}ssl = off\n`);
    const at = tree().read(CONF).split('\n').length - 1;
    const ours = tree().read(CONF).split('\n').indexOf('ssl = on') + 1;
    const { exit, doc, file } = await drift();
    expect(exit).toBe(2);
    expect(file(CONF)).toMatchObject({ stillInForce: false });
    expect(doc.lost).toMatchObject([{ choice: 'databaseSsl' }]);
    expect(doc.lost[0].because[0]).toBe(`/${CONF}:${at}  ssl = off wins over ssl = on at /${CONF}:${ours}`);
    const again = await tree().secure('apply', '--again', '--yes', '--no-services');
    expect(again.exit, again.err).toBe(0);
    expect(await drift()).toMatchObject({ exit: 0, doc: { drifted: false } });
  });

  test('owner, mode, absence; a key is told without a line of it', async () => {
    chmodSync(tree().at('var/db/msyspg/server.crt'), 0o640);
    rmSync(tree().at('opt/msys/ecwebui/config/momentum-secure-ssl.conf'));
    tree().write('var/db/msyspg/server.key', '-----BEGIN PRIVATE KEY-----\nSECRET\n');
    const { exit, out, file } = await drift();
    expect(exit).toBe(2);
    expect(file('var/db/msyspg/server.crt')?.kinds).toEqual(['mode']);
    expect(file('opt/msys/ecwebui/config/momentum-secure-ssl.conf')?.kinds).toEqual(['missing']);
    expect(file('var/db/msyspg/server.key')).toMatchObject({ kinds: ['content'], lines: [] });
    expect(out).not.toContain('SECRET');
  });

  test('what a package left beside', async () => {
    writeFileSync(tree().at(`${HTTPD}.rpmnew`), 'new\n');
    const { doc } = await drift();
    expect(doc.findings).toContainEqual(
      expect.objectContaining({ id: 'package-leftover', what: expect.stringContaining('httpd.conf.rpmnew') }),
    );
  });

  test("what was turned off is nobody's business any more", async () => {
    const fresh = await tree().secure(
      'apply',
      '--yes',
      '--no-services',
      '--set',
      'webUiSsl=off',
      '--set',
      'databaseSsl=off',
      '--set',
      'tls.outbound=null',
      '--set',
      'tls.inbound=null',
    );
    expect(fresh.exit, fresh.err).toBe(0);
    tree().edit(HTTPD, (text) => `${text}# mine again\n`);
    expect((await drift()).file(HTTPD)).toBeUndefined();
  });
});

describe('with every choice', () => {
  const tree = sharedTree();
  const accept = (path: string) => tree().secureJson('drift', '--accept', path);

  test('as many files are managed as were applied: our own records are none of them', async () => {
    const every = { ...ALL, encryptedPasswords: true, tls: { inbound: 'poodle-fix', outbound: 'poodle-fix' }, dhe: true };
    const applied = await tree().apply(every, '--no-services');
    const [, files = 'none'] = /Applied as 0001: (\d+) files/.exec(applied.out) ?? [];
    expect((await tree().secure('drift')).out).toContain(`All ${files} managed files are as they were left`);
  });

  test('an edit that takes nothing away is accepted, until the next one; a rollback loses neither', async () => {
    const left = tree().read(HTTPD);
    tree().edit(HTTPD, (text) => `${text}# mine\n`);
    expect((await tree().secure('drift')).out).toContain(`-> To leave it as it is: momentum-secure drift --accept /${HTTPD}`);
    const expected = { drifted: false, accepted: [`/${HTTPD}`], files: [] };
    expect(await accept(`/${HTTPD}`)).toMatchObject({ exit: 0, doc: expected });
    expect(await accept(`/${HTTPD}`)).toMatchObject({ exit: 0, doc: expected });
    const { exit, out } = await tree().secure('drift');
    expect([exit, out]).toEqual([
      0,
      expect.stringMatching(/as they were left or accepted[\s\S]*httpd\.conf was edited .*accepted on/),
    ]);
    expect((await tree().secure('rollback', '--yes', '--no-services')).exit).toBe(7);
    const [store, entry] = [tree().at('var/lib/momentum-secure'), 'history/0001'];
    const { id, at, doing, answers } = JSON.parse(readFileSync(join(store, entry, 'receipt.json'), 'utf8'));
    renameSync(join(store, entry), join(store, 'away'));
    writeFileSync(join(store, 'pruned.json'), JSON.stringify([{ id, at, doing, answers }]));
    expect(await tree().secureJson('drift')).toMatchObject({ exit: 0, doc: expected });
    renameSync(join(store, 'away'), join(store, entry));
    rmSync(join(store, 'pruned.json'));
    chmodSync(tree().at(HTTPD), 0o600);
    expect(await tree().secureJson('drift')).toMatchObject({ exit: 2, doc: { accepted: [] } });
    chmodSync(tree().at(HTTPD), 0o644);
    tree().edit(HTTPD, (text) => `${text}# and mine\n`);
    expect(await tree().secureJson('drift')).toMatchObject({ exit: 2, doc: { accepted: [] } });
    tree().write(HTTPD, left);
  });

  test('what was opened to others is put right by the command that is named, and not accepted', async () => {
    const [key, httpd] = ['var/db/msyspg/server.key', HTTPD];
    chmodSync(tree().at(key), 0o644);
    chmodSync(tree().at(httpd), 0o666);
    expect((await tree().secure('drift')).out).toMatch(/server\.key has another mode[\s\S]*-> chmod 0600 \/var\/db/);
    expect(await accept(`/${key}`)).toMatchObject({ exit: 1, err: expect.stringMatching(/others can read.*chmod 0600/) });
    expect(await accept(`/${httpd}`)).toMatchObject({ exit: 1, err: expect.stringMatching(/others can read.*chmod 0644/) });
    chmodSync(tree().at(key), 0o600);
    chmodSync(tree().at(httpd), 0o640);
    expect(await accept(`/${httpd}`)).toMatchObject({ exit: 0, doc: { accepted: [`/${httpd}`] } });
    chmodSync(tree().at(httpd), 0o644);
  });

  test('whoever is not root is told to be, and not to look for somebody who left our records there', async () => {
    const under = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups', '--'];
    const { exit, err } = await secure(['--root', tree().root, 'drift', '--accept', `/${HTTPD}`], { under });
    expect([exit, err]).toEqual([1, expect.stringMatching(/EACCES.*\nNothing was changed\. Run it as root/)]);
  });

  test('nothing is accepted while an apply is half done', async () => {
    const journal = 'var/lib/momentum-secure/journal.json';
    tree().edit(HTTPD, (text) => `${text}# mine\n`);
    tree().write(journal, JSON.stringify({ doing: 'apply', startedAt: '2026-01-01', steps: [] }));
    expect(await accept(`/${HTTPD}`)).toMatchObject({
      exit: 1,
      err: expect.stringMatching(/did not finish.*puts everything back/),
    });
    rmSync(tree().at(journal));
    tree().edit(HTTPD, (text) => text.replace('# mine\n', ''));
    expect((await tree().secureJson('drift')).exit).toBe(0);
  });

  test('nothing else is accepted: what wins over what was applied, what is gone, what is as it was left', async () => {
    const left = tree().read(CONF);
    tree().edit(CONF, (text) => `${text}ssl = off\n`);
    expect(await accept(`/${CONF}`)).toMatchObject({ exit: 1, err: expect.stringMatching(/not in force.*apply --again/) });
    tree().write(CONF, left);
    rmSync(tree().at('opt/msys/ecwebui/config/momentum-secure-ssl.conf'));
    const gone = await accept('/opt/msys/ecwebui/config/momentum-secure-ssl.conf');
    expect(gone).toMatchObject({ exit: 1, err: expect.stringMatching(/is gone/) });
    expect(await accept(`/${CONF}`)).toMatchObject({ exit: 1, err: expect.stringMatching(/nothing to accept/) });
    expect((await tree().secureJson('drift')).doc.accepted).toEqual([]);
  });
});

describe('where nothing stands', () => {
  const tree = sharedTree({ momentum: '4.2.1' });

  test('ALTER SYSTEM wins over a file that is as we left it', async () => {
    await tree().apply({ databaseSsl: 'offer' }, '--no-services');
    writeFileSync(tree().at('var/db/msyspg/postgresql.auto.conf'), "# Do not edit this file manually!\nssl = 'off'\n");
    const { exit, doc } = await tree().secureJson('drift');
    expect(exit).toBe(2);
    expect(doc.files).toEqual([]);
    expect(doc.lost[0].because[0]).toMatch(/postgresql\.auto\.conf:2 {2}ssl = off wins over ssl = on at/);
    rmSync(tree().at('var/db/msyspg/postgresql.auto.conf'));
  });

  test('after a rollback nothing was applied, and there is nothing to apply again', async () => {
    expect((await tree().secure('rollback', '--yes', '--no-services')).exit).toBe(0);
    expect(await tree().secureJson('drift')).toMatchObject({ exit: 0, doc: { applied: false } });
    expect(await tree().secure('apply', '--again', '--yes')).toMatchObject({
      exit: 1,
      err: expect.stringContaining('nothing to apply again'),
    });
  });
});

describe('drift, where answers of earlier applies did nothing, or were taken back', () => {
  const tree = sharedTree();

  test('there is none right after an apply', async () => {
    const applies = [
      // No certificate and no web UI with TLS yet: a name, a source and a port that change nothing.
      {
        'tls.inbound': 'poodle-fix',
        'certificates.hostname': 'other.example.com',
        'certificates.webUi.source': 'local-ca',
        'webUi.httpsPort': 8443,
      },
      { 'tls.outbound': 'poodle-fix', 'tls.scopes': 'global' },
      { 'tls.scopes': 'all', 'dhe.parameters': 'ffdhe3072' },
      { 'tls.inbound': null, 'tls.outbound': null, 'dhe.parameters': 'ffdhe2048' },
      { 'tls.inbound': ['TLSv1.2'], webUiSsl: 'require', databaseSsl: 'offer', dhe: null },
      { 'dhe.parameters': 'built-in', 'tls.inbound': ['TLSv1.1', 'TLSv1.2'] },
      { dhe: true },
    ];
    tree().edit(
      'opt/msys/ecelerity/etc/conf/default/ecelerity.conf',
      (text) => `${text}Binding "own" { TLS_Protocols = "+ALL" }\n`,
    );
    for (const answers of applies) {
      await tree().apply(answers, '--no-services');
      const { exit, doc, out } = await tree().secureJson('drift');
      expect(exit, out).toBe(0);
      expect(doc.lost).toEqual([]);
    }
    tree().edit('var/db/msyspg/server.crt', (text) => `${text}\n`);
    expect((await tree().secureJson('drift')).exit).toBe(2);
  });
});
