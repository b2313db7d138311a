import { describe, expect, test } from 'vitest';
import { hostPath } from '../../src/model/paths.ts';
import { dataDirectory } from '../../src/services/msyspg/data-directory.ts';
import { type Database, readDatabase } from '../../src/services/msyspg/database.ts';
import { readPostmaster } from '../../src/services/msyspg/postmaster.ts';
import { runningDatabase } from '../../src/services/msyspg/running.ts';
import { tcpSessions } from '../../src/services/msyspg/sessions.ts';
import { smallTree, type Tree } from '../preflight/support.ts';

const DATA = '/var/db/msyspg';

function cluster(version: string, conf: string, more: Readonly<Record<string, string>> = {}): Tree {
  const tree = smallTree();
  for (const [name, text] of Object.entries({ PG_VERSION: `${version}\n`, 'postgresql.conf': conf, ...more }))
    tree.write(`${DATA}/${name}`, text);
  return tree;
}

describe('where the data is', () => {
  test.each([
    ['nothing tells', '', '', DATA],
    ['PGDATA of the init script', 'PGDATA=/data/pg\n', '', '/data/pg'],
    ['PGDATA in quotes, exported', 'export PGDATA="/data/pg"\n', '', '/data/pg'],
    ['-D of the init script', 'pg_ctl start -w -D /data/pg -l log\n', '', '/data/pg'],
    ['a variable tells nothing', 'PGDATA="$HOME/data"\npg_ctl -D "$data"\n', '', DATA],
    ["the installer's answers", '', 'db_dir=/srv/pg\n', '/srv/pg'],
    ['the init script before the answers', 'PGDATA=/data/pg\n', 'data_path: /srv/pg\n', '/data/pg'],
  ])('%s', async (_, init, answers, directory) => {
    const tree = smallTree();
    if (init !== '') tree.write('/etc/init.d/msyspg', init);
    if (answers !== '') tree.write('/opt/msys/etc/installer/lastinstall', answers);
    expect(await dataDirectory(tree.host())).toBe(directory);
  });
});

describe('what the files say', () => {
  test('no PG_VERSION, or one that is none: no database', async () => {
    expect(await readDatabase(smallTree().host())).toBeUndefined();
    expect(await readDatabase(cluster('garbage', '').host())).toBeUndefined();
  });

  test('9.1 and older know one place for the pair, whatever a line says', async () => {
    const conf = "ssl = on\nssl_cert_file = '/etc/pki/a.crt'\nssl_key_file = 'sub/a.key'\n";
    const [old, newer] = await Promise.all(['9.1', '9.2'].map((version) => readDatabase(cluster(version, conf).host())));
    expect(old).toMatchObject({ ssl: true, certificate: `${DATA}/server.crt`, key: `${DATA}/server.key` });
    expect(newer).toMatchObject({ ssl: true, certificate: '/etc/pki/a.crt', key: `${DATA}/sub/a.key` });
  });

  test('postgresql.auto.conf counts from 9.4, and the command line over all', async () => {
    const more = { 'postgresql.auto.conf': "ssl = 'on'\n" };
    expect((await readDatabase(cluster('9.3', 'ssl = off\n', more).host()))?.ssl).toBe(false);
    expect((await readDatabase(cluster('9.4', 'ssl = off\n', more).host()))?.ssl).toBe(true);
    const opts = { 'postmaster.opts': '/bin/postgres "-D" "/var/db/msyspg" "-c" "ssl=off" "-p" "5433"\n' };
    expect(await readDatabase(cluster('15', 'ssl = on\n', opts).host())).toMatchObject({ ssl: false, port: 5433 });
  });

  test('in a sandbox, what the launcher repeats with a place on the disk is no command line', async () => {
    const tree = cluster('15', "ssl_cert_file = 'mine.crt'\n");
    tree.write(`${DATA}/postmaster.opts`, `/bin/postgres "-c" "ssl_cert_file=${tree.root}/etc/pki/a.crt" "-c" "ssl=on"\n`);
    expect(await readDatabase(tree.host())).toMatchObject({ ssl: true, certificate: `${DATA}/mine.crt` });
  });

  test.each([
    ["'*'", ['127.0.0.1', '::1']],
    ["'localhost'", ['127.0.0.1', '::1']],
    ["'0.0.0.0, 192.0.2.7'", ['127.0.0.1', '192.0.2.7']],
    ["''", []],
  ])('listen_addresses = %s', async (value, addresses) => {
    expect((await readDatabase(cluster('15', `listen_addresses = ${value}\n`).host()))?.addresses).toEqual(addresses);
  });
});

describe('what runs', () => {
  test('postmaster.pid of a process that is not there, or is another, is a server that is stopped', async () => {
    expect(await runningDatabase(cluster('15', '').host())).toEqual({ state: 'stopped' });
    for (const pid of ['999999999', String(process.pid)])
      expect(await runningDatabase(cluster('15', '', { 'postmaster.pid': `${pid}\n${DATA}\n` }).host())).toEqual({
        state: 'stopped',
      });
  });

  test('port and socket come from postmaster.pid', async () => {
    const tree = cluster('15', '', { 'postmaster.pid': `12\n${DATA}\n1\n5439\n/tmp/socket\n` });
    expect(await readPostmaster(tree.host(), hostPath(DATA))).toMatchObject({
      pid: 12,
      port: 5439,
      socketDirectory: '/tmp/socket',
    });
  });

  test.each([
    ['9.0', /no pg_stat_ssl/],
    ['15', /has no psql/],
  ])('sessions of PostgreSQL %s that cannot be seen: it says why', async (version, why) => {
    const host = cluster(version, '').host();
    expect(await tcpSessions(host, (await readDatabase(host)) as Database)).toEqual({
      known: false,
      why: expect.stringMatching(why),
    });
  });
});
