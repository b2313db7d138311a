import { describe, expect, test } from 'vitest';
import { effective } from '../../../src/config/ecelerity/effective.ts';
import { directionOf, policyScopes } from '../../../src/config/ecelerity/policy-scopes.ts';
import type { Configuration } from '../../../src/config/ecelerity/read.ts';
import { printPath } from '../../../src/config/ecelerity/scope-path.ts';
import { configured, configuredFiles, main, path } from './support.ts';

/** What an option is in a scope: the value, the line, the lines that lose, and `?` where the manual does not tell. */
function answer(configuration: Configuration, where: string, option = 'a'): string {
  const { value, decidedBy, losers, rankDocumented, note } = effective(configuration, path(where), option);
  expect(rankDocumented).toBe(note === '');
  const lost = losers.map(({ setting }) => setting.line).join(',');
  return `${value ?? 'default'}${decidedBy ? ` @${decidedBy.setting.line}` : ''}${lost ? ` over ${lost}` : ''}${note ? ' ?' : ''}`;
}

describe('outbound', () => {
  const everywhere = `a = 1
domain "d" { a = 2 }
binding "b" {
  a = 4
  domain "d" { a = 5 }
}
binding_group "g" {
  a = 8
  domain "d" { a = 9 }
  binding "gb" {
    a = 11
    domain "d" { a = 12 }
  }
}
`;
  test.each([
    ['binding_group "g" / binding "gb" / domain "d"', '12 @12 over 9,11,8,2,1'],
    ['binding_group "g" / binding "gb" / domain "other"', '11 @11 over 8,1'],
    ['binding_group "g" / binding "gb"', '11 @11 over 8,1'],
    ['binding_group "g" / binding "undeclared" / domain "d"', '9 @9 over 8,2,1'],
    ['binding_group "g" / domain "d"', '9 @9 over 8,2,1'],
    ['binding_group "g"', '8 @8 over 1'],
    ['binding "b" / domain "d"', '5 @5 over 4,2,1'],
    ['binding "b"', '4 @4 over 1'],
    ['binding "default" / domain "d"', '2 @2 over 1'],
    ['domain "d"', '2 @2 over 1'],
    ['domain "undeclared"', '1 @1'],
    ['global', '1 @1'],
  ])('%s', async (where, expected) => {
    expect(answer(await configured(everywhere), where)).toBe(expected);
  });

  test('each place decides where those before it are silent', async () => {
    const places = ['12', '9', '11', '8', '2', '1'];
    let text = everywhere;
    for (const [index, value] of places.entries()) {
      const said = answer(await configured(text), 'binding_group "g" / binding "gb" / domain "d"');
      // The group's rank against the global domain is the one that is not documented.
      expect(said).toBe(
        `${value} @${value}${index < 5 ? ` over ${places.slice(index + 1).join(',')}` : ''}${value === '8' ? ' ?' : ''}`,
      );
      text = text.replace(new RegExp(`\\ba = ${value}\\b`), '');
    }
    expect(answer(await configured(text), 'binding_group "g" / binding "gb" / domain "d"')).toBe('default');
  });

  test('a binding beats the global domain (message_expiration)', async () => {
    const read = await configured('binding "b" { message_expiration=3600 }\ndomain "example.com" { message_expiration=120 }');
    expect(answer(read, 'binding "b" / domain "example.com"', 'Message_Expiration')).toBe('3600 @1 over 2');
    const silent = await configured('binding "b" { }\ndomain "example.com" { message_expiration=120 }');
    expect(answer(silent, 'binding "b" / domain "example.com"', 'message_expiration')).toBe('120 @2');
  });

  test('a binding falls back to its group', async () => {
    const read = await configured('binding_group "g" {\n a = 2\n binding "example" { }\n}');
    expect(answer(read, 'binding_group "g" / binding "example"')).toBe('2 @2');
  });

  test('that the rank of the group is not documented is said only where it matters', async () => {
    const same = await configured('binding_group "g" { a = 1 }\ndomain "d" { a = 1 }');
    expect(answer(same, 'binding_group "g" / binding "b" / domain "d"')).toBe('1 @1 over 2');
    const other = await configured('binding_group "g" { a = 1 }\ndomain "d" { a = 2 }');
    expect(effective(other, path('binding_group "g" / binding "b" / domain "d"'), 'a').note).toBe(
      `Which of binding_group "g" (${main}:1) and domain "d" (${main}:2) decides is not documented`,
    );
  });

  test('an exact domain comes before expressions, and these in the order they are declared in', async () => {
    const read = await configured(
      'Domain "/^ya.*/" { a = 1 }\nDomain "/yahoo\\.com$/" { a = 2 }\nDomain "Yahoo.com" { a = 3 }\nDomain "yahoo.de" { b = 1 }',
    );
    expect(answer(read, 'domain "yahoo.COM"')).toBe('3 @3 over 1,2');
    expect(answer(read, 'domain "mail.yahoo.com"')).toBe('2 @2');
    expect(answer(read, 'domain "yahoo.de"')).toBe('1 @1');
    expect(answer(read, 'domain "/^ya.*/"')).toBe('1 @1');
    expect(answer(read, 'domain "example.com"')).toBe('default');
  });

  test('an expression that cannot be tried is named', async () => {
    const read = await configured('Domain "/^(a+)+$/" { a = 1 }\na = 2\nDomain "x" { a = 3 }');
    expect(answer(read, 'domain "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"')).toBe('2 @2 ?');
    expect(answer(read, 'domain "x"')).toBe('3 @3 over 2');
  });

  test('whether a binding outside of its group counts is not documented', async () => {
    const read = await configured('binding "b" { a = 1 }\nbinding_group "g" { binding "b" { } }\na = 3');
    expect(answer(read, 'binding_group "g" / binding "b"')).toBe('1 @1 over 3 ?');
  });

  test('the last of several lines counts, over all files', async () => {
    const read = await configuredFiles({
      [main]: 'a = 1\nA = 2\ninclude "x"\na = 4\nreadonly_include "y"',
      '/conf/x': 'a = 3',
      '/conf/y': '\n\na = 5',
    });
    const { value, decidedBy, losers } = effective(read, path('binding "b"'), 'a');
    expect([value, decidedBy?.setting.file, decidedBy?.setting.line]).toEqual(['5', '/conf/y', 3]);
    expect(losers.map(({ setting }) => setting.value)).toEqual(['4', '3', '2', '1']);
  });
});

