import { describe, expect, test } from 'vitest';
import { type Configuration, declarationsOf, settingsIn } from '../../../src/config/ecelerity/read.ts';
import { Scope } from '../../../src/config/ecelerity/scope.ts';
import { printPath } from '../../../src/config/ecelerity/scope-path.ts';
import { configured, configuredFiles, main, path } from './support.ts';

/** Every setting of `option` in a scope as `file:line value`, in reading order. */
function settings(configuration: Configuration, where: string, option = 'a'): string[] {
  const scope = configuration.global.at(path(where));
  if (!scope) return ['no such scope'];
  return settingsIn(configuration, scope, option).map(
    ({ file, line, value, readOnly }) => `${file}:${line} ${value}${readOnly ? ` ${readOnly}` : ''}`,
  );
}
const scopes = ({ table }: Configuration) => Array.from({ length: table.count }, (_, id) => printPath(new Scope(table, id).path));
const findings = ({ findings }: Configuration) => findings.map(({ status, id }) => `${status} ${id}`);

describe('scopes', () => {
  test('that are repeated are one, in reading order, whatever the case of keywords and the quotes', async () => {
    const read = await configured(
      'Binding "b" { A = 1 }\nbinding b { a = "2" Domain x { a = 3 } }\nBINDING \'b\'{ domain "x" {A=4} }',
    );
    expect(settings(read, 'binding "b"')).toEqual([`${main}:1 1`, `${main}:2 2`]);
    expect(settings(read, 'binding "b" / domain "x"')).toEqual([`${main}:2 3`, `${main}:3 4`]);
    expect(scopes(read)).toEqual(['global', 'binding "b"', 'binding "b" / domain "x"']);
    expect(declarationsOf(read, new Scope(read.table, 1)).map(({ line, column }) => [line, column])).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
    ]);
  });

  test('whose names differ in case are two, and so are those with and without an instance', async () => {
    const read = await configured(
      'Binding "b" { a = 1 } Binding "B" { a = 2 } Listen { a = 3 } Listen "" { a = 4 } Domain "b" { a = 5 }',
    );
    expect(scopes(read)).toEqual(['global', 'binding "b"', 'binding "B"', 'listen', 'listen ""', 'domain "b"']);
    expect(settings(read, 'listen ""')).toEqual([`${main}:1 4`]);
  });

  test('with many settings answer as those with few', async () => {
    const many = Array.from({ length: 100 }, (_, index) => `o${index % 40} = ${index}\n`).join('');
    const read = await configured(many);
    expect(settings(read, 'global', 'O39')).toEqual([`${main}:40 39`, `${main}:80 79`]);
    expect(settings(read, 'global', 'o0')).toHaveLength(3);
    expect(settings(read, 'global', 'none')).toEqual([]);
  });
});

