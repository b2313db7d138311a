import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cronFiles, systemdFiles, type Window } from '../../src/operations/timer-files.ts';
import { run } from '../tls/support.ts';

const command = ['/usr/bin/env', "/opt/o'dd na%me/cli.js", 'renew', '--yes'];
const job = (window: Window, seed = 'mail1') => ({ command, window, seed });

/** Minute of the day of a line of cron. */
function minuteOf(window: Window, seed: string): number {
  const [minute, hour] = (cronFiles(job(window, seed))[0]?.content ?? '').split('\n')[2]?.split(' ').map(Number) ?? [];
  return (hour ?? Number.NaN) * 60 + (minute ?? Number.NaN);
}

test('cron comes at one moment of the window, the same every day, and not at the same on every host', () => {
  const minute = fc.integer({ min: 0, max: 1439 });
  fc.assert(
    fc.property(minute, minute, fc.string(), (start, end, seed) => {
      fc.pre(start !== end);
      const at = minuteOf({ start, end }, seed);
      expect(minuteOf({ start, end }, seed)).toBe(at);
      expect(start < end ? at >= start && at < end : at >= start || at < end).toBe(true);
    }),
  );
  const night = { start: 120, end: 300 };
  expect(new Set(['a', 'b', 'c', 'd', 'e', 'f'].map((seed) => minuteOf(night, seed))).size).toBeGreaterThan(2);
});

test('a shell takes the words of the line of cron for what they are, after cron has taken out its own signs', async () => {
  const line = cronFiles(job({ start: 0, end: 1 }))[0]?.content.split('\n')[2] ?? '';
  const words = line
    .replace(/^\S+ \S+ \* \* \* root /, '')
    .replace(' > /dev/null', '')
    .replaceAll('\\%', '%');
  const { stdout } = await run('sh', ['-c', `printf '%s\n' ${words}`]);
  expect(stdout.trimEnd().split('\n')).toEqual(command);
});

test.skipIf(!existsSync('/usr/bin/systemd-analyze'))('systemd finds nothing wrong with its units', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'ms-units-'));
  try {
    const plain = systemdFiles({ command: ['/bin/true', 'a b', '50%', '$x', '"q"'], window: { start: 120, end: 300 }, seed: '' });
    for (const { path, content } of plain) {
      mkdirSync(join(directory, basename(dirname(path))), { recursive: true });
      writeFileSync(
        join(directory, path.includes('.d/') ? `${basename(dirname(path))}/${basename(path)}` : basename(path)),
        content,
      );
    }
    const units = ['momentum-secure-renew.service', 'momentum-secure-renew.timer'].map((name) => join(directory, name));
    const said = await run('systemd-analyze', ['verify', '--man=no', ...units]);
    expect(`${said.exit} ${said.stdout}${said.stderr}`).not.toContain('momentum-secure-renew');
    expect(plain.map(({ content }) => content).join()).toContain('OnCalendar=*-*-* 02:00:00\nRandomizedDelaySec=10800\n');
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
