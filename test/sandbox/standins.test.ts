import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { createSandbox, removeSandbox, type SandboxReport } from '../../src/sandbox/index.ts';
import { workDirectory } from './support.ts';

let report: SandboxReport;
const configuration = 'opt/msys/ecelerity/etc/conf/default/ecelerity.conf';

async function make(momentum: string): Promise<void> {
  const work = workDirectory();
  chmodSync(work, 0o755);
  report = await createSandbox({ directory: join(work, 's'), momentum });
}

beforeEach(() => make('3.6.6'));

/** A program of the tree, called bare: no environment, from `/`. */
function call(path: string, ...args: string[]) {
  const done = spawnSync(join(report.directory, path), args, { env: {}, cwd: '/', encoding: 'utf8', timeout: 20_000 });
  return { exit: done.status, out: done.stdout, err: done.stderr };
}

const validate = () => call('opt/msys/ecelerity/bin/validate_config');

test('validate_config says that the stock configuration is valid, and nothing at all of an invalid one', () => {
  const path = join(report.directory, configuration);
  const stock = readFileSync(path, 'utf8');
  expect(validate()).toMatchObject({ exit: 0, out: 'Configuration valid\n' });
  appendFileSync(path, '/* } " */ Domain "a.example" { tls_protocols = "+ALL:-SSLv3" } # {\n');
  expect(validate()).toMatchObject({ exit: 0, out: 'Configuration valid\n' });
  for (const broken of ['Domain "x" {', '}', 'x = ( ]', 'x = "open', '/* open', 'include "absent.conf"']) {
    writeFileSync(path, `${stock}${broken}\n`);
    expect(validate(), broken).toMatchObject({ exit: 1, out: '' });
  }
});

test('an option that came later makes the whole configuration invalid', async () => {
  await make('3.6.5');
  appendFileSync(join(report.directory, configuration), 'TLS_Protocols = "+ALL:-SSLv3"\n');
  expect(validate()).toMatchObject({ exit: 1, out: '' });
});

test('create_ssl_cert makes a pair that belongs together, for its user', () => {
  const made = call('opt/msys/ecelerity/bin/create_ssl_cert', 'ecwebui', 'mail1.example.com', '/opt/msys/ecwebui/config/site');
  expect(made.exit).toBe(0);
  expect(made.err).toContain("writing new private key to '/opt/msys/ecwebui/config/site/server.key'");
  const site = join(report.directory, 'opt/msys/ecwebui/config/site');
  const key = statSync(join(site, 'server.key'));
  expect(key.mode & 0o777).toBe(0o600);
  expect(key.uid).toBe(report.accounts.find((account) => account.name === 'ecuser')?.uid);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { encoding: 'utf8' });
  const certificate = join(site, 'server.crt');
  expect(openssl('x509', '-in', certificate, '-noout', '-subject')).toContain('mail1.example.com');
  expect(openssl('x509', '-in', certificate, '-noout', '-pubkey')).toBe(
    openssl('pkey', '-in', join(site, 'server.key'), '-pubout'),
  );
});

test('create_ssl_cert refuses what its manual page does not list', () => {
  const program = 'opt/msys/ecelerity/bin/create_ssl_cert';
  for (const args of [[], ['smtpd', 'h', '/tmp'], ['ecwebui', 'h'], ['ecwebui', 'h', '/tmp', 'ecuser', 'more']]) {
    expect(call(program, ...args)).toMatchObject({ exit: 1, err: expect.stringContaining('Usage') });
  }
  expect(call(program, 'msyspg', 'h', '/nowhere', 'msyspg').err).toContain('/nowhere: No such file');
  expect(call(program, 'msyspg', 'h', '/tmp', 'stranger').err).toContain('stranger');
});

test('ecelerity says its version, starts, reloads only a valid configuration, and ends with the sandbox', async () => {
  expect(call('opt/msys/ecelerity/sbin/ecelerity', '-V').out).toContain('3.6.6');
  const console_ = (...args: string[]) => call('opt/msys/ecelerity/bin/ec_console', '/tmp/2025', ...args);
  expect(console_('version')).toMatchObject({ exit: 1, err: expect.stringContaining('Could not connect') });
  expect(call('etc/init.d/ecelerity', 'start').exit).toBe(0);
  expect(call('etc/init.d/ecelerity', 'start').exit).toBe(0);
  expect(console_('config', 'reload').out).toBe('OK\n');
  appendFileSync(join(report.directory, configuration), '}');
  expect(console_('config', 'reload').out).toContain('Reconfigure failed.');
  const pid = readFileSync(join(report.directory, 'var/run/ecelerity/ecelerity.pid'), 'utf8').trim();
  await removeSandbox(report.directory);
  expect(existsSync(`/proc/${pid}/exe`)).toBe(false);
});

