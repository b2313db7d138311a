import { describe, expect, test } from 'vitest';
import { optionIn, removeOption, setOption } from '../../../src/config/ecelerity/edit.ts';
import { ROOT } from '../../../src/config/ecelerity/nodes.ts';
import { setInConfiguration } from '../../../src/config/ecelerity/set-in-configuration.ts';
import { applySplices } from '../../../src/config/splice.ts';
import { configured, configuredFiles, main, parse, path } from './support.ts';

/** `text` after TLS = "required" in the scope whose keyword is X, or the file itself. */
function set(text: string, value = 'required'): string {
  const file = parse(text);
  let scope = ROOT;
  for (let node = 1; node < file.nodes.count; node += 1) if (file.name(node) === 'x') scope = node;
  const { splices, diagnostics } = setOption(file, scope, 'TLS', value);
  expect(diagnostics).toEqual([]);
  return applySplices(text, splices);
}

describe('a value is replaced', () => {
  test.each([
    ['X {\n\ttls  =no # c\n}', 'X {\n\ttls  ="required" # c\n}'],
    ['X { TLS\n=\n  "no" }', 'X { TLS\n=\n  "required" }'],
    ["X { TLS = 'no' }", "X { TLS = 'required' }"],
    ['X { tls no\n}', 'X { tls = "required"\n}'],
    ['X { TLS = "a" Tls = "b" }', 'X { TLS = "a" Tls = "required" }'],
    ['X { TLS = ( a b )\r\n}', 'X { TLS = "required"\r\n}'],
    ['X { TLS = required }', 'X { TLS = required }'],
    ['TLS = "no"\nX_ { TLS = "no" }', 'TLS = "required"\nX_ { TLS = "no" }'],
  ])('%j', (before, after) => expect(set(before)).toBe(after));
});

describe('a line is added to a scope', () => {
  test.each([
    ['after the options it begins with', 'X {\n  a = 1\n  b = 2 # c\n  Y { c = 3 }\n  d = 4\n}', 3, '  TLS = "required"'],
    ['with the tabs and CRLF around it', 'X {\r\n\t\ta = 1\r\n\t\tY { }\r\n}\r\n', 2, '\t\tTLS = "required"\r'],
    ['after an array of lines', 'X {\n    a = (\n      1\n    )\n}', 4, '    TLS = "required"'],
    ['before what is nested, where there is no option', 'X {\n    Y { }\n}', 1, '    TLS = "required"'],
    ['after an option behind what is nested', 'X {\n  Y { }\n  a = 1\n}', 3, '  TLS = "required"'],
    ['before an include', 'X {\n   a = 1\n   include "y"\n}', 2, '   TLS = "required"'],
    ['above a comment', 'X {\n   # c\n}', 1, '   TLS = "required"'],
    ['that is empty and has lines', 'A {\n\tb = 1\n}\nX {\n}', 4, '\tTLS = "required"'],
    ['whose brace has a comment', 'X { # c\n}', 1, '  TLS = "required"'],
    ['whose option stands behind the brace', '  X { a = 1\n  }', 1, '    TLS = "required"'],
  ])('%s', (_, before, line, added) => {
    const lines = before.split('\n');
    expect(set(before).split('\n')).toEqual([...lines.slice(0, line), added, ...lines.slice(line)]);
  });

  test.each([
    ['X {}', 'X {\n  TLS = "required"\n}'],
    ['  Y {\n      X ":25" { }\n  }\n', '  Y {\n      X ":25" {\n          TLS = "required"\n      }\n  }\n'],
    ['\tX {}\r\n', '\tX {\r\n\t  TLS = "required"\r\n\t}\r\n'],
    ['X { a = 1  b = 2 }', 'X { a = 1  b = 2 TLS = "required" }'],
    ['X {a=1}', 'X {a=1 TLS = "required"}'],
    ['X { a = 1 Y { } }', 'X { a = 1 TLS = "required" Y { } }'],
    ['X {Y { }}', 'X { TLS = "required" Y { }}'],
    ['Y { X { } }', 'Y { X { TLS = "required" } }'],
    ['X { /* c */ }', 'X { TLS = "required" /* c */ }'],
    ['X { a = 1 /* c\n */ }', 'X { a = 1 TLS = "required" /* c\n */ }'],
  ])('%j', (before, after) => expect(set(before)).toBe(after));
});

