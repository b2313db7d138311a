import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type HbaRule, parseRules, type RulesOptions } from '../../../src/config/pg-hba/rules.ts';
import { bytes, textOf } from '../support.ts';

const rules = (text: string, options?: RulesOptions) =>
  parseRules(text, options).entries.filter((entry): entry is HbaRule => entry.kind === 'rule');
const texts = (rule: HbaRule | undefined) => [rule?.databases.map((t) => t.text), rule?.users.map((t) => t.text)];

describe('a rule of pg_hba.conf', () => {
  test.each([
    ['local   all   all   trust', 'local', undefined],
    ['host all all 127.0.0.1/32 md5', 'host', 'network'],
    ['host all all 127.0.0.1 255.255.255.255 md5', 'host', 'network'],
    ['hostssl all all ::0/0 cert clientcert=1', 'hostssl', 'network'],
    ['hostnossl replication all ::1 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff reject', 'hostnossl', 'network'],
    ['host all all .example.com scram-sha-256', 'host', 'name'],
    ['host all all samenet md5', 'host', 'samenet'],
    ['hostgssenc all all samehost gss', 'hostgssenc', 'samehost'],
    ['hostnogssenc all all all md5', 'hostnogssenc', 'all'],
    ['host all all "all" md5', 'host', 'name'],
    ['host all all fe80::1%eth0/64 trust#comment', 'host', 'network'],
    ['host all all ::ffff:1.2.3.4/128 trust', 'host', 'network'],
  ])('%s', (line, type, address) => {
    const parsed = parseRules(line);
    expect(parsed.diagnostics).toEqual([]);
    const [rule] = rules(line);
    expect([rule?.type, rule?.address?.kind]).toEqual([type, address]);
  });

  test('has lists with commas, quotes, and names that only look like keywords', () => {
    const [rule] = rules('host a, "b c",@list, "all" +admins,"say ""hi""" 10.0.0.0/8 ldap ldapserver=x ldapprefix="cn= "\n');
    expect(texts(rule)).toEqual([
      ['a', 'b c', '@list', 'all'],
      ['+admins', 'say "hi"'],
    ]);
    expect(rule?.databases.map(({ quoted }) => quoted)).toEqual([false, true, false, true]);
    expect(rule?.options).toEqual([
      { name: 'ldapserver', value: 'x' },
      { name: 'ldapprefix', value: 'cn= ' },
    ]);
  });

  test('knows where its tokens are, with continuation lines too', () => {
    const text = '# c\r\nhost  all,\\\r\n  "x" \\\n all all trust # end\n';
    const [rule] = rules(text);
    expect(rule).toMatchObject({ line: 2, start: 5, end: text.length });
    expect(texts(rule)).toEqual([['all', 'x'], ['all']]);
    expect(text.slice(rule?.databases[1]?.start, rule?.databases[1]?.end)).toBe('"x"');
  });

  test('goes on in the next line from 14 on, a comment too', () => {
    const text = '# note \\\nhost all all all trust\n';
    expect(rules(text)).toEqual([]);
    expect(rules(text, { version: 13 })).toHaveLength(1);
  });

  test('can be an include from 16 on', () => {
    expect(parseRules('include_if_exists "x y"').entries).toMatchObject([{ kind: 'include_if_exists', name: 'x y' }]);
    expect(parseRules('include x', { version: 15 }).diagnostics).toMatchObject([{ line: 1, column: 1 }]);
  });

  test('had bare options until 8.3', () => {
    expect(parseRules('local all all ident sameuser', { version: 8.3 }).diagnostics).toEqual([]);
    expect(parseRules('local all all ident sameuser', { version: 9 }).diagnostics).toHaveLength(1);
  });

  test.each([
    ['hosts all all all trust', 1, /type "hosts"/],
    ['host,local all all all trust', 1, /type "host,local"/],
    ['local', 6, /before the database/],
    ['local all', 10, /before the user/],
    ['host all all', 13, /before the address/],
    ['host all all 10.0.0.0', 14, /before the netmask/],
    ['host all all 10.0.0.0/33 trust', 14, /prefix length/],
    ['host all all db1/24 trust', 14, /name with a prefix/],
    ['host all all 10.0.0.0 ffff:: trust', 23, /netmask/],
    ['host all all a,b trust', 14, /More than one address/],
    ['local all all', 14, /before the method/],
    ['local all all maybe', 15, /method "maybe"/],
  ])('%s is refused', (line, column, what) => {
    const { entries, diagnostics } = parseRules(`\n${line}`);
    expect(entries).toEqual([]);
    expect(diagnostics[0]?.what).toMatch(what);
    expect(diagnostics).toMatchObject([{ line: 2, column }]);
  });

  test('never makes it throw, however damaged', () => {
    const text = textOf('host ', 'local ', 'all ', '10.0.0.0/8 ', ',', '@', 'trust', '1.2.3 ', '::', '/');
    fc.assert(
      fc.property(fc.oneof(bytes, text), fc.constantFrom(8.3, 15, 99), (content, version) => {
        const { entries } = parseRules(content, { version });
        for (const { start, end } of entries) expect(start < end && end <= content.length).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
