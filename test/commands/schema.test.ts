import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { secureJson, sharedScratch, sharedTree } from '../real/support.ts';

const read = (path: string) => JSON.parse(readFileSync(new URL(path, `${import.meta.url}/../../../`), 'utf8'));
const files = globSync('docs/schema/*.json', { cwd: new URL('../..', import.meta.url).pathname });
const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true });
for (const file of files) ajv.addSchema(read(file));

/** What keeps a document from being as its schema says; what is new in it belongs into docs/schema. */
function problems(name: string, document: unknown): readonly string[] {
  const validate = ajv.getSchema(`${name}.json`);
  if (validate === undefined) throw new Error(`docs/schema has no ${name}.json`);
  if (validate(document)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

const used = new Set(['common']);
function expectAs(name: string, document: unknown): void {
  used.add(name);
  expect(problems(name, document), JSON.stringify(document).slice(0, 2000)).toEqual([]);
}

const ALL = [
  '--set',
  'databaseSsl=require',
  '--set',
  'webUiSsl=require',
  '--set',
  'tls.outbound=poodle-fix',
  '--set',
  'dhe.parameters=ffdhe2048',
];

describe('what the commands say in JSON is as docs/schema says', () => {
  const tree = sharedTree({ servers: true });
  const scratch = sharedScratch();

  test('a plan, saved too; an apply with its events; what stands then; a rollback', async () => {
    const file = `${scratch()}/saved.plan`;
    const planned = await tree().secureJson('plan', ...ALL, '--set', 'encryptedPasswords=true', '--out', file);
    expectAs('plan', planned.doc);
    expect(planned.doc.changes.length).toBeGreaterThan(8);
    expectAs('saved-plan', JSON.parse(readFileSync(file, 'utf8')));
    const applied = await tree().secureJson('apply', ...ALL, '--yes', '--progress', '--keep-within', '600');
    expect(applied.exit, applied.err).toBe(0);
    expectAs('apply', applied.doc);
    for (const line of applied.err.trimEnd().split('\n')) expectAs('event', JSON.parse(line));
    expectAs('keep', (await tree().secureJson('keep')).doc);
    expectAs('apply', (await tree().secureJson('apply', '--again', '--yes')).doc);
    for (const name of ['status', 'verify', 'doctor', 'history', 'drift']) expectAs(name, (await tree().secureJson(name)).doc);
    expectAs(
      'doctor',
      (
        await tree().secureJson(
          'doctor',
          '--message',
          "CFG-07961 failed to stat '/opt/msys/etc/installer/ecelerity.d/': Permission denied",
        )
      ).doc,
    );
    expectAs('doctor', (await tree().secureJson('doctor', '--bundle', `${scratch()}/bundle.md`)).doc);
    expectAs('doctor-list', (await tree().secureJson('doctor', '--list')).doc);
    expectAs('show', (await tree().secureJson('show', '1')).doc);
    expectAs('certificate', (await tree().secureJson('certificate', 'export', 'msyspg')).doc);
    expectAs('certificate', (await tree().secureJson('certificate', 'request', 'msyspg')).doc);
    tree().edit('var/db/msyspg/postgresql.conf', (text) => `${text}ssl = off\n`);
    const drifted = await tree().secureJson('drift');
    expect(drifted.exit).toBe(2);
    expectAs('drift', drifted.doc);
    expectAs('status', (await tree().secureJson('status')).doc);
    const refused = await tree().secureJson('rollback', '--yes');
    expect(refused.exit).toBe(7);
    expectAs('error', refused.doc);
    expectAs('apply', (await tree().secureJson('rollback', '--yes', '--keep-edited')).doc);
    expectAs('history', (await tree().secureJson('history')).doc);
  });

  test('an error is one too, in a tree and outside of one', async () => {
    for (const command of ['plan', 'apply', 'status', 'verify', 'drift', 'history', 'rollback', 'renew', 'keep', 'doctor']) {
      expectAs('error', (await tree().secureJson(command, '--nope')).doc);
      const { exit, doc } = await secureJson(['--root', scratch(), command, '--yes']);
      if (exit === 1) expectAs('error', doc);
    }
  });

  test('answers: what is accepted fits, and what is refused does not', async () => {
    const docs = readFileSync(new URL('../../docs/commands.md', import.meta.url), 'utf8');
    expectAs('answers', parse(/```yaml\n([\s\S]*?)```/.exec(docs)?.[1] ?? ''));
    const out = `${scratch()}/answers.yaml`;
    await tree().secureJson('status', '--answers-out', out);
    expectAs('answers', parse(readFileSync(out, 'utf8')));
    const wrong = [
      { colour: 'red' },
      { databaseSsl: 'maybe' },
      { webUi: { httpsPort: 0 } },
      { certificates: { keyBits: 1024 } },
      { tls: { inbound: [] } },
      { certificates: { webUi: { source: 'files' } } },
      { certificates: { webUi: { source: 'csr', certificate: '/root/mail1.crt' } } },
    ];
    for (const answers of wrong) {
      expect(problems('answers', answers), JSON.stringify(answers)).not.toEqual([]);
      writeFileSync(out, JSON.stringify(answers));
      expect((await tree().secureJson('plan', '--answers', out)).exit).toBe(64);
    }
  });

  test('there is no schema that no document was held to', () => {
    expect([...used].toSorted()).toEqual(files.map((file) => basename(file, '.json')).toSorted());
  });
});
