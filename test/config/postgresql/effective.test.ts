import { describe, expect, test } from 'vitest';
import { readEffective } from '../../../src/config/postgresql/effective.ts';
import { hostPath } from '../../../src/model/paths.ts';
import { readerOf } from '../support.ts';

const main = hostPath('/db/postgresql.conf');
const read = (files: Record<string, string>, options?: Parameters<typeof readEffective>[2]) =>
  readEffective(readerOf(files), main, options);

describe('the effective settings', () => {
  test('are the last ones, and know what they override', async () => {
    const { settings } = await read({ [main]: 'ssl = off\nport = 1\nSSL = on\n' });
    expect(settings.get('ssl')).toMatchObject({ value: 'on', file: main, line: 3, overrides: [{ value: 'off', line: 1 }] });
  });

  test('follow includes where they stand, relative to the file that includes', async () => {
    const { settings, files, findings } = await read({
      [main]: "ssl = off\ninclude 'sub/one.conf'\nport = 3\n",
      '/db/sub/one.conf': "port = 2\nssl = on\ninclude_if_exists 'gone.conf'\ninclude = 'two.conf'\n",
      '/db/sub/two.conf': 'work_mem = 1MB\n',
    });
    expect(files).toEqual([main, '/db/sub/one.conf', '/db/sub/two.conf']);
    expect(settings.get('ssl')).toMatchObject({ value: 'on', file: '/db/sub/one.conf' });
    expect(settings.get('port')).toMatchObject({ value: '3', file: main });
    expect(findings).toEqual([]);
  });

  test('take the *.conf of a directory in the order of the C locale', async () => {
    const { settings, files } = await read({
      [main]: "include_dir = 'conf.d'\n",
      '/db/conf.d/b.conf': 'a = 1',
      '/db/conf.d/B.conf': 'a = 2',
      '/db/conf.d/.z.conf': 'a = 3',
      '/db/conf.d/z.bak': 'a = 4',
      '/db/conf.d/sub.conf/x.conf': 'a = 5',
    });
    expect(files).toEqual([main, '/db/conf.d/B.conf', '/db/conf.d/b.conf']);
    expect(settings.get('a')?.value).toBe('1');
  });

  test('let postgresql.auto.conf win over files, and the command line over all', async () => {
    const autoConf = hostPath('/db/postgresql.auto.conf');
    const files = { [main]: 'ssl = on\nport = 1', [autoConf]: "ssl = 'off'\nport = '2'" };
    const { settings } = await read(files, { autoConf, commandLine: ['-c', 'port=3'] });
    expect(settings.get('ssl')).toMatchObject({ value: 'off', file: autoConf });
    expect(settings.get('port')).toMatchObject({ value: '3' });
    expect(settings.get('port')?.file).toBeUndefined();
    expect(settings.get('port')?.overrides.map(({ value }) => value)).toEqual(['1', '2']);
    expect((await read({ [main]: '' }, { autoConf })).findings).toEqual([]);
  });

  test.each([
    ['a missing main file', {}, 'postgresql-conf-missing'],
    ['a missing include', { [main]: "include 'x'" }, 'postgresql-conf-missing'],
    ['a missing directory', { [main]: "include_dir 'x'" }, 'postgresql-conf-missing'],
    ['a circle', { [main]: "include 'a'", '/db/a': "include 'postgresql.conf'" }, 'postgresql-include-cycle'],
    ['no name', { [main]: "include ''" }, 'postgresql-include-name'],
  ])('report %s', async (_, files, id) => {
    const { findings } = await read(files);
    expect(findings).toMatchObject([{ id, status: 'fail' }]);
  });

  test('follow ten levels and no more', async () => {
    const files: Record<string, string> = { [main]: "include '1'" };
    for (let level = 1; level <= 11; level += 1) files[`/db/${level}`] = `include '${level + 1}'\nx = ${level}\n`;
    const { findings, settings } = await read(files);
    expect(findings).toMatchObject([{ id: 'postgresql-include-depth', evidence: ['/db/10:1'] }]);
    expect(settings.get('x')?.overrides.length).toBe(9);
  });

  test('end, even where files include each other many times over', async () => {
    const files: Record<string, string> = { [main]: "include '1'\n".repeat(9) };
    for (let level = 1; level <= 9; level += 1) files[`/db/${level}`] = `include '${level + 1}'\n`.repeat(9);
    const { findings } = await read(files);
    expect(findings.some(({ id }) => id === 'postgresql-include-count')).toBe(true);
  });

  test('tell which line of which file PostgreSQL refuses', async () => {
    const { diagnostics } = await read({ [main]: "include 'a'", '/db/a': '\nssl = = on' });
    expect(diagnostics).toMatchObject([{ file: '/db/a', line: 2, column: 7 }]);
  });
});