test('eccfg pull swaps the working copy and keeps what is in it', () => {
  const path = join(report.directory, 'opt/msys/ecelerity/etc/conf');
  const before = statSync(path);
  expect(call('opt/msys/ecelerity/bin/eccfg', 'pull').out).toMatch(/^OK\n/);
  const after = statSync(path);
  expect(after.ino).not.toBe(before.ino);
  expect([after.mode, after.uid, after.gid]).toEqual([before.mode, before.uid, before.gid]);
});

test('programs of a tree without servers say their version and that there is nothing to start', () => {
  expect(call('opt/msys/3rdParty/bin/postgres', '--version').out).toBe('postgres (PostgreSQL) 9.0.18\n');
  expect(call('opt/msys/3rdParty/apache/sbin/httpd', '-v').out).toContain('Apache/2.2');
  expect(call('etc/init.d/msyspg')).toMatchObject({ exit: 1, out: 'Usage: {start|stop|restart}\n' });
  expect(call('etc/init.d/msyspg', 'stop').exit).toBe(0);
  expect(call('etc/init.d/ecwebconsole', 'start')).toMatchObject({ exit: 1, err: expect.stringContaining('without servers') });
});

describe('credmgr', () => {
  const credmgr = (...args: string[]) => call('opt/msys/ecelerity/bin/credmgr', ...args);
  const store = () => join(report.directory, 'opt/msys/ecelerity/etc/credentials.db');
  const key = () => join(report.directory, 'opt/msys/ecelerity/etc/credentials.key');
  const entry = ['-h', 'localhost', '-u', 'ecuser', '-f', 'pgsql'];

  test('keeps passwords encrypted in a SQLite database that root writes and ecuser reads', () => {
    expect(credmgr('set_cred', ...entry, '-p', 'x').err).toContain('create_db');
    expect(credmgr('create_db').exit).toBe(0);
    expect(credmgr('create_key').exit).toBe(0);
    expect(credmgr('set_cred', ...entry, '-p', 'Hidden-4711')).toMatchObject({ exit: 0, out: '', err: '' });
    expect(credmgr('set_cred', '--hostname=_ecconfigd_', '-u', 'ecuser', '-f', 'ecconfigd', '-p', 'b').exit).toBe(0);
    expect(readFileSync(store()).subarray(0, 15).toString()).toBe('SQLite format 3');
    expect(readFileSync(store()).includes('Hidden-4711')).toBe(false);
    const account = report.accounts.find(({ name }) => name === 'ecuser');
    for (const path of [store(), key()]) expect([statSync(path).mode & 0o777, statSync(path).gid]).toEqual([0o640, account?.gid]);
    expect(credmgr('get_cred').out).toBe('ecuser\t_ecconfigd_\tecconfigd\necuser\tlocalhost\tpgsql\n');
    expect(credmgr('get_cred', ...entry).out).toBe('Hidden-4711\n');
    expect(credmgr('get_cred', '-h', 'nobody', '-u', 'ecuser', '-f', 'pgsql')).toMatchObject({ exit: 0, out: '' });
    // With another key all are encrypted again.
    expect(credmgr('create_key', '--cipher=aes', '--key_size=16', '--block_mode=ofb').exit).toBe(0);
    expect(credmgr('get_cred', '-P').out).toContain('localhost\tpgsql\tHidden-4711');
    expect(credmgr('del_cred', ...entry).exit).toBe(0);
    expect(credmgr('get_cred').out).toBe('ecuser\t_ecconfigd_\tecconfigd\n');
  });

  test('refuses what its manual page does not list, and a second database', () => {
    expect(credmgr()).toMatchObject({ exit: 1, err: expect.stringContaining('Usage') });
    expect(credmgr('create_db').exit).toBe(0);
    expect(credmgr('create_db').err).toContain('exists');
    expect(credmgr('create_key').exit).toBe(0);
    expect(credmgr('set_cred', ...entry, '-p', 'x', '-d', '/tmp/other.db').err).toContain('does not take -d');
    expect(credmgr('set_cred', '-h', 'localhost', '-u', 'ecuser', '-f', 'imap', '-p', 'x').err).toContain('ecconfigd');
    expect(credmgr('create_key', '--key_size=7').err).toContain('--key_size');
    expect(credmgr('set_cred', '-h', 'localhost', '-p', 'x').exit).toBe(1);
  });
});
