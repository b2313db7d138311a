import { describe, expect, test } from 'vitest';
import { byBytes, namedPath } from '../../src/config/reader.ts';
import { hostPath } from '../../src/model/paths.ts';

describe('the path that a configuration names', () => {
  test.each([
    ['relative to a directory', 'conf.d/a.conf', '/etc/conf.d/a.conf'],
    ['absolute', '/x/../y', '/y'],
    ['in UTF-8', 'caf\xc3\xa9', '/etc/café'],
    ['in another encoding', 'caf\xe9', '/etc/café'],
    ['empty', '', undefined],
    ['with a NUL', 'a\0b', undefined],
  ])('%s', (_, name, path) => {
    expect(namedPath(hostPath('/etc'), name)).toBe(path);
  });

  test('is sorted by bytes, upper case first', () => {
    expect(['b', 'é', 'B', 'a'].sort(byBytes)).toEqual(['B', 'a', 'b', 'é']);
  });
});
