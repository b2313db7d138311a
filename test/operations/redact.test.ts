import { describe, expect, test } from 'vitest';
import { redact } from '../../src/operations/redact.ts';

const CANARY = 'Can4ry/with spaces;and "signs';

describe('of a configuration, what opens a door is masked', () => {
  test.each([
    ['AuthPassword = "X"', 'ecelerity'],
    ['  password "X"', 'without an equals sign'],
    ['password =\n    "X"', 'on the next line'],
    ['# the password is X', 'in a comment'],
    ['uri = "pgsql:host=db;user=ecuser;password=X"', 'in a connection string'],
    ['uri = "ldaps:///????bindname=u,x-bindpw=X,x-a=1"', 'in an LDAP URL'],
    ['host all all all ldap ldapbindpasswd=X', 'pg_hba.conf'],
    ['uri = "https://user:X@proxy.example/"', 'an address', 'hunter2'],
    ["$config['db_pass'] = 'X';", 'PHP'],
    ['["api_key"] => "X"', 'an array'],
    ['<password>X</password>', 'XML'],
    ['DBPASS=X', 'a shell'],
    ['Auth_Token: X', 'YAML'],
    ['Secret = "first\nX\nlast"', 'over several lines'],
    ['user:X:1:1', 'crypt', '$6$salt$abcdefgh'],
    ['X', 'PostgreSQL', 'SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy'],
    ['X', 'a key without its frame', 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7'],
    ['# -----BEGIN RSA PRIVATE KEY-----\n# X\n# -----END RSA PRIVATE KEY-----', 'a key in a comment', 'abcd'],
  ] as const)('%s (%s)', (template, _what, secret: string = CANARY) => {
    expect(redact(`Before = 1\n${template.replace('X', secret)}\nAfter = 2\n`, 'file')).toSatisfy(
      (text: string) => !text.includes(secret) && text.startsWith('Before = 1\n') && text.endsWith('After = 2\n'),
    );
  });

  test.each([
    'ssl_ciphers = "HIGH:!aNULL:!MD5"',
    'password_encryption = scram-sha-256',
    'tls_certificate = "/opt/msys/ecelerity/etc/conf/default/tls/server2026.example.com.crt"',
    'readonly_include "/opt/msys/etc/installer/ecelerity.d/"',
    'sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  ])('%s stays as it is', (line) => {
    expect(redact(line, 'file')).toBe(line);
  });
});

test('sentences may speak of passwords, and hold none', () => {
  const said = 'Passwords are not encrypted: the one of the database is read from /opt/msys/etc/.svcpasswd';
  expect(redact(said, 'sentences')).toBe(said);
  expect(redact('ecelerity.conf:12 AuthPassword = "hunter2"', 'sentences')).not.toContain('hunter2');
});
