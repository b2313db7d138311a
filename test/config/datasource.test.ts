import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { datasourceValue, findDatasources } from '../../src/config/datasource.ts';
import { bytes, textOf } from './support.ts';

const overlay = `Datasource "ecdb" {
  uri = ( "pgsql:host=db1.example.com;dbname=ecelerity;user=ecuser;password=s3cret;port=5432" )
  # uri = "pgsql:dbname=ecelerity;user=ecuser"
}
`;

describe('a datasource', () => {
  test('is found with its line and its keys in order', () => {
    const [first, second] = findDatasources(overlay);
    expect(first).toMatchObject({ line: 2, commented: false });
    expect(first?.parts.map(({ key }) => key)).toEqual(['host', 'dbname', 'user', 'password', 'port']);
    expect(first && datasourceValue(first, 'HOST')).toBe('db1.example.com');
    expect(second).toMatchObject({ line: 3, commented: true, passwords: [] });
    expect(second && datasourceValue(second, 'host')).toBeUndefined();
  });

  test.each([
    ['"pgsql:user=u;password=p w)#\'x;port=1"', "p w)#'x"],
    ['"pgsql:password=a;b;c"', 'a;b;c'],
    ['"pgsql:password=a\\"b"', 'a\\"b'],
    ["'pgsql:Password=x'", 'x'],
    ['"pgsql:user=u;password=s3;cr=et;x;port=5432"', 's3;cr=et;x'],
    ['uri = pgsql:user=u;password=p)x;dbname=d }', 'p)x'],
    ['"pgsql:password="', ''],
    ['"pgsql:password=abc;"', 'abc'],
    ['"pgsql:password=open\nnext', 'open'],
  ])('shows where the password is in %s', (text, password) => {
    expect(findDatasources(text).flatMap(({ passwords }) => passwords.map(({ start, end }) => text.slice(start, end)))).toEqual([
      password,
    ]);
  });

  test('is none without a key', () => {
    expect(findDatasources('pgsql: is a facility, mypgsql:host=x, "pgsql:"')).toEqual([]);
  });

  test('of any text is where it says', () => {
    fc.assert(
      fc.property(fc.oneof(bytes, textOf('pgsql:', 'host=', 'password=', ';', 'PGSQL:password=x')), (text) => {
        for (const { parts, start, end } of findDatasources(text)) {
          expect(text.slice(start, start + 6).toLowerCase()).toBe('pgsql:');
          for (const part of parts) expect(text.slice(part.start, part.end)).toBe(part.value);
          expect(end <= text.length).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});