describe('a global line is added', () => {
  const overlay = 'readonly_include "/opt/msys/etc/installer/ecelerity.d/"\n';
  test.each([
    ['after the last option', 'a = 1\nB { }\nb = 2\nC { }\n', 'a = 1\nB { }\nb = 2\nTLS = "required"\nC { }\n'],
    ['after an include that could override it', 'a = 1\nB { }\ninclude "y"\n', 'a = 1\nB { }\ninclude "y"\nTLS = "required"\n'],
    [
      'before the overlay',
      `a = 1\nB { }\n\n# Stays last.\n${overlay}`,
      `a = 1\nTLS = "required"\nB { }\n\n# Stays last.\n${overlay}`,
    ],
    [
      'before an overlay with its comment',
      `B { }\n\n# Stays last.\n${overlay}`,
      `B { }\n\nTLS = "required"\n# Stays last.\n${overlay}`,
    ],
    [
      'before an overlay of 4.x',
      'include "a"\ninclude "/x/ecdb.conf"\n',
      'include "a"\nTLS = "required"\ninclude "/x/ecdb.conf"\n',
    ],
    ['before all of several overlays', `a = 1\n${overlay}${overlay}`, `a = 1\nTLS = "required"\n${overlay}${overlay}`],
    ['after a readonly_include with something behind it', `${overlay}a = 1\n`, `${overlay}a = 1\nTLS = "required"\n`],
    ['at the end of a file without a last line ending', 'a = 1\r\nb = 2', 'a = 1\r\nb = 2\r\nTLS = "required"'],
    ['at the end of a file of scopes', 'A { }\n', 'A { }\nTLS = "required"\n'],
    ['at the end of a file of scopes without a last line ending', 'A { }', 'A { }\nTLS = "required"'],
    ['in an empty file', '', 'TLS = "required"\n'],
    ['after a byte order mark', '\xef\xbb\xbf', '\xef\xbb\xbfTLS = "required"\n'],
    ['in a line', 'a = 1 B { }\n', 'a = 1 TLS = "required" B { }\n'],
  ])('%s', (_, before, after) => expect(set(before)).toBe(after));
});

describe('refused', () => {
  test('is a file that was not understood', () => {
    const file = parse('X { TLS = "no"\n');
    expect(setOption(file, 1, 'TLS', 'required')).toMatchObject({ splices: [], diagnostics: [{ line: 1, column: 1 }] });
    expect(removeOption(file, 2)).toMatchObject({ splices: [], diagnostics: [{ line: 1, column: 1 }] });
  });

  test.each(['a"b', 'a\nb', 'a\\', '\u20ac', '\x07'])('is the value %j', (value) => {
    expect(() => set('X { }', value)).toThrow('Cannot be written');
  });

  test('is a name that is none', () => {
    expect(() => setOption(parse(''), ROOT, 'a b', 'c')).toThrow('Not the name');
  });
});

describe('an option is removed', () => {
  const remove = (text: string) => {
    const file = parse(text);
    let scope = ROOT;
    for (let node = 1; node < file.nodes.count; node += 1) if (file.name(node) === 'x') scope = node;
    const option = optionIn(file, scope, 'tls');
    return option === undefined ? text : applySplices(text, removeOption(file, option).splices);
  };

  test.each([
    ['with its line', 'X {\r\n  a = 1\r\n  TLS = "no"  \r\n}', 'X {\r\n  a = 1\r\n}'],
    ['with its lines', 'TLS = \n "no"\nb = 1', 'b = 1'],
    ['not with the comment behind it', 'a = 1\n  TLS = no # why\nb = 1', 'a = 1\n  # why\nb = 1'],
    ['from a line with others', 'X { a = 1 TLS = "no" b = 2 }', 'X { a = 1 b = 2 }'],
    ['at the end of the file', 'a = 1\nTLS = "no"', 'a = 1'],
    ['the last one of several', 'TLS = 1\nTLS = 2\n', 'TLS = 1\n'],
  ])('%s', (_, before, after) => expect(remove(before)).toBe(after));
});

describe('in a configuration of several files', () => {
  test('the line that counts gets the value, wherever it is', async () => {
    const files = { [main]: 'Binding "b" { TLS = "no" }\ninclude "x"', '/conf/x': 'BINDING b\r\n{\r\n\ttls=no\r\n}\r\n' };
    const read = await configuredFiles(files);
    const scope = read.global.at(path('binding "b"')) ?? read.global;
    const { file, splices, replaces } = setInConfiguration(read, scope, 'TLS', 'required');
    expect([file?.path, replaces?.line]).toEqual(['/conf/x', 3]);
    expect(applySplices(files['/conf/x'], splices)).toBe('BINDING b\r\n{\r\n\ttls="required"\r\n}\r\n');
  });

  test('a new line goes where the scope is opened last, rather not into a read-only file', async () => {
    const files = {
      [main]: 'Binding "b" { }\ninclude "x"\nreadonly_include "y"',
      '/conf/x': 'Binding "b" {\n}',
      '/conf/y': 'Binding "b" {\n}\nDomain "d" {\n}',
    };
    const read = await configuredFiles(files);
    const where = (scope: string) => setInConfiguration(read, read.global.at(path(scope)) ?? read.global, 'TLS', 'no').file?.path;
    expect([where('binding "b"'), where('domain "d"'), where('global')]).toEqual(['/conf/x', '/conf/y', main]);
  });

  test('as already asked is no edit, and a file that was not understood none either', async () => {
    const same = await configured('TLS = "no"');
    expect(setInConfiguration(same, same.global, 'tls', 'no')).toMatchObject({ splices: [], diagnostics: [] });
    const broken = await configured('TLS = "no"\n}');
    expect(setInConfiguration(broken, broken.global, 'tls', 'yes')).toMatchObject({ splices: [], diagnostics: [{ line: 2 }] });
  });
});