describe('inbound', () => {
  const everywhere = `a = 1
ESMTP_Listener {
  a = 3
  Peer "10.0.0.0/8" { a = 4 }
  Listen ":25" {
    a = 6
    Peer "10.0.0.1" { a = 7 }
  }
}
`;
  test.each([
    ['esmtp_listener / listen ":25" / peer "10.0.0.1"', '7 @7 over 6,4,3,1'],
    ['esmtp_listener / listen ":25" / peer "10.0.0.2"', '6 @6 over 4,3,1 ?'],
    ['esmtp_listener / listen ":25" / peer "192.0.2.1"', '6 @6 over 3,1'],
    ['esmtp_listener / listen ":25"', '6 @6 over 3,1'],
    ['esmtp_listener / listen ":587"', '3 @3 over 1'],
    ['esmtp_listener / peer "10.0.0.0/8"', '4 @4 over 3,1'],
    ['esmtp_listener', '3 @3 over 1'],
    ['http_listener / listen ":2081"', '1 @1'],
  ])('%s', async (where, expected) => {
    expect(answer(await configured(everywhere), where)).toBe(expected);
  });

  test('a listen falls back to its listener', async () => {
    const read = await configured('Control_Listener { Enable_Authentication = true\n Listen "127.0.0.1:2025" { } }');
    expect(answer(read, 'control_listener / listen "127.0.0.1:2025"', 'enable_authentication')).toBe('true @1');
  });

  test('the most specific peer is met', async () => {
    const read = await configured(`ESMTP_Listener {
      Peer "0.0.0.0/0" { a = 2 }
      Peer "10.0.0.0/8" { a = 3 }
      Peer "10.1.0.0/16" { a = 4 }
      Peer "2001:DB8::/32" { a = 5 }
      Peer "::/0" { a = 6 }
    }`);
    expect(answer(read, 'esmtp_listener / peer "10.1.2.3"')).toBe('4 @4');
    expect(answer(read, 'esmtp_listener / peer "10.0.0.0/12"')).toBe('3 @3');
    expect(answer(read, 'esmtp_listener / peer "10.1.0.0/12"')).toBe('3 @3');
    expect(answer(read, 'esmtp_listener / peer "192.0.2.1"')).toBe('2 @2');
    expect(answer(read, 'esmtp_listener / peer "2001:db8::1"')).toBe('5 @5');
    expect(answer(read, 'esmtp_listener / peer "::1"')).toBe('6 @6');
    expect(answer(read, 'esmtp_listener / peer "mail.example.com"')).toBe('default');
  });

  const pathways = `a = 1
Pathway_Group "pg" {
  a = 3
  Pathway "p" { a = 4 }
}
Pathway "p" { a = 6 }
ESMTP_Listener { Pathway = "p"
  Listen ":25" { }
  Listen ":587" { a = 9 }
  Listen ":465" { pathway = "q" }
}
`;
  test.each([
    ['esmtp_listener / listen ":25"', '4 @4 over 6,3,1'],
    ['esmtp_listener / listen ":587"', '9 @9 over 4,6,3,1 ?'],
    ['esmtp_listener / listen ":465"', '1 @1'],
    ['pathway_group "pg" / pathway "p"', '4 @4 over 6,3,1'],
    ['pathway "p"', '6 @6 over 1'],
    ['pathway_group "pg"', '3 @3 over 1'],
  ])('with a pathway: %s', async (where, expected) => {
    expect(answer(await configured(pathways), where)).toBe(expected);
  });
});