describe('includes', () => {
  test('are read where they stand, in any scope', async () => {
    const read = await configuredFiles({
      [main]: 'a = 1\ninclude "other.conf"\na = 3\nDomain yahoo.com { include "bar.conf" }\n',
      '/conf/other.conf': 'A = 2\r\nBinding "b" {\r\n}',
      '/conf/bar.conf': 'a = 9',
    });
    expect(settings(read, 'global')).toEqual([`${main}:1 1`, '/conf/other.conf:1 2', `${main}:3 3`]);
    expect(settings(read, 'domain "yahoo.com"')).toEqual(['/conf/bar.conf:1 9']);
    expect([...read.files.keys()]).toEqual([main, '/conf/other.conf', '/conf/bar.conf']);
    expect(read.findings).toEqual([]);
  });

  test('are looked for beside the including file first, then along the search path', async () => {
    const read = await configuredFiles({
      [main]: 'include "sub/one.conf" include "two" include "three" include "file:///abs/four"',
      '/conf/sub/one.conf': 'include "two"',
      '/conf/sub/two': 'a = beside',
      '/conf/two': 'a = first',
      '/etc/two': 'a = never',
      '/nodes/mta1/three': 'a = node',
      '/default/three': 'a = never',
      '/abs/four': 'a = url',
    });
    expect(settings(read, 'global').map((line) => line.split(' ')[1])).toEqual(['beside', 'first', 'node', 'url']);
  });

  test('of a directory read its files in lexical order, no dot files and no subdirectories', async () => {
    const read = await configuredFiles({
      [main]: 'readonly_include "d/"',
      '/conf/d/b.conf': 'a = 3',
      '/conf/d/B.conf': 'a = 1',
      '/conf/d/.hidden': 'a = no',
      '/conf/d/a': 'a = 2',
      '/conf/d/sub/x': 'a = no',
    });
    expect(settings(read, 'global').map((line) => line.split(' ').slice(1).join(' '))).toEqual([
      '1 readonly-include',
      '2 readonly-include',
      '3 readonly-include',
    ]);
  });

  test('make a file read-only that is read more than once, and all below a readonly_include', async () => {
    const read = await configuredFiles({
      [main]: 'B "1" { include "x" } B "2" { include "x" }\nreadonly_include "y"\nb = 1',
      '/conf/x': 'a = 1',
      '/conf/y': 'include "z"',
      '/conf/z': 'a = 2',
    });
    expect(settings(read, 'b "1"')).toEqual(['/conf/x:1 1 included-twice']);
    expect(settings(read, 'b "2"')).toEqual(['/conf/x:1 1 included-twice']);
    expect(settings(read, 'global')).toEqual(['/conf/z:1 2 readonly-include']);
    expect(settings(read, 'global', 'b')).toEqual([`${main}:3 1`]);
  });

  test('that lead nowhere or in a circle are findings with their line', async () => {
    const read = await configuredFiles({
      [main]: 'include "gone"\ninclude "x"\ninclude ""\ninclude "http://h/x"\na = 1',
      '/conf/x': 'a = 2\ninclude "ecelerity.conf"\na = 3',
    });
    expect(findings(read)).toEqual([
      'warn ecelerity-include-missing',
      'fail ecelerity-include-cycle',
      'warn ecelerity-include-missing',
      'warn ecelerity-include-remote',
    ]);
    expect(read.findings.map(({ evidence }) => evidence[0])).toEqual([
      `${main}:1: include "gone"`,
      '/conf/x:2: include "ecelerity.conf"',
      `${main}:3: include ""`,
      `${main}:4: include "http://h/x"`,
    ]);
    expect(settings(read, 'global')).toHaveLength(3);
  });

  test('that multiply come to an end', async () => {
    const files: Record<string, string> = { [main]: 'include "0"' };
    for (let level = 0; level < 30; level += 1) files[`/conf/${level}`] = `include "${level + 1}"\n`.repeat(10);
    const read = await configuredFiles(files);
    expect(new Set(findings(read))).toEqual(new Set(['fail ecelerity-include-depth', 'fail ecelerity-include-count']));
  });

  test('nothing there at all is a finding too', async () => {
    expect(findings(await configuredFiles({}))).toEqual(['fail ecelerity-conf-missing']);
  });
});

describe('Local_Changes_File', () => {
  const changes = '/conf/local_changes.conf';

  test('is read after everything, and overrides all', async () => {
    const read = await configuredFiles({
      [main]: `local_changes_FILE = "${changes}"\nBinding "b" { a = 1 }\nreadonly_include "x"`,
      '/conf/x': 'Binding "b" { a = 2 }',
      [changes]: 'Binding "b" { a = 3 }',
    });
    expect(settings(read, 'binding "b"').at(-1)).toBe(`${changes}:1 3`);
    expect(read.localChanges).toBe(changes);
  });

  test('need not be there yet, and must not be included', async () => {
    expect(await configured(`Local_Changes_File = "${changes}"`)).toMatchObject({ findings: [], localChanges: undefined });
    const read = await configuredFiles({ [main]: `Local_Changes_File = "${changes}" include "${changes}"`, [changes]: '' });
    expect(findings(read)).toEqual(['fail ecelerity-local-changes-included']);
  });
});

test('what is not understood says in which file', async () => {
  const read = await configuredFiles({ [main]: 'include "x"', '/conf/x': 'a = 1\n}' });
  expect(read.diagnostics).toMatchObject([{ file: '/conf/x', line: 2, column: 1 }]);
});
