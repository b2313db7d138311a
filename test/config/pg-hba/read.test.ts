import { describe, expect, test } from 'vitest';
import { readRules } from '../../../src/config/pg-hba/read.ts';
import { hostPath } from '../../../src/model/paths.ts';
import { readerOf } from '../support.ts';

const main = hostPath('/db/pg_hba.conf');
const read = (files: Record<string, string>, version?: number) =>
  readRules(readerOf(files), main, version === undefined ? {} : { version });

describe("the server's rules", () => {
  test('are those of included files, each with its file and line', async () => {
    const { rules, files, findings } = await read({
      [main]: 'local all all trust\ninclude sub/a\ninclude_dir d\ninclude_if_exists gone\nhost all all all reject\n',
      '/db/sub/a': '\nhost a a all md5\n',
      '/db/d/2.conf': 'host c c all md5',
      '/db/d/1.conf': 'host b b all md5',
      '/db/d/no': 'junk',
    });
    const places = rules.map((rule) => `${rule.file}:${rule.line}`);
    expect(places).toEqual([`${main}:1`, '/db/sub/a:2', '/db/d/1.conf:1', '/db/d/2.conf:1', `${main}:5`]);
    expect(files).toHaveLength(4);
    expect(findings).toEqual([]);
  });

  test('have the names that their @files list', async () => {
    const { rules } = await read({
      [main]: 'host @dbs,x all all md5\nhost "@dbs" all all md5',
      '/db/dbs': 'a, b # c\n"d e"\n@more\n',
      '/db/more': 'f',
    });
    expect(rules.map(({ databases }) => databases.map(({ text }) => text))).toEqual([['a', 'b', 'd e', 'f', 'x'], ['@dbs']]);
  });

  test.each([
    ['a missing file', {}, 'pg-hba-file-missing'],
    ['a missing list', { [main]: 'host @x all all md5' }, 'pg-hba-file-missing'],
    ['a missing include', { [main]: 'include x' }, 'pg-hba-file-missing'],
    ['a circle of includes', { [main]: 'include x', '/db/x': 'include pg_hba.conf' }, 'pg-hba-include-cycle'],
    ['a circle of lists', { [main]: 'host @x all all md5', '/db/x': '@x' }, 'pg-hba-include-cycle'],
    ['no name', { [main]: 'include ""' }, 'pg-hba-include-name'],
  ])('report %s', async (_, files, id) => {
    expect((await read(files)).findings).toMatchObject([{ id, status: 'fail' }]);
  });

  test('end, even where lists name each other many times over', async () => {
    const files: Record<string, string> = { [main]: 'host @0 all all md5' };
    for (let level = 0; level < 9; level += 1) files[`/db/${level}`] = `@${level + 1}\n`.repeat(9);
    const { findings } = await read(files);
    expect(findings.map(({ id }) => id)).toContain('pg-hba-include-count');
  });

  test('include nothing before 16', async () => {
    const { rules, diagnostics } = await read({ [main]: 'include x\nlocal all all peer' }, 15);
    expect(rules).toHaveLength(1);
    expect(diagnostics).toMatchObject([{ file: main, line: 1 }]);
  });
});
