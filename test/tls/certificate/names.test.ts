import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressBytes, canonicalName, kindOfName, uniqueNames } from '../../../src/tls/certificate/names.ts';

test('one name has one spelling', () => {
  expect(canonicalName('MAIL1.Example.com')).toBe('mail1.example.com');
  expect(canonicalName('2001:DB8:0:0:0:0:0:1')).toBe('2001:db8::1');
  expect(canonicalName('192.0.2.10')).toBe('192.0.2.10');
});

test('equal names are kept once, in order', () => {
  expect(uniqueNames(['b', 'A', '::1', 'B', '0:0:0:0:0:0:0:1', 'a'])).toEqual(['b', 'a', '::1']);
});

test('addresses are told from names', () => {
  expect(['::1', '127.0.0.1', 'localhost', '1.2.3'].map(kindOfName)).toEqual(['ip', 'ip', 'dns', 'dns']);
});

test('an address becomes its bytes in network order', () => {
  expect(addressBytes('192.0.2.10').toString('hex')).toBe('c000020a');
  expect(addressBytes('::').toString('hex')).toBe('0'.repeat(32));
  expect(addressBytes('2001:db8::abc').toString('hex')).toBe('20010db8000000000000000000000abc');
  expect(addressBytes('::ffff:1.2.3.4').toString('hex')).toBe('00000000000000000000ffff01020304');
  expect(() => addressBytes('localhost')).toThrow('IP address');
});

test('every IPv6 address has 16 bytes that spell it', () => {
  fc.assert(
    fc.property(fc.ipV6(), (address) => {
      const hextets = addressBytes(address).toString('hex').match(/.{4}/g) ?? [];
      expect(canonicalName(hextets.join(':'))).toBe(canonicalName(address));
    }),
  );
});
