import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSandbox } from '../../src/sandbox/index.ts';
import { workDirectory } from './support.ts';

async function tree(momentum: string) {
  const work = workDirectory();
  chmodSync(work, 0o755);
  const report = await createSandbox({ directory: join(work, 's'), momentum });
  const at = (path: string) => join(report.directory, path);
  return {
    report,
    has: (path: string) => existsSync(at(path)),
    read: (path: string) => readFileSync(at(path), 'utf8'),
    names: (path: string) => readdirSync(at(path)).sort(),
  };
}

test('3.6.6: what the two choices read and write is there', async () => {
  const { report, read, names, has } = await tree('3.6.6');
  expect(read('/var/db/msyspg/PG_VERSION')).toBe('9.0\n');
  expect(read('/var/db/msyspg/postgresql.conf')).toMatch(/^#ssl = off\t/m);
  expect(read('/var/db/msyspg/postgresql.conf')).not.toMatch(/^[^#]*ssl/m);
  expect(read('/var/db/msyspg/pg_hba.conf')).toMatch(/^host +all +all +127\.0\.0\.0\/8 +md5$/m);
  expect(names('/opt/msys/ecwebui/config/site')).toEqual([]);
  expect(names('/opt/msys/3rdParty/apache/modules')).toContain('mod_ssl.so');
  const httpd = read('/opt/msys/ecwebui/config/httpd.conf');
  expect(httpd).toContain(`#Listen 127.0.0.1:${report.ports.https}\n`);
  expect(httpd).toContain(`\nListen 127.0.0.1:${report.ports.http}\n`);
  expect(httpd).not.toMatch(/^[^#]*(ssl|VirtualHost)/im);
  expect(httpd).not.toContain(report.directory);
  expect(names('/etc/init.d')).toEqual(['ecconfigd', 'ecelerity', 'ecwebconsole', 'msyspg']);
  for (const path of ['/var/lib', '/var/ecconfigd/apache', '/var/log/ecelerity', '/opt/msys/3rdParty/share/postgresql'])
    expect(has(path)).toBe(true);
});

test('the mail server configuration sets no protocols, and ends with the overlay of the installer', async () => {
  const { report, read } = await tree('3.6.6');
  const configuration = read('/opt/msys/ecelerity/etc/conf/default/ecelerity.conf');
  expect(configuration).not.toMatch(/tls_protocols/i);
  expect(configuration.trimEnd().split('\n').at(-1)).toBe('readonly_include "/opt/msys/etc/installer/ecelerity.d/"');
  for (const port of [report.ports.smtp, report.ports.submission, report.ports.smtps])
    expect(configuration).toContain(`"127.0.0.1:${port}"`);
});

test('the service password is where Momentum keeps it, and a different one each time', async () => {
  const [one, other] = [await tree('3.6.6'), await tree('3.6.6')];
  const password = one.read('/opt/msys/etc/.svcpasswd').trim();
  expect(password.length).toBeGreaterThan(20);
  expect(other.read('/opt/msys/etc/.svcpasswd').trim()).not.toBe(password);
  for (const path of ['installer/ecelerity.d/ecdb.conf', 'installer/eccmgr.d/ecdb.conf', 'installer/lastinstall']) {
    expect(one.read(`/opt/msys/etc/${path}`)).toContain(password);
  }
  expect(one.read('/opt/msys/3rdParty/etc/php.d/ecdb.ini')).toContain(password);
});

test('every port is a free one of its own', async () => {
  const ports = Object.values((await tree('3.6.6')).report.ports);
  expect(new Set(ports).size).toBe(ports.length);
  for (const port of ports) expect(port).toBeGreaterThan(1024);
});

test('3.2 has PostgreSQL 8.3, 4.x nginx instead of Apache, 5.2 the PostgreSQL of the system', async () => {
  const old = await tree('3.2.0');
  expect(old.read('/var/db/msyspg/PG_VERSION')).toBe('8.3\n');
  const four = await tree('4.2.1');
  expect(four.has('/opt/msys/3rdParty/nginx/conf/nginx.conf')).toBe(true);
  expect(four.has('/opt/msys/ecwebui')).toBe(false);
  expect(four.has('/var/db/msyspg/PG_VERSION')).toBe(true);
  const five = await tree('5.2.0');
  expect(five.has('/var/db/msyspg')).toBe(false);
  expect(five.has('/var/lib/pgsql/data/PG_VERSION')).toBe(true);
  expect(five.has('/opt/msys/etc/installer')).toBe(false);
  expect(five.has('/usr/local/openresty/nginx/conf/nginx.conf')).toBe(true);
});
