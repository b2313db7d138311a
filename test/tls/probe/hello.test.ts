import { expect, test } from 'vitest';
import { clientHello } from '../../../src/tls/probe/hello.ts';
import { protocols, wireVersion } from '../../../src/tls/protocol.ts';

const tlsVersions = protocols.filter((protocol) => protocol !== 'SSLv2');

test.each(tlsVersions)('a hello of %s is one record with one whole handshake message', (protocol) => {
  const hello = clientHello(protocol, 'mail1.example.com');
  expect(hello.readUInt8(0)).toBe(22);
  expect(hello.readUInt16BE(1)).toBe(protocol === 'SSLv3' ? 0x0300 : 0x0301);
  expect(hello.readUInt16BE(3)).toBe(hello.length - 5);
  expect(hello.readUInt8(5)).toBe(1);
  expect(hello.readUIntBE(6, 3)).toBe(hello.length - 9);
  expect(hello.readUInt16BE(9)).toBe(Math.min(wireVersion[protocol], 0x0303));
});

test('an SSLv2 hello has a two-byte header and all seven cipher kinds', () => {
  const hello = clientHello('SSLv2', 'mail1.example.com');
  expect(hello.readUInt16BE(0)).toBe(0x8000 | (hello.length - 2));
  expect(hello.subarray(2, 11).toString('hex')).toBe(`01${'0002'}${'0015'}${'0000'}${'0010'}`);
  expect(hello.length).toBe(2 + 9 + 21 + 16);
});

test('the server name is asked for wherever the version can', () => {
  const asks = (protocol: (typeof protocols)[number]) => clientHello(protocol, 'mail1.example.com').includes('mail1.example.com');
  expect(protocols.filter(asks)).toEqual(['TLSv1.0', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']);
});

test('no hello has the length that load balancers hang on', () => {
  for (const protocol of tlsVersions) {
    for (const name of [undefined, 'a', 'mail1.example.com', `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}`]) {
      const length = clientHello(protocol, name).length - 5;
      expect(length < 256 || length > 511, `${protocol} ${name}: ${length}`).toBe(true);
    }
  }
});

test('two hellos share no random bytes', () => {
  const random = () => clientHello('TLSv1.2').subarray(11, 43).toString('hex');
  expect(random()).not.toBe(random());
});
