import { createHash } from 'node:crypto';
import { LAYOUT } from '../host/layout.ts';
import { type HostPath, joinPath } from '../model/paths.ts';

/** When certificates are looked at: every day, at some moment of these minutes of the day. */
export interface Window {
  /** Minutes after midnight, local time; `end` may be on the next day, and is then the smaller one. */
  readonly start: number;
  readonly end: number;
}

/** A job of the clock: what is run as root, and when. */
export interface Job {
  /** The words of the command, absolute paths first. */
  readonly command: readonly string[];
  readonly window: Window;
  /** Something that is this host's alone: hosts of one fleet do not all come at once. */
  readonly seed: string;
}

export interface TimerFile {
  readonly path: HostPath;
  readonly content: string;
}

/** First line of every file of ours: what does not begin with it is somebody else's. */
export const SIGN = '# momentum-secure renew --install-timer made this; renew --remove-timer removes it.\n';

const NAME = 'momentum-secure-renew';
export const TIMER_UNIT = `${NAME}.timer`;

const CRON_FILE = joinPath(LAYOUT.cronJobs, 'momentum-secure');
const [SERVICE, TIMER, WANTED] = [`${NAME}.service`, TIMER_UNIT, `timers.target.d/${NAME}.conf`].map((name) =>
  joinPath(LAYOUT.systemdUnits, name),
) as [HostPath, HostPath, HostPath];

/** systemd's part: it is told where one of these changed. The timer itself comes first. */
export const UNIT_PATHS = [TIMER, SERVICE, WANTED] as const;

/** Every place where a timer of ours may be, in the order in which they go. */
export const TIMER_PATHS: readonly HostPath[] = [WANTED, TIMER, SERVICE, CRON_FILE];

/** One line for cron, at a moment of the window that is this host's. Its output is mailed to root only where something happened. */
export function cronFiles({ command, window, seed }: Job): readonly TimerFile[] {
  const minute = (window.start + jitter(seed, lengthOf(window))) % 1440;
  const words = command.map(shellWord).join(' ').replaceAll('%', '\\%');
  const line = `${minute % 60} ${Math.floor(minute / 60)} * * * root ${words} > /dev/null`;
  return [{ path: CRON_FILE, content: `${SIGN}# Some time from ${clock(window.start)} to ${clock(window.end)}.\n${line}\n` }];
}

/**
 * A service, its timer, and what starts that with the machine: a drop-in of timers.target, which does
 * without the link that `systemctl enable` makes.
 */
export function systemdFiles({ command, window }: Job): readonly TimerFile[] {
  const description = 'Momentum certificates that run out';
  const words = command.map((word) => `"${word.replace(/[\\"]/g, '\\$&').replaceAll('%', '%%').replaceAll('$', '$$$$')}"`);
  return [
    {
      path: SERVICE,
      content: `${SIGN}[Unit]\nDescription=Renews ${description}\nAfter=network.target\n\n[Service]\nType=oneshot\nUMask=0077\nExecStart=${words.join(' ')}\n`,
    },
    {
      path: TIMER,
      content: `${SIGN}[Unit]\nDescription=When to renew ${description}\n\n[Timer]\nOnCalendar=*-*-* ${clock(window.start)}:00\nRandomizedDelaySec=${lengthOf(window) * 60}\nPersistent=true\n`,
    },
    { path: WANTED, content: `${SIGN}[Unit]\nWants=${TIMER_UNIT}\n` },
  ];
}

/** In minutes. */
function lengthOf({ start, end }: Window): number {
  return (end - start + 1440) % 1440;
}

function jitter(seed: string, range: number): number {
  return createHash('sha256').update(seed).digest().readUInt32BE(0) % range;
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

function shellWord(word: string): string {
  return /^[\w./:=@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
