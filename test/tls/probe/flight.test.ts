import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupPrimes } from '../../../src/tls/dh/groups.ts';
import { parseFlight } from '../../../src/tls/probe/flight.ts';

const u = (value: number, bytes: number) => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
};
const message = (type: number, body: Buffer) => Buffer.concat([u(type, 1), u(body.length, 3), body]);
const record = (body: Buffer) => Buffer.concat([Buffer.from([22, 3, 3]), u(body.length, 2), body]);
const hello = (cipher: number, version = 0x0303) =>
  message(2, Buffer.concat([u(version, 2), Buffer.alloc(32, 7), u(0, 1), u(cipher, 2), u(0, 1)]));
const listed = (certificate: Buffer) => Buffer.concat([u(certificate.length, 3), certificate]);
const chain = (...certificates: readonly Buffer[]) => {
  const list = Buffer.concat(certificates.map(listed));
  return message(11, Buffer.concat([u(list.length, 3), list]));
};
const prime = Buffer.from(groupPrimes.ffdhe2048, 'hex');
const keyExchange = (p: Buffer) => message(12, Buffer.concat([u(p.length, 2), p, u(1, 2), u(2, 1), u(1, 2), u(9, 1)]));
const done = message(14, Buffer.alloc(0));
const [leaf, root] = [Buffer.from('leaf'), Buffer.from('root')];

describe('a flight', () => {
  test('of DHE has the certificates and the prime, without a leading zero', () => {
    const whole = record(Buffer.concat([hello(0x0033), chain(leaf, root), keyExchange(Buffer.concat([u(0, 1), prime]))]));
    expect(parseFlight(whole)).toMatchObject({ kind: 'flight', certificates: [leaf, root], dhPrime: prime });
  });

  test('of ECDHE has no prime, though its key exchange begins alike', () => {
    expect(parseFlight(record(Buffer.concat([hello(0xc02f), chain(leaf), keyExchange(prime)])))).not.toHaveProperty('dhPrime');
  });

  test('of RSA key exchange ends with the last message', () => {
    const flight = parseFlight(record(Buffer.concat([hello(0x002f), chain(leaf), done])));
    expect(flight).toMatchObject({ kind: 'flight', hello: { cipher: 0x002f }, certificates: [leaf] });
  });

  test('of TLS 1.3 ends with the hello', () => {
    const extensions = Buffer.from('0006002b00020304', 'hex');
    const body = Buffer.concat([u(0x0303, 2), Buffer.alloc(32, 7), u(0, 1), u(0x1301, 2), u(0, 1), extensions]);
    expect(parseFlight(record(message(2, body)))).toMatchObject({ hello: { version: 0x0304 }, certificates: [] });
  });

  test('may come a record a message, and byte by byte', () => {
    const whole = Buffer.concat([hello(0x0033), chain(leaf), keyExchange(prime)].map(record));
    for (let length = 0; length < whole.length; length += 1) expect(parseFlight(whole.subarray(0, length))).toBeUndefined();
    expect(parseFlight(whole)).toMatchObject({ dhPrime: prime });
  });

  test('that begins with anything but a hello is no TLS', () => {
    expect(parseFlight(record(chain(leaf)))).toEqual({ kind: 'not-tls' });
  });
});

test('damage is never too much for it', () => {
  const whole = record(Buffer.concat([hello(0x0033), chain(leaf, root), keyExchange(prime), done]));
  const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 8 });
  fc.assert(
    fc.property(damage, fc.nat(whole.length), (changes, length) => {
      const bytes = Buffer.from(whole.subarray(0, length));
      for (const [at, byte] of changes) if (at < length) bytes[at] = byte;
      const flight = parseFlight(bytes);
      expect(flight === undefined || typeof flight.kind === 'string').toBe(true);
    }),
    { numRuns: 2000 },
  );
});
