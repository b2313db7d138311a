import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readGnutlsPriority, writeGnutlsPriority } from '../../src/tls/gnutls-priority.ts';
import { type Protocol, protocols } from '../../src/tls/protocol.ts';
import { isSame } from '../../src/tls/protocol-set.ts';

const intermediate: readonly Protocol[] = ['TLSv1.2', 'TLSv1.3'];
const versions = (priority: string, release?: string) => {
  const reading = readGnutlsPriority(priority, release);
  return reading.ok ? [...reading.versions] : reading.problem;
};
const written = (...args: Parameters<typeof writeGnutlsPriority>) => {
  const result = writeGnutlsPriority(...args);
  return result.refused ? `refused: ${result.why}` : result.string;
};

describe('a priority string switches on', () => {
  test.each([
    ['NORMAL', '3.7.9', ['TLSv1.0', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']],
    ['NORMAL', '3.3.8', ['SSLv3', 'TLSv1.0', 'TLSv1.1', 'TLSv1.2']],
    ['NORMAL:-VERS-SSL3.0', '3.3.8', ['TLSv1.0', 'TLSv1.1', 'TLSv1.2']],
    ['NORMAL:!VERS-SSL3.0', '3.3.8', ['TLSv1.0', 'TLSv1.1', 'TLSv1.2']],
    ['normal:-vers-all:+vers-tls1.2', '3.7.9', ['TLSv1.2']],
    ['NORMAL:-VERS-TLS-ALL:+VERS-TLS1.2:+VERS-TLS1.3:%COMPAT', '3.7.9', ['TLSv1.2', 'TLSv1.3']],
    ['NONE:+VERS-TLS1.1:+AES-128-CBC', '3.7.9', ['TLSv1.1']],
    ['SUITEB128', '3.7.9', ['TLSv1.2']],
    ['NORMAL:-VERS-DTLS1.0', '3.7.9', ['TLSv1.0', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']],
  ])('%s of GnuTLS %s: %j', (priority, release, expected) => {
    expect(versions(priority, release)).toEqual(expected);
  });

  test('what is not certain where the base is set elsewhere', () => {
    expect(readGnutlsPriority('@SYSTEM')).toMatchObject({ ok: true, certain: false });
    expect(readGnutlsPriority('NORMAL')).toMatchObject({ ok: true, certain: true });
  });

  test.each(['DEFAULT:!LOW:!EXP', 'HIGH', '', '-VERS-SSL3.0', 'NORMAL:AES128-SHA'])('nothing if it is none: %j', (priority) => {
    expect(readGnutlsPriority(priority).ok).toBe(false);
  });
});

describe('the POODLE fix', () => {
  test.each([
    [undefined, 'NORMAL:-VERS-SSL3.0'],
    ['', 'NORMAL:-VERS-SSL3.0'],
    ['NORMAL:-VERS-SSL3.0', 'NORMAL:-VERS-SSL3.0'],
    ['SECURE128:+COMP-DEFLATE:%COMPAT', 'SECURE128:-VERS-SSL3.0:+COMP-DEFLATE:%COMPAT'],
    ['NORMAL:-VERS-ALL:+VERS-TLS1.2', 'NORMAL:-VERS-ALL:+VERS-TLS1.2'],
    ['NORMAL:-VERS-ALL:+VERS-ALL:-ARCFOUR-128', 'NORMAL:-VERS-ALL:+VERS-ALL:-VERS-SSL3.0:-ARCFOUR-128'],
    ['NORMAL:-VERS-SSL3.0:+VERS-SSL3.0', 'NORMAL:-VERS-SSL3.0'],
    ['@SYSTEM', '@SYSTEM:-VERS-SSL3.0'],
  ])('of %j is %s', (existing, expected) => {
    expect(written('poodle-fix', existing)).toBe(expected);
  });
});

describe('a list of versions', () => {
  test('is named one by one, TLS 1.3 where it parses', () => {
    expect(written(intermediate)).toBe('NORMAL:-VERS-ALL:+VERS-TLS1.2');
    expect(written(intermediate, undefined, '3.7.9')).toBe('NORMAL:-VERS-ALL:+VERS-TLS1.2:+VERS-TLS1.3');
  });

  test('takes the place of what was said of versions, and leaves the rest', () => {
    const existing = 'SECURE192:-VERS-SSL3.0:%SERVER_PRECEDENCE:-VERS-TLS1.0:-ARCFOUR-128';
    expect(written(intermediate, existing)).toBe('SECURE192:-VERS-ALL:+VERS-TLS1.2:%SERVER_PRECEDENCE:-ARCFOUR-128');
  });

  test('is refused where nothing would be left, and into an OpenSSL list', () => {
    expect(written(['TLSv1.3'], 'NORMAL', '3.4.0')).toMatch(/^refused: .*nothing would be left/);
    expect(written(intermediate, 'DEFAULT:!LOW')).toMatch(/^refused: .*OpenSSL/);
  });
});

test('what is written reads back as the versions that were wanted', () => {
  const speakable = protocols.filter((protocol) => protocol !== 'SSLv2');
  const element = fc.constantFrom('-VERS-SSL3.0', '+VERS-TLS1.0', '-VERS-ALL', '%COMPAT', '-ARCFOUR-128', '+VERS-ALL', '-MD5');
  const existing = fc
    .tuple(fc.constantFrom('NORMAL', 'SECURE128', 'NONE', 'PFS'), fc.array(element))
    .map((parts) => parts.flat().join(':'));
  fc.assert(
    fc.property(fc.subarray(speakable, { minLength: 1 }), existing, (wanted, before) => {
      const after = written(wanted, before, '3.7.9');
      expect(isSame(versions(after, '3.7.9') as readonly Protocol[], wanted)).toBe(true);
      expect(written(wanted, after, '3.7.9')).toBe(after);
      const fixed = versions(written('poodle-fix', before), '3.3.8') as readonly Protocol[];
      expect(fixed).not.toContain('SSLv3');
    }),
  );
});

test('no string is too odd', () => {
  fc.assert(
    fc.property(fc.string(), fc.subarray([...protocols]), (text, wanted) => {
      expect(typeof readGnutlsPriority(text).ok).toBe('boolean');
      expect(typeof written(wanted, text)).toBe('string');
    }),
  );
});
