import { describe, expect, test } from 'vitest';
import { elementsOf } from '../../../src/config/ecelerity/elements.ts';
import { type Meaning, meaningOf } from './generator.ts';
import { parse } from './support.ts';

/** The statements as `name=value`, `name instance{...}`, `include file`. */
function shape(text: string): string {
  const show = (all: readonly Meaning[]): string =>
    all
      .map((one) => {
        if (one.kind === 'scope') return `${one.name}${one.instance === undefined ? '' : ` ${one.instance}`}{${show(one.body)}}`;
        return one.kind === 'include' ? `${one.name} ${one.value}` : `${one.name}=${one.value}`;
      })
      .join(';');
  return show(meaningOf(parse(text)));
}
const problems = (text: string) => parse(text).diagnostics.map(({ line, column, what }) => `${line}:${column} ${what}`);

describe('the forms that the manual shows', () => {
  test.each([
    ['listen_backlog = 500  # new default', 'listen_backlog=500'],
    ['# a = 1\n/* b = 2\n c { */ d = 3', 'd=3'],
    ['a = "x # y /* z" b = 1', 'a=x # y /* z;b=1'],
    ['query =\n  "ldap:///????bindname=..."', 'query=ldap:///????bindname=...'],
    ['node mta1.example.com { mta_id = 1  votes = 1 }', 'node mta1.example.com{mta_id=1;votes=1}'],
    ['Role "root"{ allow=(".*") }', 'role root{allow=(".*")}'],
    ['ec_logger "ec_logger"\n{\n}', 'ec_logger ec_logger{}'],
    ['uri = digest:///opt/msys/ecelerity/etc/console_passwd', 'uri=digest:///opt/msys/ecelerity/etc/console_passwd'],
    ['tls_dhparams_file = /path/to/dh.pem', 'tls_dhparams_file=/path/to/dh.pem'],
    ['Relay_Hosts = ( 127.0.0.0/8 10.10.10.0/24 )', 'relay_hosts=( 127.0.0.0/8 10.10.10.0/24 )'],
    ['Listen /tmp/2025 {}', 'listen /tmp/2025{}'],
    ['Domain /^a[0-9](b|c)$/ { } a = ( x[1] y(2) )', 'domain /^a[0-9](b|c)$/{};a=( x[1] y(2) )'],
    ['Gateway = 10.10.10.50\nuser = ecuser', 'gateway=10.10.10.50;user=ecuser'],
    ['Banner = "220-Welcome!\\r\\n" Domain "/^yahoo\\\\.*/" {}', 'banner=220-Welcome!\\r\\n;domain /^yahoo\\\\.*/{}'],
    ['File_Mode = 0666 file_mode = "0640"', 'file_mode=0666;file_mode=0640'],
    ['TLS_Protocols "x"', 'tls_protocols=x'],
    ['Listen ":25" {}   tls_macros {}', 'listen :25{};tls_macros{}'],
    ['ESMTP_Listener = { a = 1 }', 'esmtp_listener{a=1}'],
    ['a = ( a "b c" d ) b = ("from", "to") c = () d = "single"', 'a=( a "b c" d );b=("from", "to");c=();d=single'],
    ['dict = [ key = "value"  k2 = v2 ]', 'dict=[ key = "value"  k2 = v2 ]'],
    ['bits [ 0.0.0.1 = "list1_hits" ]', 'bits=[ 0.0.0.1 = "list1_hits" ]'],
    ['peers = [ mta1.example.com = "10.0.0.1" ]', 'peers=[ mta1.example.com = "10.0.0.1" ]'],
    ['include "file"\nreadonly_include "/opt/d/"', 'include file;readonly_include /opt/d/'],
    ['Domain yahoo.com { include "bar.conf" }', 'domain yahoo.com{include bar.conf}'],
    [
      'binding_group "group1" {\n  binding "b1" {\n    domain "example.com" { tls = "required" }\n  }\n}',
      'binding_group group1{binding b1{domain example.com{tls=required}}}',
    ],
    [
      'ESMTP_Listener {\n  Peer "10.0.0.0/16" { }\n  Listen ":25" { Peer "10.0.0.1" { } }\n}',
      'esmtp_listener{peer 10.0.0.0/16{};listen :25{peer 10.0.0.1{}}}',
    ],
    ['Listen "[::1]:25" {} Listen "[*]:25" {}', 'listen [::1]:25{};listen [*]:25{}'],
    ['\xef\xbb\xbfa = 1\r\nb = 2\r\n', 'a=1;b=2'],
    ['q = "SELECT a\n  FROM b"\nc = 1', 'q=SELECT a\n  FROM b;c=1'],
    ['', ''],
  ])('%j', (text, expected) => {
    expect(problems(text)).toEqual([]);
    expect(shape(text)).toBe(expected);
  });

  test('a statement knows its line and column', () => {
    const file = parse('a = 1\r\n  Binding "b" {\r\n\tTLS = "no"\r\n}');
    expect([1, 2, 3].map((node) => file.positionOf(node))).toEqual([
      { line: 1, column: 1 },
      { line: 2, column: 3 },
      { line: 3, column: 2 },
    ]);
  });

  test('arrays and dictionaries are taken apart', () => {
    expect(elementsOf('( "ENHANCEDSTATUSCODES" STARTTLS, # c\n x )').map(({ value }) => value)).toEqual([
      'ENHANCEDSTATUSCODES',
      'STARTTLS',
      'x',
    ]);
    expect(elementsOf('[ 0.0.0.1 = "a b"  k2 = v2 ]')).toEqual([
      { key: '0.0.0.1', value: 'a b' },
      { key: 'k2', value: 'v2' },
    ]);
    expect(elementsOf('single')).toEqual([{ value: 'single' }]);
    expect(elementsOf('()')).toEqual([]);
  });
});

