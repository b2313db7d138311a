import { expect, test } from 'vitest';
import { readApacheProtocols } from '../../src/tls/apache-protocols.ts';

test.each([
  ['all -SSLv3', '2.4.57', 'TLSv1.0 TLSv1.1 TLSv1.2 TLSv1.3'],
  ['all -SSLv2 -SSLv3', '2.2.15', 'TLSv1.0 TLSv1.1 TLSv1.2 TLSv1.3'],
  ['all', '2.2.15', 'SSLv2 SSLv3 TLSv1.0 TLSv1.1 TLSv1.2 TLSv1.3'],
  ['TLSv1', '2.2.15', 'TLSv1.0 TLSv1.1 TLSv1.2 TLSv1.3'],
  ['TLSv1', '2.2.23', 'TLSv1.0'],
  ['+SSLv3 +tlsv1.2', '2.4.57', 'SSLv3 TLSv1.2'],
  ['-ALL +TLSv1.1 +TLSv1.3', undefined, 'TLSv1.1 TLSv1.3'],
  // A word without a sign replaces what stands before it.
  ['all TLSv1.2', '2.4.57', 'TLSv1.2'],
])('SSLProtocol %s of httpd %s', (value, httpd, expected) => {
  expect([...readApacheProtocols(value.split(' '), httpd)].join(' ')).toBe(expected);
});
