import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { groupPrimes } from '../../src/tls/dh/groups.ts';
import { readDhParameters } from '../../src/tls/dh/read.ts';
import { groupPem } from '../../src/tls/dh/write.ts';
import { sharedTree, type Tree } from '../real/support.ts';

const CONF = 'opt/msys/ecelerity/etc/conf/default';
const MAIN = `${CONF}/ecelerity.conf`;
const FFDHE2048 = `/${CONF}/dhparams-ffdhe2048.pem`;
const GENERATED = `/${CONF}/dhparams-generated-2048.pem`;
const FORCED = '!kRSA:!kECDH:!kDHr:!kDHd';
const FIX = { tls: { inbound: 'poodle-fix', outbound: 'poodle-fix' } };
const NO_SERVICES = '--no-services';

function configuration(tree: Tree): Readonly<Record<string, string>> {
  const directory = tree.at(CONF);
  return Object.fromEntries(readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), 'latin1')]));
}

function valid(tree: Tree): string {
  return execFileSync(tree.at('opt/msys/ecelerity/bin/validate_config'), { encoding: 'utf8', env: {} });
}

const ids = (doc: { findings: { id: string }[] }) => doc.findings.map(({ id }) => id);
const finding = (doc: { findings: { id: string; status: string; what: string }[] }, id: string) =>
  doc.findings.find((one) => one.id === id);

/** A group of its own of so many bits; whether it is one nobody asks. */
function ownGroup(bits: number): string {
  const prime = Buffer.alloc(bits / 8, 0xff);
  const der = Buffer.concat([Buffer.from([0x30, 0x82, 0, 0, 0x02, 0x82, 0, 0, 0]), prime, Buffer.from([0x02, 0x01, 0x02])]);
  der.writeUInt16BE(der.length - 4, 2);
  der.writeUInt16BE(prime.length + 1, 6);
  return `-----BEGIN DH PARAMETERS-----\n${der.toString('base64')}\n-----END DH PARAMETERS-----\n`;
}

