import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import forge from 'node-forge';
import { describe, expect, test } from 'vitest';
import { key, programHere, walk } from './faces.ts';
import { secure, secureJson, sharedScratch, sharedTree, Tree } from './support.ts';

const DENIED = "CFG-07961 failed to stat '/opt/msys/etc/installer/ecelerity.d/': Permission denied";
type Row = { readonly id: string; readonly status: string };

describe('doctor', () => {
  const healthy = sharedTree();
  const scratch = sharedScratch();

  test('finds nothing that fails in a healthy tree, and says what it ruled out', async () => {
    const { exit, doc } = await healthy().secureJson('doctor');
    expect(exit).toBe(0);
    expect(doc.findings.filter(({ status }: Row) => status === 'fail')).toEqual([]);
    expect((await healthy().secure('doctor')).out).toMatch(/^Ruled out: \d+ other faults; --verbose names them$/m);
    const { out } = await healthy().secure('doctor', '--verbose');
    for (const name of doc.ruledOut) expect(out).toContain(name);
  });

  test('a sandbox that is broken on purpose: diagnosed, put right, proven, and rolled back', async () => {
    const made = await secureJson(['sandbox', join(scratch(), 'broken'), '--broken', 'installer-files-unreadable']);
    expect(made.doc).toMatchObject({ broken: 'installer-files-unreadable' });
    const tree = new Tree(made.doc.directory, made.doc.ports);
    const asked = await tree.secureJson('doctor', '--message', DENIED);
    expect(asked.exit).toBe(2);
    expect(asked.doc.findings[0]).toMatchObject({ id: 'installer-files-unreadable', status: 'fail' });
    expect(asked.doc.candidates[0]).toMatchObject({ id: 'installer-files-unreadable', why: [{ times: 1, line: 1 }] });
    expect(new Set(asked.doc.findings.map(({ id }: Row) => id))).toEqual(new Set(asked.doc.candidates.map(({ id }: Row) => id)));
    expect((await tree.secure('doctor', '--fix')).exit, 'without consent').toBe(64);
    const fixed = await tree.secureJson('doctor', '--fix', '--yes');
    expect(fixed).toMatchObject({ exit: 0, doc: { changed: true, outcome: 'applied', id: '0001' } });
    expect(fixed.doc.findings).toContainEqual(expect.objectContaining({ id: 'installer-files-unreadable', status: 'pass' }));
    expect((await tree.secure('doctor')).exit).toBe(0);
    expect((await tree.secure('rollback', '--yes')).exit).toBe(0);
    expect((await tree.secure('doctor')).exit).toBe(2);
  });

  test('a rollback brings back what the mail server cannot load, too, and says that it fails again', async () => {
    const made = await secureJson(['sandbox', join(scratch(), 'too-new'), '--broken', 'option-too-new']);
    const tree = new Tree(made.doc.directory, made.doc.ports);
    const broken = tree.snapshot();
    expect((await tree.secureJson('doctor', '--fix', '--yes')).doc.outcome).toBe('applied');
    const { exit, doc } = await tree.secureJson('rollback', '--yes');
    expect([exit, doc.outcome], doc.said.join('\n')).toEqual([0, 'applied']);
    expect(doc.said.join('\n')).toContain('As before, and so it fails again: validate_config');
    expect(tree.snapshot()).toEqual(broken);
  });

  test('a log leads to what it tells of, with the place of the first message; one that tells nothing to the general examination', async () => {
    const log = join(scratch(), 'mainlog');
    const noise = '1784000000 nothing to see here\n'.repeat(1000);
    writeFileSync(log, `${noise}${DENIED}\nReconfigure failed.\n${noise}${DENIED}`);
    const { exit, doc } = await healthy().secureJson('doctor', '--log', log);
    expect(exit).toBe(0);
    expect(doc.candidates).toContainEqual(
      expect.objectContaining({ id: 'installer-files-unreadable', why: [expect.objectContaining({ times: 2, line: 1001 })] }),
    );
    for (const text of ['CFG-07961', 'something nobody ever printed']) {
      const unknown = await healthy().secure('doctor', '--message', text);
      expect(unknown.out).toContain('No message that is known');
      expect((await healthy().secureJson('doctor', '--message', text)).doc.candidates).toEqual([]);
    }
    expect((await healthy().secure('doctor', '--log', join(scratch(), 'none'))).exit).toBe(64);
  });

  test('before an installation there needs to be no Momentum', async () => {
    const bare = scratch();
    expect((await secureJson(['--root', bare, 'doctor'])).exit).toBe(1);
    expect((await secureJson(['--root', bare, 'doctor', '--before-install'])).exit).toBe(0);
  });

  test('lists what it knows; an id that it does not know leads to those that are near', async () => {
    const { doc } = await secureJson(['doctor', '--list']);
    expect(doc).toContainEqual(expect.objectContaining({ id: 'umask-in-login-files', checkable: true }));
    for (const args of [
      ['doctor', '--symptom', 'umask-in-bashrc'],
      ['sandbox', join(scratch(), 'x'), '--broken', 'login-umask'],
    ]) {
      const { exit, err } = await secure(args);
      expect([exit, err]).toEqual([64, expect.stringContaining('umask-in-login-files')]);
    }
  });
});