describe('what is broken is located, and the rest is read', () => {
  test.each([
    ['Binding "b" {\n  TLS = "no"\n', '1:1 The brace of "Binding "b"" is never closed', 'binding b{tls=no}'],
    ['a = 1\n}\nb = 2', '2:1 A closing brace that closes nothing', 'a=1;b=2'],
    ['a = "x\nb = "y"\nc = 1\n', '1:5 A double quote that nothing closes', 'a="x;b=y;c=1'],
    ['a = "x\n', '1:5 A double quote that nothing closes', 'a="x'],
    ['h = ( a b\nFoo = 1\nB {}\n', '1:5 A parenthesis that nothing closes', 'h=( a b;foo=1;b{}'],
    ['d = [ a = b\nB { c = 1 }\n', '1:5 A bracket that nothing closes', 'd=[ a = b;b{c=1}'],
    ['/* x\na = 1', '1:1 A comment that nothing closes', ''],
    ['B {\n  ...\n}', '2:3 Dots that stand for something left out: they are no part of a configuration', 'b{}'],
    ['B { \xe2\x80\xa6 }', '1:5 Dots that stand for something left out: they are no part of a configuration', 'b{}'],
    [
      'TLS = \xe2\x80\x9crequired\xe2\x80\x9d\nb = 1',
      '1:7 A typographic quote, as from a web page, where a plain " is needed',
      'tls=required;b=1',
    ],
    [
      'TLS = \x93required\x94\nb = 1',
      '1:7 A typographic quote, as from a web page, where a plain " is needed',
      'tls=required;b=1',
    ],
    ['TLS = "a\xe2\x80\x9d\nb = "1"', '1:7 A double quote that nothing closes', 'tls="a\xe2\x80\x9d;b=1'],
    ['a\xc2\xa0= 1', '1:1 "a " is no name of an option or scope', ''],
    ['\xc2\xa0a = 1', '1:1 A no-break space, as from a web page, which is no white space here', 'a=1'],
    ['// note = 1\nb = 2', '1:1 Two slashes do not begin a comment here; # does', 'b=2'],
    ['relay_for_sending_domains\nb = 2', '1:1 "relay_for_sending_domains" is followed by neither a value nor a brace', 'b=2'],
    ['a =\n', '1:1 "a" has an equals sign and no value', ''],
    ['a = b;\nc = d', '1:6 A semicolon: statements of this language end without one', 'a=b;;c=d'],
    ['a = "b";\nc = d', '1:8 Text right after the end of a value', 'a=b;c=d'],
    ['Listen on port 25', '1:1 "Listen" is followed by neither a value nor a brace', 'port=25'],
    ['{ a = 1 }\nb = 1', '1:1 "{" where an option or a scope should begin', '{a=1};b=1'],
    ['"a" = 1\nb = 2', '1:1 A quoted text where an option or a scope should begin', 'b=2'],
    ['include = "x"', '1:1 An include is written without an equals sign', 'include=x'],
  ])('%j', (text, first, expected) => {
    expect(problems(text)[0]).toBe(first);
    expect(shape(text)).toBe(expected);
    expect(parse(text).editable).toBe(false);
  });

  test('at most a hundred times', () => {
    expect(problems('}\n'.repeat(5000))).toHaveLength(100);
  });
});

describe('in linear time, whatever it is', () => {
  test.each([
    ['scopes in scopes', 'a{', 300_000],
    ['opened and closed', '{}', 300_000],
    ['quotes that nothing closes', '"\\\n\\', 100_000],
    ['quotes that look like opening ones', '"\\"a\n', 100_000],
    ['parentheses that nothing closes', 'a=( b\n', 100_000],
    ['parentheses on one line', 'a=(b{', 100_000],
    ['brackets in brackets', 'a=[(', 100_000],
    ['comments that nothing closes', 'a /* b ', 100_000],
    ['quotes of a web page on one line', 'a=\xe2\x80\x9cb\xe2\x80\x9d ', 100_000],
    ['names that nothing follows', 'a b c /**/', 100_000],
  ])('%s', (_, piece, times) => {
    const text = piece.repeat(times);
    const file = parse(text);
    expect(file.diagnostics.length).toBeGreaterThan(0);
    expect(file.text).toBe(text);
  });

  test('scopes nested deeper than anybody means are passed over, and what follows is read', () => {
    const text = `${'a { '.repeat(150)} b = 1 ${'}'.repeat(150)} c = 2`;
    const file = parse(text);
    expect(file.diagnostics).toHaveLength(1);
    expect([...file.children(0)].map((node) => file.name(node))).toEqual(['a', 'c']);
  });
});
