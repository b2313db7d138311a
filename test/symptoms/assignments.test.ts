import { expect, test } from 'vitest';
import type { Host } from '../../src/host/host.ts';
import { hostPath } from '../../src/model/paths.ts';
import { assignments } from '../../src/symptoms/system/assignments.ts';
import { isFitting } from '../../src/symptoms/system/locale.ts';
import { memoryBytes } from '../../src/symptoms/system/memory.ts';

function read(text: string) {
  const host = { read: async () => ({ bytes: Buffer.from(text, 'latin1') }) } as unknown as Host;
  return assignments(host, hostPath('/etc/environment'));
}

test.each([
  ['LANG=C', [['LANG', 'C']]],
  ['export LANG="en_US.UTF-8"', [['LANG', 'en_US.UTF-8']]],
  ["  LC_TIME = 'de_DE'   # ours", [['LC_TIME', 'de_DE']]],
  ['LANG=C; export LANG', [['LANG', 'C']]],
  ['# LANG=C', []],
  ['kernel.shmmax = 1', [['kernel.shmmax', '1']]],
  ['if [ "$LANG" = C ]; then', []],
] as const)('%s', async (text, expected) => {
  expect((await read(text)).map(({ name, value }) => [name, value])).toEqual(expected);
});

test('memory as PostgreSQL writes it', () => {
  expect(memoryBytes('32MB', 8192)).toBe(33_554_432);
  expect(memoryBytes('4096', 8192)).toBe(33_554_432);
  expect(memoryBytes('a lot', 8192)).toBeUndefined();
});

test('UTF-8 and C fit, whatever they are written like', () => {
  expect(['C', 'POSIX', 'en_US.UTF-8', 'de_DE.utf8@euro', 'C.UTF-8'].filter((locale) => !isFitting(locale))).toEqual([]);
  expect(['de_DE', 'en_US.ISO-8859-1', 'Cat'].filter(isFitting)).toEqual([]);
});