describe('a Momentum that knows the options', () => {
  const tree = sharedTree();
  let before: Readonly<Record<string, string>>;
  let running: ChildProcess | undefined;

  beforeEach(() => {
    before = configuration(tree());
  });
  afterEach(async () => {
    running?.kill('SIGKILL');
    const off = ['dhe=null', 'tls.inbound=null', 'tls.outbound=null'].flatMap((answer) => ['--set', answer]);
    const isAsBefore = JSON.stringify(configuration(tree())) === JSON.stringify(before);
    if (!isAsBefore) await tree().secure('apply', '--yes', NO_SERVICES, ...off);
    expect(configuration(tree())).toEqual(before);
  });

  test('true writes the group of RFC 7919 for ecuser, names it, and plans nothing a second time', async () => {
    const { doc } = await tree().plan({ dhe: true }, NO_SERVICES);
    expect(doc.changes.map(({ kind, path }: { kind: string; path: string }) => [kind, path])).toEqual([
      ['dh-parameters', FFDHE2048],
      ['edit', `/${MAIN}`],
    ]);
    expect(doc.changes[0].after).toMatchObject({ owner: 'ecuser', mode: '0644' });
    expect(finding(doc, 'dhe-java')?.status).toBe('warn');
    await tree().apply({ dhe: { enabled: true } }, NO_SERVICES);

    const reading = readDhParameters(tree().read(FFDHE2048));
    expect(reading.ok && reading.parameters.prime.toString('hex')).toBe(groupPrimes.ffdhe2048);
    expect(tree().facts(FFDHE2048).sha256).toBe(doc.changes[0].after.sha256);
    expect(tree().read(MAIN)).toContain(`tls_dhparams_file = "${FFDHE2048}"`);
    expect(tree().read(MAIN)).toContain('tls_enable_dhe_ciphers = "true"');
    expect(valid(tree())).toContain('Configuration valid');
    const again = await tree().plan({ dhe: { enabled: true, parameters: 'ffdhe2048', force: false } });
    expect([again.exit, again.doc.changed]).toEqual([0, false]);
    const status = (await tree().secureJson('status')).doc;
    expect(status.answers.dhe).toEqual({ enabled: true, parameters: 'ffdhe2048', force: false });
    expect(ids(status)).not.toContain('dhe-built-in');

    expect((await tree().secure('rollback', '--yes', NO_SERVICES)).exit).toBe(0);
    expect(configuration(tree())).toEqual(before);
  });

  test('another group takes the place of the first, whose file goes; built-in takes both out', async () => {
    await tree().apply({ dhe: true }, NO_SERVICES);
    await tree().apply({ dhe: { parameters: 'ffdhe3072' } }, NO_SERVICES);
    expect(existsSync(tree().at(FFDHE2048))).toBe(false);
    expect(tree().read(MAIN)).toContain('/dhparams-ffdhe3072.pem"');
    await tree().apply({ dhe: { parameters: 'built-in' } }, NO_SERVICES);
    expect(configuration(tree()), 'who answers what was so before gets the bytes of before').toEqual(before);
    await tree().apply({ dhe: true }, NO_SERVICES);
    await tree().apply({ dhe: { parameters: 'built-in', enabled: false } }, NO_SERVICES);
    expect(Object.keys(configuration(tree()))).toEqual(Object.keys(before));
    expect(tree().read(MAIN)).not.toContain('tls_dhparams_file');
    expect(tree().read(MAIN)).toContain('tls_enable_dhe_ciphers = "false"');
  });

  test('the answers that status gives change nothing', async () => {
    for (const answers of [{}, { enabled: false }, { force: true }]) {
      if (Object.keys(answers).length > 0) await tree().apply({ dhe: answers }, NO_SERVICES);
      const { dhe } = (await tree().secureJson('status')).doc.answers;
      expect((await tree().plan({ dhe })).doc.changed).toBe(false);
    }
  });

  test('Local_Changes_File overrides ecelerity.conf, so the value there is the one that changes', async () => {
    const local = `${CONF}/local.conf`;
    tree().write(MAIN, `Local_Changes_File = "/${local}"\n${before['ecelerity.conf']}`);
    tree().write(local, 'TLS_DHParams_File = /old.pem # theirs\n');
    const theirs = configuration(tree());
    await tree().apply({ dhe: { parameters: 'ffdhe2048' } }, NO_SERVICES);
    expect(tree().read(local)).toBe(`TLS_DHParams_File = "${FFDHE2048}" # theirs\n`);
    expect(tree().read(MAIN)).toBe(theirs['ecelerity.conf']);
    await tree().apply({ dhe: null }, NO_SERVICES);
    expect(configuration(tree())).toEqual(theirs);
    execFileSync('rm', [tree().at(local)]);
    tree().write(MAIN, before['ecelerity.conf'] ?? '');
  });

  test('force takes RSA key exchange out of every listener, and names whom that cuts off', async () => {
    const own = '    tls_CIPHERS = HIGH:!aNULL\n';
    tree().edit(MAIN, (text) => text.replace(/(Listen "[^"]*" \{\n)(\s+Enable = true)/, `$1${own}$2`));
    const changed = tree().read(MAIN);
    expect(changed).toContain(own);
    const { doc } = await tree().plan({ dhe: { force: true } });
    expect(finding(doc, 'dhe-force-clients')?.what).toContain('neither ECDHE nor DHE');
    await tree().apply({ dhe: { force: true } }, NO_SERVICES);
    const lists = tree()
      .read(MAIN)
      .match(/tls_ciphers = .*/gi);
    expect(lists).toHaveLength(4);
    expect(lists).toContain(`tls_CIPHERS = "HIGH:!aNULL:${FORCED}"`);
    expect(lists?.filter((list) => list === `tls_ciphers = "DEFAULT:${FORCED}"`)).toHaveLength(3);
    expect((await tree().plan({ dhe: { force: true } })).doc.changed).toBe(false);
    await tree().apply({ dhe: { force: false } }, NO_SERVICES);
    expect(tree().read(MAIN)).toBe(changed);
    tree().write(MAIN, before['ecelerity.conf'] ?? '');
  });

  test('null takes back what is ours and nothing of the TLS versions, in either order', async () => {
    await tree().apply(FIX, NO_SERVICES);
    const fixed = configuration(tree());
    await tree().apply({ dhe: { enabled: true, force: true } }, NO_SERVICES);
    await tree().apply({ dhe: null }, NO_SERVICES);
    expect(configuration(tree())).toEqual(fixed);
    await tree().apply({ dhe: true }, NO_SERVICES);
    await tree().apply({ tls: { inbound: null, outbound: null } }, NO_SERVICES);
    expect(tree().read(MAIN)).not.toContain('tls_protocols');
    expect(tree().read(MAIN)).toContain(FFDHE2048);
  });

  test('null in a file that somebody edited since leaves the edits, and says so', async () => {
    await tree().apply({ dhe: true }, NO_SERVICES);
    tree().edit(MAIN, (text) => `# theirs\n${text}`);
    expect(ids((await tree().plan({ dhe: null })).doc)).toContain('dhe-edited-since');
    await tree().apply({ dhe: null }, NO_SERVICES);
    expect(tree().read(MAIN)).toBe(`# theirs\n${before['ecelerity.conf']}`);
    expect(existsSync(tree().at(FFDHE2048))).toBe(false);
    tree().write(MAIN, before['ecelerity.conf'] ?? '');
  });

  test('a file that is not ours is not overwritten; the same group in it is taken as it is', async () => {
    tree().write(FFDHE2048, ownGroup(2048));
    const refused = await tree().secureJson('apply', '--yes', NO_SERVICES, '--set', 'dhe=true');
    expect([refused.exit, refused.doc.outcome]).toEqual([3, 'refused']);
    expect(finding(refused.doc, 'dhe-file-taken')?.what).toContain(FFDHE2048);
    tree().write(FFDHE2048, groupPem('ffdhe2048'));
    await tree().apply({ dhe: true }, NO_SERVICES);
    await tree().apply({ dhe: null }, NO_SERVICES);
    expect(tree().read(FFDHE2048)).toBe(groupPem('ffdhe2048'));
    execFileSync('rm', [tree().at(FFDHE2048)]);
  });

  test("an operator's file is judged: its strength, and whether ecuser can read it", async () => {
    const file = '/opt/msys/dh.pem';
    const refused = async (id: string) => {
      const ran = await tree().secureJson('apply', '--yes', NO_SERVICES, '--set', `dhe.parameters=${file}`);
      expect([ran.exit, ran.doc.outcome]).toEqual([3, 'refused']);
      return finding(ran.doc, id)?.what;
    };
    expect(await refused('dhe-file-unusable')).toContain('there is no such file');
    for (const bits of [512, 1024]) {
      tree().write(file, ownGroup(bits));
      expect(await refused('dhe-weak')).toContain('Logjam');
    }
    tree().write(file, ownGroup(2048));
    chmodSync(tree().at(file), 0o600);
    execFileSync('chown', ['0:0', tree().at(file)]);
    expect(await refused('dhe-file-unreadable')).toContain(`ecuser cannot read the Diffie-Hellman parameters in ${file}`);
    chmodSync(tree().at(file), 0o644);
    await tree().apply({ dhe: { parameters: file } }, NO_SERVICES);
    expect((await tree().secureJson('status')).doc.answers.dhe.parameters).toBe(file);

    // What was good once may be found weak later; enabling then takes a group of RFC 7919.
    writeFileSync(tree().at(file), ownGroup(512));
    expect(finding((await tree().secureJson('status')).doc, 'dhe-weak')?.status).toBe('warn');
    await tree().apply({ dhe: { enabled: true } }, NO_SERVICES);
    expect(tree().read(MAIN)).toContain(FFDHE2048);
    await tree().apply({ dhe: null }, NO_SERVICES);
    execFileSync('rm', [tree().at(file)]);
  });

  test.each(['generate:512', 'generate:1024', 'ffdhe1024', 'relative.pem'])('%s is no answer: 64', async (parameters) => {
    const ran = await tree().plan({ dhe: { parameters } });
    expect([ran.exit, ran.err]).toEqual([64, expect.stringContaining('dhe.parameters: expected ffdhe2048')]);
  });

  test('a group of its own that is there already is not searched for again', async () => {
    tree().write(GENERATED, ownGroup(2048));
    const planned = (await tree().plan({ dhe: { parameters: 'generate:2048' } })).doc;
    expect(planned.changes.map(({ path }: { path: string }) => path)).toEqual([`/${MAIN}`]);
    execFileSync('rm', [tree().at(GENERATED)]);
    const { doc } = await tree().plan({ dhe: { parameters: 'generate:2048' } });
    expect(doc.changes[0]).toMatchObject({ kind: 'dh-parameters', path: GENERATED, after: { sha256: null } });
  });

  test('Ctrl-C while a group is searched for leaves nothing', async () => {
    const argv = ['dist/cli.js', '--root', tree().root, 'apply', '--yes', NO_SERVICES, '--set', 'dhe.parameters=generate:4096'];
    const child = spawn(process.execPath, argv, { stdio: ['ignore', 'ignore', 'pipe'] });
    running = child;
    const ended = new Promise((resolve) => child.on('close', (exit) => resolve(exit)));
    let [said, stopped] = ['', false];
    for await (const text of child.stderr.setEncoding('utf8')) {
      said += text;
      if (!stopped && said.includes('Generating Diffie-Hellman parameters of 4096 bits')) stopped = child.kill('SIGINT');
    }
    expect([await ended, said]).toEqual([130, expect.stringContaining('Nothing was changed')]);
    expect(configuration(tree())).toEqual(before);
  });
});

describe('a Momentum that does not know them', () => {
  const tree = sharedTree({ momentum: '4.1.0.1' });

  test('says to what to upgrade, and nothing is written', async () => {
    const before = configuration(tree());
    const status = (await tree().secureJson('status')).doc;
    expect(finding(status, 'dhe-too-old')?.status).toBe('warn');
    expect(status.answers.dhe).toBeUndefined();
    const ran = await tree().secureJson('apply', '--yes', NO_SERVICES, '--set', 'dhe=true');
    expect([ran.exit, ran.doc.changed]).toEqual([3, false]);
    expect(JSON.stringify(finding(ran.doc, 'dhe-too-old'))).toContain('Upgrade to 4.1.0.2 first');
    expect(configuration(tree())).toEqual(before);
  });
});
