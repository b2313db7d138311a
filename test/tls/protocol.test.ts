import { expect, test } from 'vitest';
import {
  apacheProtocolValue,
  postgresProtocol,
  protocolOfWire,
  protocols,
  retiredBy,
  wireVersion,
} from '../../src/tls/protocol.ts';

test('every version has its number on the wire, and back', () => {
  for (const protocol of protocols) expect(protocolOfWire(wireVersion[protocol])).toBe(protocol);
  expect(protocolOfWire(0x0305)).toBeUndefined();
});

test('all that came before TLS 1.2 is retired', () => {
  expect(protocols.filter((protocol) => retiredBy[protocol] === undefined)).toEqual(['TLSv1.2', 'TLSv1.3']);
});

test('PostgreSQL writes TLS 1.0 without its minor number and knows no SSL', () => {
  expect(protocols.map(postgresProtocol)).toEqual([undefined, undefined, 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']);
});

test.each([
  ['2.4.57', true, 'all -SSLv3 -TLSv1 -TLSv1.1'],
  ['2.4.57', false, 'all -SSLv3'],
  ['2.2.34', true, 'all -SSLv2 -SSLv3 -TLSv1 -TLSv1.1'],
  ['2.2.23', true, 'all -SSLv2 -SSLv3 -TLSv1 -TLSv1.1'],
  ['2.2.23', false, 'all -SSLv2 -SSLv3'],
  ['2.2.22', true, 'all -SSLv2 -SSLv3'],
  ['2.2.15', false, 'all -SSLv2 -SSLv3'],
  ['2.0.64', true, 'all -SSLv2 -SSLv3'],
  ['unknown', true, 'all -SSLv2 -SSLv3'],
])('httpd %s with TLS 1.2 in OpenSSL %s is told "%s"', (version, opensslHasTls12, value) => {
  expect(apacheProtocolValue({ version, opensslHasTls12 })).toBe(value);
});
