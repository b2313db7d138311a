import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openLog } from '../../src/commands/log.ts';
import { UsageError } from '../../src/commands/options.ts';
import { sharedScratch } from '../real/support.ts';

const scratch = sharedScratch();

test('each line has its time; what is there already stays; only the owner may read a new one, whatever the umask', () => {
  const file = `${scratch()}/log`;
  const umask = process.umask(0);
  const log = openLog(file);
  process.umask(umask);
  log('one\ntwo\n');
  openLog(file)('three');
  expect(readFileSync(file, 'utf8')).toMatch(/^(\S+Z) one\n\1 two\n\S+Z three\n$/);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a link, a pipe, a directory and a place that is not there are refused', () => {
  const victim = `${scratch()}/victim`;
  writeFileSync(victim, 'mine\n');
  symlinkSync(victim, `${scratch()}/link`);
  execFileSync('mkfifo', [`${scratch()}/fifo`]);
  for (const path of [`${scratch()}/link`, `${scratch()}/fifo`, scratch(), `${scratch()}/none/log`, '/dev/null'])
    expect(() => openLog(path)).toThrow(UsageError);
  expect(readFileSync(victim, 'utf8')).toBe('mine\n');
  rmSync(victim);
});
