import { describe, expect, test } from 'vitest';
import { admitsPlainTcp, requireSslBlock } from '../../../src/config/pg-hba/plain.ts';
import { type HbaRule, parseRules } from '../../../src/config/pg-hba/rules.ts';

const admitted = (text: string) =>
  admitsPlainTcp(parseRules(text).entries.filter((entry): entry is HbaRule => entry.kind === 'rule')).map(({ line }) => line);
const block = `${requireSslBlock().join('\n')}\n`;

describe('plain text over TCP', () => {
  test.each([
    ['host', 'host all all 127.0.0.1/32 trust', [1]],
    ['hostnossl', 'hostnossl all all all md5', [1]],
    ['hostnogssenc', 'hostnogssenc all all all md5', [1]],
    ['not hostssl', 'hostssl all all all md5', []],
    ['not hostgssenc, which is encrypted', 'hostgssenc all all all gss', []],
    ['not a Unix socket', 'local all all trust', []],
    ['not reject', 'host all all all reject', []],
  ])('is let in by %s', (_, text, lines) => {
    expect(admitted(text)).toEqual(lines);
  });

  test('is refused by our block in front of any rules, even for names, replication and samenet', () => {
    const rules = [
      'host all all all trust',
      'host replication all 0.0.0.0/0 md5',
      'host all,replication x .lan md5',
      'host a b samenet md5',
    ];
    expect(admitted(block + rules.join('\n'))).toEqual([]);
    expect(admitted(`${rules.join('\n')}\n${block}`)).toEqual([1, 2, 3, 4]);
  });

  test.each([
    ['only IPv4 is', 'hostnossl all all 0.0.0.0/0 reject\nhost all all ::1/128 md5', [2]],
    ['only one spelling of IPv6 is used', 'host all all ::/0 reject\nhost all all ::1/128 md5', []],
    ['replication is not, by `all`', 'host all all all reject\nhost replication all all md5', [2]],
    ['a database named "replication" is, by `all`', 'host all all all reject\nhost "replication" all all md5', []],
    ['only some users are', 'host all bob all reject\nhost all all all md5', [2]],
    ['a user named "all" is all there is', 'host all "all" all reject\nhost all all all md5', [2]],
    ['that very range is', 'hostnossl app bob 10.0.0.0/8 reject\nhost app bob 10.1.0.0/16 md5', []],
    ['two rules together do it', 'host all a all reject\nhost all b all reject\nhost all a,b all md5', []],
    ['SSL sessions are refused instead', 'hostssl all all all reject\nhost all all all md5', [2]],
    ['a list might hold replication', 'host all all all reject\nhost @list all all md5', [2]],
  ])('is let in or not where %s', (_, text, lines) => {
    expect(admitted(text)).toEqual(lines);
  });

  test('is refused by four lines that parse', () => {
    expect(parseRules(block, { version: 8.3 }).diagnostics).toEqual([]);
    expect(requireSslBlock()).toHaveLength(4);
  });
});
