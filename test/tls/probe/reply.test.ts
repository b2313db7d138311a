import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alertName } from '../../../src/tls/probe/records.ts';
import { parseReply } from '../../../src/tls/probe/reply.ts';
import { protocols } from '../../../src/tls/protocol.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const record = (type: number, body: Buffer) =>
  Buffer.concat([Buffer.from([type, 3, 3, body.length >> 8, body.length & 0xff]), body]);
const random = Buffer.alloc(32, 7);
const retry = hex('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c');

function serverHello(version: number, { bytes = random, extensions = Buffer.alloc(0) } = {}): Buffer {
  const head = Buffer.from([version >> 8, version & 0xff]);
  const rest = hex('00 c02f 00');
  const size = Buffer.from([extensions.length >> 8, extensions.length & 0xff]);
  const body = Buffer.concat([head, bytes, rest, ...(extensions.length > 0 ? [size, extensions] : [])]);
  return Buffer.concat([Buffer.from([2, 0, 0, body.length]), body]);
}

describe('a ServerHello', () => {
  test('names the version and the cipher', () => {
    const answer = { kind: 'server-hello', version: 0x0302, cipher: 0xc02f, retry: false };
    expect(parseReply(record(22, serverHello(0x0302)), 'TLSv1.1')).toEqual(answer);
  });

  test('of TLS 1.3 names its version in an extension, behind others', () => {
    const extensions = hex('0033 0002 001d  002b 0002 0304');
    expect(parseReply(record(22, serverHello(0x0303, { extensions })), 'TLSv1.3')).toMatchObject({
      version: 0x0304,
      retry: false,
    });
  });

  test('that asks for another hello is one all the same', () => {
    const hello = serverHello(0x0303, { bytes: retry, extensions: hex('002b 0002 0304') });
    expect(parseReply(record(22, hello), 'TLSv1.3')).toMatchObject({ version: 0x0304, retry: true });
  });

  test('may come in pieces: of records, and of bytes', () => {
    const hello = serverHello(0x0303);
    const whole = Buffer.concat([
      record(22, hello.subarray(0, 3)),
      record(22, hello.subarray(3, 20)),
      record(22, hello.subarray(20)),
    ]);
    for (let length = 0; length < whole.length; length += 1) {
      expect(parseReply(whole.subarray(0, length), 'TLSv1.2')).toBeUndefined();
    }
    expect(parseReply(whole, 'TLSv1.2')).toMatchObject({ kind: 'server-hello', version: 0x0303 });
  });

  test('may follow a warning', () => {
    const reply = parseReply(Buffer.concat([record(21, hex('01 70')), record(22, serverHello(0x0303))]), 'TLSv1.2');
    expect(reply).toMatchObject({ kind: 'server-hello' });
  });

  test('that is too short for its own fields is no TLS', () => {
    expect(parseReply(record(22, hex('02 000002 0303')), 'TLSv1.2')).toEqual({ kind: 'not-tls' });
  });
});

test('an alert is a fatal one, or the farewell', () => {
  expect(parseReply(record(21, hex('02 46')), 'TLSv1.0')).toEqual({ kind: 'alert', description: 70 });
  expect(parseReply(record(21, hex('01 00')), 'TLSv1.0')).toEqual({ kind: 'alert', description: 0 });
  expect(parseReply(record(21, hex('02 28')), 'SSLv2')).toEqual({ kind: 'alert', description: 40 });
  expect(alertName(70)).toBe('protocol_version');
  expect(alertName(255)).toBe('alert 255');
});

describe('in SSLv2', () => {
  test('a server says hello with a count of its ciphers', () => {
    const hello = hex('802e 04 00 01 0002 0100 0006 0010');
    expect(parseReply(hello, 'SSLv2')).toEqual({ kind: 'ssl2-hello', version: 2, ciphers: 2 });
    expect(parseReply(hello.subarray(0, 10), 'SSLv2')).toBeUndefined();
  });

  test('a server says no with an error', () => {
    expect(parseReply(hex('8003 00 0001'), 'SSLv2')).toEqual({ kind: 'ssl2-error', code: 1 });
  });

  test('its hello is none to a question for TLS', () => {
    expect(parseReply(hex('802e 04 00 01 0002 0100 0006 0010'), 'TLSv1.0')).toEqual({ kind: 'not-tls' });
  });
});

test.each([
  'H',
  'HTTP/1.1 400 Bad Request\r\n',
  '220 mail ESMTP\r\n',
  'N',
  '\x16\x02\x00',
  '\x16\x03\x01\x00\x00',
  '\x15\x03\x01\x00\x10',
])('%j is told from TLS as soon as it can be', (text) => {
  expect(parseReply(Buffer.from(text, 'latin1'), 'TLSv1.2')).toEqual({ kind: 'not-tls' });
});

test('random bytes are never too much for it', () => {
  const version = fc.constantFrom(...protocols);
  const garbage = fc.uint8Array({ maxLength: 300 });
  // Half of them begin as TLS does, to get past the first bytes.
  const tlsLike = fc.tuple(fc.constantFrom(21, 22), garbage).map(([type, bytes]) => record(type, Buffer.from(bytes)));
  const helloLike = garbage.map((bytes) =>
    record(22, Buffer.concat([hex('02 0000'), Buffer.from([bytes.length & 0xff]), bytes])),
  );
  fc.assert(
    fc.property(fc.oneof(garbage, tlsLike, helloLike), version, (bytes, asked) => {
      const reply = parseReply(Buffer.from(bytes), asked);
      expect(reply === undefined || typeof reply.kind === 'string').toBe(true);
    }),
    { numRuns: 2000 },
  );
});
