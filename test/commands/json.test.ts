import { describe, expect, test } from 'vitest';
import { secureJson, sharedScratch, sharedTree } from '../real/support.ts';

/** What each document has at least, whatever became of the command. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  plan: ['changed', 'changes', 'services', 'findings'],
  apply: ['changed', 'outcome', 'id', 'findings'],
  rollback: ['changed', 'outcome', 'id', 'findings'],
  status: ['momentum', 'answers', 'certificates', 'tlsPolicy', 'findings'],
  verify: ['ok', 'targets', 'findings'],
  doctor: ['findings'],
  'doctor --fix': ['changed', 'outcome', 'id', 'findings'],
  renew: ['changed', 'outcome', 'id', 'findings'],
};

describe('with --json standard output is one document, errors included', () => {
  const tree = sharedTree();
  const scratch = sharedScratch();

  test.each(Object.keys(FIELDS))('%s has its fields in a tree, outside of one, and for wrong answers', async (command) => {
    const good = await secureJson(['--root', tree().root, ...command.split(' '), '--yes', '--no-services']);
    const nowhere = await secureJson(['--root', scratch(), ...command.split(' '), '--yes']);
    const wrong = await secureJson(['--root', tree().root, ...command.split(' '), '--nope']);
    expect([nowhere.exit, wrong.exit]).toEqual([1, 64]);
    for (const { doc } of [good, nowhere, wrong])
      expect(Object.keys(doc)).toEqual(expect.arrayContaining([...(FIELDS[command] ?? [])]));
    for (const { doc, err } of [nowhere, wrong]) {
      expect(doc.findings).toEqual([expect.objectContaining({ status: 'fail', what: doc.error.message })]);
      expect(doc.findings[0].id).toMatch(/^[a-z0-9-]+$/);
      expect(err).toContain(doc.error.message);
    }
  });

  test('rows of a plan name each path once, with both sides', async () => {
    const { doc } = await tree().plan({ databaseSsl: 'require', webUiSsl: 'require' });
    const paths = doc.changes.map(({ path }: { path: string }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    for (const { kind, path, choices, why, before, after } of doc.changes) {
      expect(kind, path).toMatch(/^[a-z]+$/);
      expect(choices.length * why.length).toBeGreaterThan(0);
      for (const side of [before, after].filter((one) => one !== null)) {
        expect(Object.keys(side).sort()).toEqual(['group', 'mode', 'owner', 'sha256']);
        if (side.sha256 !== null) expect(side.sha256).toMatch(/^[0-9a-f]{64}$/);
      }
      if (before !== null) expect(before.sha256).toBe(tree().facts(path).sha256);
    }
  });

  test('apply of files alone, unchanged the second time, history, show, rollback', async () => {
    const args = ['apply', '--yes', '--no-services', '--set', 'webUiSsl=offer'];
    expect((await tree().secureJson(...args)).doc).toMatchObject({ changed: true, outcome: 'applied', id: '0001' });
    expect((await tree().secureJson(...args)).doc).toMatchObject({ changed: false, outcome: 'unchanged', id: null });
    expect((await tree().secureJson('history')).doc).toMatchObject([{ id: '0001', answers: { webUiSsl: 'offer' } }]);
    expect((await tree().secureJson('show', '1')).doc.changes[0]).toHaveProperty('hunks');
    expect(await tree().secureJson('show', '7')).toMatchObject({ exit: 1, doc: { error: { kind: 'NoEntryError' } } });
    expect(await tree().secureJson('rollback', '7', '--yes')).toMatchObject({
      exit: 1,
      doc: { outcome: 'refused', changed: false },
    });
    expect((await tree().secureJson('rollback', '--yes')).doc).toMatchObject({ changed: true, outcome: 'applied' });
  });

  test('a rollback that would trample a later edit is 7, and changes nothing', async () => {
    await tree().apply({ webUiSsl: 'offer' }, '--no-services');
    tree().edit('opt/msys/ecwebui/config/httpd.conf', (text) => `${text}# mine\n`);
    const before = tree().snapshot();
    const { exit, doc } = await tree().secureJson('rollback', '--yes');
    expect(exit).toBe(7);
    expect(doc).toMatchObject({ changed: false, outcome: 'refused' });
    expect(doc.error.message).toContain('/opt/msys/ecwebui/config/httpd.conf was edited');
    expect(tree().snapshot()).toEqual(before);
  });

  test('help, version, explain, the questions that nobody answers, and an endpoint that nobody serves', async () => {
    expect((await secureJson(['--version'])).doc).toEqual({ version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
    expect((await secureJson(['plan', '--help'])).doc.help).toContain('Usage: momentum-secure plan');
    expect((await secureJson(['explain', 'webUiSsl'])).doc).toHaveProperty('risk');
    const asked = await tree().secureJson();
    expect(asked.exit).toBe(64);
    expect(asked.doc.error.message).toContain('databaseSsl=');
    const endpoint = await secureJson(['verify', '--host', '127.0.0.1', '--port', '1', '--starttls', 'smtp']);
    // Not observable is no fail, and no pass.
    expect(endpoint.exit).toBe(0);
    expect(endpoint.doc.targets[0]).toMatchObject({ host: '127.0.0.1', port: 1, starttls: 'smtp', certificate: null });
    expect(Object.values(endpoint.doc.targets[0].protocols)).toEqual(Array(6).fill('unreachable'));
    expect(endpoint.doc.findings).toMatchObject([{ status: 'warn' }]);
  });

  test('a sandbox that cannot be made', async () => {
    expect(await secureJson(['sandbox', tree().root])).toMatchObject({ exit: 1, doc: { error: { kind: 'SandboxError' } } });
  });
});