test('the manual example of a binding that has its own protocols', async () => {
  const read = await configured(`TLS_Protocols = "+ALL:-SSLv3"
binding "bindingTLS" {
    Remote_SMTP_Port = 587
    TLS = "required"
    TLS_Verify  = "ca"
    TLS_Certificate = "/opt/msys/ecelerity/etc/certs/server.crt"
    TLS_Key = "/opt/msys/ecelerity/etc/certs/server.key"
    TLS_CA = "/opt/msys/ecelerity/etc/certs/ca.pem"
    TLS_Protocols = "+ALL:-SSLv2:-SSLv3"
}
`);
  expect(answer(read, 'binding "bindingTLS"', 'tls_protocols')).toBe('+ALL:-SSLv2:-SSLv3 @9 over 1');
  expect(answer(read, 'binding "bindingTLS"', 'tls_verify')).toBe('ca @5');
  expect(answer(read, 'binding "other"', 'tls_protocols')).toBe('+ALL:-SSLv3 @1');
  expect(answer(read, 'esmtp_listener', 'tls_protocols')).toBe('+ALL:-SSLv3 @1');
  expect(answer(read, 'binding "bindingTLS"', 'tls_ciphers')).toBe('default');
});

test('scopes of modules fall back to what is around them, which nobody documents', async () => {
  const read = await configured('auth_ds {\n a = 2\n scheme "x" { }\n}\na = 5');
  expect(answer(read, 'auth_ds')).toBe('2 @2 over 5');
  expect(answer(read, 'auth_ds / scheme "x"')).toBe('2 @2 over 5 ?');
});

test('the scopes that have a policy are those of mail, and those that set the option', async () => {
  const read = await configured(`
    binding_group "g" { binding "b" { domain "d" { host "h" { } } } domain "d" { } listen "x" { } }
    binding "b" { binding "inner" { } } domain "d" { binding "odd" { } }
    esmtp_listener { listen ":25" { peer "::1" { } } peer "::2" { } binding "no" { } }
    pathway_group "pg" { pathway "p" { } listen "no" { } } pathway "p" { peer "no" { } }
    ec_logger "l" { } datasource "ds" { TLS = "no" } security { user = x }`);
  const found = policyScopes(read, ['tls', 'tls_protocols', 'never_set']);
  expect(found.map((scope) => printPath(scope.path))).toEqual([
    'global',
    'binding_group "g"',
    'binding_group "g" / binding "b"',
    'binding_group "g" / binding "b" / domain "d"',
    'binding_group "g" / domain "d"',
    'binding "b"',
    'domain "d"',
    'esmtp_listener',
    'esmtp_listener / listen ":25"',
    'esmtp_listener / listen ":25" / peer "::1"',
    'esmtp_listener / peer "::2"',
    'pathway_group "pg"',
    'pathway_group "pg" / pathway "p"',
    'pathway "p"',
    'datasource "ds"',
  ]);
  expect(found.map(directionOf)).toEqual([
    'both',
    ...Array.from({ length: 6 }, () => 'outbound'),
    ...Array.from({ length: 7 }, () => 'inbound'),
    undefined,
  ]);
});