describe('the wizard, where something is wrong', () => {
  const scratch = sharedScratch();
  const open = programHere();

  test('a message is pasted, diagnosed, put right after the preview, and proven', async () => {
    const made = await secureJson(['sandbox', join(scratch(), 'broken'), '--broken', 'installer-files-unreadable']);
    const tree = new Tree(made.doc.directory, made.doc.ports);
    const terminal = open(tree.root, { columns: 60, rows: 30, args: ['--no-color'] });
    await terminal.shows('Momentum 3.6.6');
    await walk(terminal, [
      ['w', 'I have a message'],
      [key.enter, 'Paste the message'],
      [`\u001b[200~${DENIED}\nReconfigure failed.\n\u001b[201~`, 'Reconfigure failed.'],
      [key.enter, 'fault was found here'],
      ['', 'do:'],
      [key.enter, 'What is to be put right?'],
      [key.enter, 'Preview'],
      ['a', 'Apply these changes?'],
      ['y', 'Applied as 0001'],
      ['', 'Proven:'],
    ]);
    terminal.type(key.enter);
    expect(await terminal.exit()).toBe(0);
    expect(terminal.scrollback()).toContain('Proven:');
    expect((await tree.secure('doctor', '--message', DENIED)).exit).toBe(0);
    expect((await tree.secureJson('history')).doc).toMatchObject([{ id: '0001' }]);
  });
});

describe('a bundle for somebody who helps', () => {
  const own = sharedTree();
  const scratch = sharedScratch();

  test('says what is wrong, shows the configuration, and has no password and no key in it', async () => {
    const canary = 'Can4ry-unknown-to-us';
    const pem = forge.pki.privateKeyToPem(forge.pki.rsa.generateKeyPair(1024).privateKey);
    const conf = 'opt/msys/ecelerity/etc/conf/default';
    writeFileSync(own().at(`${conf}/more.conf`), `Timeout = 5\nAuthPassword = "${canary}"\n# was the password ${canary}\n`);
    writeFileSync(
      own().at(`${conf}/notes.conf`),
      `Idle = 7\n${pem
        .split('\n')
        .slice(1, -2)
        .map((line) => `# ${line}`)
        .join('\n')}\n`,
    );
    writeFileSync(own().at(`${conf}/relay.pem`), pem);
    writeFileSync(own().at(`${conf}/inline.conf`), pem);
    mkdirSync(own().at(`${conf}/deep`));
    symlinkSync('/etc/shadow', own().at(`${conf}/deep/link.conf`));
    const file = join(scratch(), 'bundle.md');
    const { doc } = await own().secureJson('doctor', '--bundle', file, '--no-services');
    const text = readFileSync(file, 'utf8');
    expect(statSync(file).mode & 0o7777).toBe(0o600);
    for (const part of ['## What was found', '## Status', '## Verification', '## History', `### /${conf}/ecelerity.conf`])
      expect(text).toContain(part);
    for (const kept of ['Timeout = 5', 'Idle = 7', 'ESMTP_Listener', 'AuthPassword = ****', '3.6.6'])
      expect(text).toContain(kept);
    expect(text).toContain(`- /${conf}/inline.conf: holds a private key`);
    expect(text).toContain(`- /${conf}/deep/link.conf: is a link to /etc/shadow`);
    expect(doc.bundle.leftOut.map(({ path }: { path: string }) => path)).toContain('/opt/msys/etc/.svcpasswd');
    expect(text).not.toContain(canary);
    expect(text).not.toContain(readFileSync(own().at('opt/msys/etc/.svcpasswd'), 'utf8').trim());
    for (const line of pem.split('\n').slice(1, -2)) expect(text).not.toContain(line);
    const again = await own().secure('doctor', '--bundle', file);
    expect([again.exit, again.err]).toEqual([64, expect.stringContaining('exists')]);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  test('is made where the configuration cannot be understood', async () => {
    writeFileSync(own().at('opt/msys/ecelerity/etc/conf/default/ecelerity.conf'), 'Scope "a" {\n');
    const file = join(scratch(), 'broken.md');
    expect((await own().secure('doctor', '--bundle', file, '--no-services')).exit).toBe(2);
    expect(readFileSync(file, 'utf8')).toContain('Scope "a" {');
  });
});
