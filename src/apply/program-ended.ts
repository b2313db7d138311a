import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 50;

/** A tool outlives us when we are killed: whoever puts back what it wrote has to wait until it writes no more. */
export async function programEnded(disk: string, patienceMs: number): Promise<boolean> {
  for (const until = Date.now() + patienceMs; ; await sleep(LOOK_EVERY_MS)) {
    if (!(await runs(disk))) return true;
    if (Date.now() >= until) return false;
  }
}

async function runs(disk: string): Promise<boolean> {
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    // A process that ends meanwhile is one less to wait for.
    // Only one of ours: anybody may give a process of theirs such a name, and hold up what is to be put back.
    const status = await readFile(`/proc/${pid}/status`, 'latin1').catch(() => '');
    if (Number(/^Uid:\s+(\d+)/m.exec(status)?.[1] ?? -1) !== process.getuid?.()) continue;
    const words = (await readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => '')).split('\0');
    if (words.includes(disk)) return true;
  }
  return false;
}
