import { expect, test } from 'vitest';
import { parsePgBool } from '../../../src/config/postgresql/boolean.ts';

test.each(['on', 'ON', 'true', 'T', 'tr', 'yes', 'y', '1'])('%s is true', (value) => {
  expect(parsePgBool(value)).toBe(true);
});

test.each(['off', 'of', 'OFF', 'false', 'f', 'no', 'n', '0'])('%s is false', (value) => {
  expect(parsePgBool(value)).toBe(false);
});

test.each(['', 'o', 'onn', '2', ' on', 'enabled', '10'])('%j is neither', (value) => {
  expect(parsePgBool(value)).toBeUndefined();
});
