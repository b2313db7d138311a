import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSandbox, removeSandbox } from '../../src/sandbox/index.ts';
import { workDirectory } from './support.ts';

async function sandbox(): Promise<string> {
  const work = workDirectory();
  chmodSync(work, 0o755);
  return (await createSandbox({ directory: join(work, 's') })).directory;
}

test('a sandbox goes, with directories that nobody may write in', async () => {
  const directory = await sandbox();
  chmodSync(join(directory, 'opt/msys/ecwebui/config/site'), 0o500);
  mkdirSync(join(directory, 'var/lib/closed/inner'), { recursive: true });
  chmodSync(join(directory, 'var/lib/closed'), 0o000);
  await removeSandbox(directory);
  expect(existsSync(directory)).toBe(false);
});

test('a directory that is none is refused and left alone', async () => {
  const work = workDirectory();
  writeFileSync(join(work, 'letters.txt'), 'mine');
  await expect(removeSandbox(work)).rejects.toThrow(/is not a sandbox.*nothing was removed/);
  await expect(removeSandbox(join(work, 'absent'))).rejects.toThrow(/There is no .*absent/);
  expect(readdirSync(work)).toEqual(['letters.txt']);
});

test('a half-made one goes too', async () => {
  const directory = await sandbox();
  for (const name of readdirSync(directory)) if (!name.startsWith('.')) rmSync(join(directory, name), { recursive: true });
  writeFileSync(join(directory, '.momentum-secure-sandbox/sandbox.json'), '{"sandb');
  await removeSandbox(directory);
  expect(existsSync(directory)).toBe(false);
});
