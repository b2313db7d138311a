import { describe, expect, test } from 'vitest';
import { fold, type Line } from '../../src/report/fold.ts';

const folded = (width: number, ...lines: readonly Line[]) => fold(lines, width);

describe('fold', () => {
  test('leaves what fits, and every byte of a line of a file', () => {
    expect(folded(10, 'a b', { whole: '+  one two three four' }, '')).toEqual(['a b', '+  one two three four', '']);
  });

  test('a line that goes on is deeper than the next one', () => {
    expect(folded(14, 'one two three four', 'five')).toEqual(['one two three', '  four', 'five']);
    expect(folded(14, '    one two three')).toEqual(['    one two', '      three']);
  });

  test('a paragraph between blank lines goes on where it began', () => {
    expect(folded(14, '', 'one two three four', '')).toEqual(['', 'one two three', 'four', '']);
  });

  test('goes on below the words behind a sign or a name', () => {
    expect(folded(40, '       -> put it where everybody can read it')).toEqual([
      '       -> put it where everybody can',
      '          read it',
    ]);
    expect(folded(40, 'FAIL  the key does not match its certificate')).toEqual([
      'FAIL  the key does not match its',
      '      certificate',
    ]);
  });

  test('what has no room beside its name stands below it', () => {
    expect(folded(39, '  --root DIR               the tree is under DIR instead of the root directory')).toEqual([
      '  --root DIR',
      '      the tree is under DIR instead of',
      '        the root directory',
    ]);
    expect(folded(34, 'FAIL  /opt/msys/ecelerity/etc/config is closed')).toEqual([
      'FAIL',
      '    /opt/msys/ecelerity/etc/config',
      '      is closed',
    ]);
    expect(folded(39, `${' '.repeat(27)}what it is for, in words`)).toEqual(['      what it is for, in words']);
  });

  test('a path is whole, further to the left where it has room only there', () => {
    expect(folded(20, '       see /var/db/msyspg/x now')).toEqual(['       see', '  /var/db/msyspg/x', '         now']);
    expect(folded(20, '       see /var/db/msyspg/server.key')).toEqual(['       see', '         /var/db/msyspg/server.key']);
  });

  test('a command is whole', () => {
    expect(folded(30, 'Look what closes it: ls -ld /var/db; lsattr -d /var/db')).toEqual([
      'Look what closes it:',
      '  ls -ld /var/db; lsattr -d /var/db',
    ]);
    expect(folded(30, 'chown ecuser:ecuser /opt/msys/x && chmod 644 /opt/msys/x')).toHaveLength(1);
    expect(folded(44, 'To keep both: momentum-secure rollback 1 --keep-edited leaves what is there')).toEqual([
      'To keep both:',
      '  momentum-secure rollback 1 --keep-edited',
      '  leaves what is there',
    ]);
    expect(folded(30, '/opt/msys/bin/ec_console /tmp/2025 reload, once more')).toEqual([
      '/opt/msys/bin/ec_console /tmp/2025 reload,',
      '  once more',
    ]);
  });

  test.each([
    'unset LC_ALL; LANG=en_US.UTF-8; export LANG',
    'grep -rniE "(ssl|crypto)_lock_method" /opt/msys/ecelerity/etc/conf',
    "sudo sh -c 'umask 0022; ./installer'",
    '/opt/msys/ecwebui/scripts/ec_uipasswd password admin',
    'locale -a | grep -i utf',
  ])('%s is one', (command) => {
    expect(folded(20, `In the session: ${command}`)).toEqual(['In the session:', expect.stringMatching(/^ {2}\S/)]);
    expect(folded(20, `In the session: ${command}, then again`)[1]).toContain(command);
  });

  test('an option stays with its value', () =>
    expect(folded(20, 'name a tree by --root DIR, please')).toEqual(['name a tree by', '  --root DIR, please']));

  test('a word that is also a program is no command within a sentence', () => {
    expect(folded(20, 'Then the mount is read again by ss or df')).toEqual([
      'Then the mount is',
      '  read again by ss',
      '  or df',
    ]);
    expect(folded(24, 'momentum-secure wrote rules into it')).toEqual(['momentum-secure wrote', '  rules into it']);
  });

  test('counts cells', () => expect(folded(8, '日本 語日 本語')).toEqual(['日本', '  語日', '  本語']));
  test('a line that Windows ended loses nothing', () => expect(folded(8, 'one two three\r')).toEqual(['one two', '  three']));
  test('a tab has a width', () => expect(folded(20, '\tone two three four')).toEqual(['    one two three', '      four']));
});
