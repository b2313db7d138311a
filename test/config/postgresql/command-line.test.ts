import { expect, test } from 'vitest';
import { commandLineSettings } from '../../../src/config/postgresql/command-line.ts';

test.each([
  [['-c', 'ssl=off'], [['ssl', 'off']]],
  [['-cssl=off'], [['ssl', 'off']]],
  [['--ssl-cert-file=/x=y'], [['ssl_cert_file', '/x=y']]],
  [['-D', '/var/db/msyspg', '-p', '5433', '-i', '-l'], [['port', '5433'], ['listen_addresses', '*'], ['ssl', 'on']]], // biome-ignore format: a table
  [['-h', '127.0.0.1', '-k/tmp'], [['listen_addresses', '127.0.0.1'], ['unix_socket_directories', '/tmp']]], // biome-ignore format: a table
  [['-c'], []],
  [['--single', '-', '', '-c', 'nothing'], []],
])('the arguments %j', (args, settings) => {
  expect(commandLineSettings(args).map(({ name, value }) => [name, value])).toEqual(settings);
});
