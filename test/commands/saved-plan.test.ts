import { chmodSync, chownSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { run, secure, sharedScratch, sharedTree } from '../real/support.ts';

const CONF = 'opt/msys/ecwebui/config/httpd.conf';
const ANSWERS = ['--set', 'webUiSsl=require', '--set', 'databaseSsl=require', '--no-services'];

describe('a plan is saved, shown, and applied once', () => {
  const tree = sharedTree();
  const scratch = sharedScratch();

  const save = async (name: string, ...args: string[]) => {
    const file = `${scratch()}/${name}`;
    const under = ['sh', '-c', 'umask 0000; exec "$@"', 'sh'];
    const ran = await secure(['--root', tree().root, 'plan', ...(args.length > 0 ? args : ANSWERS), '--out', file], { under });
    return { file, ...ran };
  };
  const apply = (file: string, ...more: string[]) => tree().secure('apply', file, '--yes', '--no-services', ...more);

  test('it is for its owner alone, whatever the umask, and holds neither a password nor a file that is not ours', async () => {
    const { file, exit, err } = await save('private');
    expect(exit, err).toBe(2);
    expect(statSync(file).mode & 0o7777).toBe(0o600);
    const text = readFileSync(file, 'utf8');
    expect(text).not.toContain(tree().password());
    expect(text).not.toContain('PRIVATE KEY');
    expect(text).not.toContain('DocumentRoot');
  });

  test('it shows what plan showed, does that, and is used then, also after a rollback', async () => {
    const { file, out } = await save('once');
    const before = tree().snapshot();
    const applied = await apply(file);
    expect(applied.exit, applied.err).toBe(0);
    expect(applied.out.startsWith(out.trimEnd())).toBe(true);
    const again = await apply(file);
    expect(again).toMatchObject({ exit: 7, err: expect.stringMatching(/applied as 0001/) });
    expect((await tree().secure('rollback', '--yes', '--no-services')).exit).toBe(0);
    expect(tree().snapshot()).toEqual(before);
    expect(await apply(file)).toMatchObject({ exit: 7, err: expect.stringMatching(/applied as 0001/) });
    expect(tree().snapshot()).toEqual(before);
  });

  test.each([
    ['bytes', () => tree().edit(CONF, (text) => `${text}# mine\n`)],
    ['the mode', () => chmodSync(tree().at(CONF), 0o600)],
    ['the owner', () => chownSync(tree().at(CONF), 1, 1)],
  ])('%s of what it was made from are not as they were: 7, with the place, and nothing is changed', async (_, disturb) => {
    const { file } = await save('stale');
    const { mode, uid, gid } = statSync(tree().at(CONF));
    const text = tree().read(CONF);
    disturb();
    const before = tree().snapshot();
    const ran = await apply(file);
    expect(tree().snapshot()).toEqual(before);
    tree().write(CONF, text);
    chmodSync(tree().at(CONF), mode);
    chownSync(tree().at(CONF), uid, gid);
    expect(ran).toMatchObject({ exit: 7, err: expect.stringMatching(/httpd\.conf: was file.* is file/) });
  });

  test('what was not there and is now is as bad as what changed; for programs too', async () => {
    const { file } = await save('absent');
    tree().write('opt/msys/ecwebui/config/site/server.key', 'mine\n');
    const { exit, doc } = await tree().secureJson('apply', file, '--yes', '--no-services');
    rmSync(tree().at('opt/msys/ecwebui/config/site/server.key'));
    expect(exit).toBe(7);
    expect(doc).toMatchObject({ changed: false, outcome: 'refused', error: { kind: 'PlanRefusedError' } });
    expect(doc.error.message).toContain('site/server.key: was not there; is file');
  });

  test('it is a plan of one tree', async () => {
    const { file } = await save('root');
    const other = `${scratch()}/other`;
    symlinkSync(tree().root, other);
    const ran = await secure(['--root', other, 'apply', file, '--yes', '--no-services']);
    expect(ran).toMatchObject({ exit: 7, err: expect.stringContaining(tree().root) });
    const name = tree().read('etc/hostname');
    tree().write('etc/hostname', 'mail2.example.com\n');
    const renamed = await apply(file);
    tree().write('etc/hostname', name);
    expect(renamed).toMatchObject({ exit: 7, err: expect.stringMatching(/made for the host mail1.*this is mail2/) });
  });

  test.each([
    ['cut off', (text: string) => text.slice(0, text.length / 2), /no JSON/],
    ['edited', (text: string) => text.replace('TLS on', 'TLS off'), /changed after it was saved/],
    ['another format', (text: string) => text.replace('"format": 1', '"format": 99'), /format 99/],
    ['something else', () => '{"databaseSsl": "require"}', /not a plan that was saved/],
  ])('%s: an error that says so, and nothing is changed', async (_, spoil, says) => {
    const { file } = await save('spoilt');
    writeFileSync(file, spoil(readFileSync(file, 'utf8')));
    const before = tree().snapshot();
    expect(await apply(file)).toMatchObject({ exit: 1, err: expect.stringMatching(says) });
    expect(tree().snapshot()).toEqual(before);
  });

  test.runIf(process.getuid?.() === 0)('root takes no plan that others can write', async () => {
    const { file } = await save('open');
    chmodSync(file, 0o666);
    expect(await apply(file)).toMatchObject({ exit: 1, err: expect.stringMatching(/others than root can write it.*0666/) });
    chmodSync(file, 0o600);
    chownSync(file, 65_534, 65_534);
    expect(await apply(file)).toMatchObject({ exit: 1, err: expect.stringMatching(/others than root/) });
  });

  test('it stands for itself: answers beside it are refused; what cannot be planned or written is not saved', async () => {
    const { file } = await save('alone');
    for (const more of [['--set', 'webUiSsl=off'], ['--fix']])
      expect(await apply(file, ...more)).toMatchObject({ exit: 64, err: expect.stringContaining('as it was shown') });
    expect(await apply(`${scratch()}/nothing`)).toMatchObject({ exit: 64, err: expect.stringContaining('ENOENT') });
    const nowhere = await tree().secureJson('plan', '--out', '/nonexistent/plan');
    expect(nowhere).toMatchObject({ exit: 64, doc: { changed: false } });
  });

  test('it is applied with the password that it was made with, and stays usable until then', async () => {
    const password = `${scratch()}/password`;
    writeFileSync(password, 'Given-4711\n', { mode: 0o600 });
    const on = ['--set', 'encryptedPasswords=true', '--no-services'];
    const before = tree().snapshot();
    const kept = await save('kept', ...on);
    expect(await apply(kept.file, '--password-file', password)).toMatchObject({
      exit: 64,
      err: expect.stringMatching(/made with the password that Momentum keeps/),
    });
    const given = await save('given', ...on, '--password-file', password);
    expect(await apply(given.file)).toMatchObject({
      exit: 64,
      err: expect.stringMatching(/made with a password that was given \(--password-file\)/),
    });
    expect(tree().snapshot()).toEqual(before);
    const applied = await apply(given.file, '--password-file', password);
    expect(applied.exit, applied.err).toBe(0);
    const entry = ['get_cred', '--hostname=127.0.0.1', '-u', 'ecuser', '-f', 'pgsql'];
    expect((await run([tree().at('opt/msys/ecelerity/bin/credmgr'), ...entry])).out).toBe('Given-4711\n');
  });
});
