import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { joinPath } from '../model/paths.ts';
import { readHistory } from './history.ts';
import { PRIVATE_FILE } from './journal.ts';
import type { Machine } from './machine.ts';

/** An entry that is put back unless somebody says in time that it is to be kept. */
export interface Unkept {
  readonly id: string;
  /** When the entry was begun: its number alone may be another one's, where that run was put back. */
  readonly at: string;
  /** ISO 8601. */
  readonly deadline: string;
  readonly seconds: number;
  /** Login session of whoever applied it (audit); null where that is not known. */
  readonly session: number | null;
  /** Why it could not be put back when its time was over. */
  readonly failed?: string;
}

const UNKEPT = joinPath(LAYOUT.state, 'unkept.json');

/** Written, durable, before the receipt: from the moment that it is done, it is known to be undone. */
export async function writeUnkept(machine: Machine, unkept: Unkept): Promise<void> {
  await machine.write(UNKEPT, Buffer.from(`${JSON.stringify(unkept)}\n`), PRIVATE_FILE);
}

export async function removeUnkept(machine: Machine): Promise<void> {
  await machine.remove(LAYOUT.state, 'unkept.json');
}

/** What waits to be kept; undefined where nothing does: no such entry came to be, or it was put back since. */
export async function readUnkept(host: Host): Promise<Unkept | undefined> {
  const file = await host.read(UNKEPT);
  if (file === undefined) return undefined;
  let unkept: Unkept;
  try {
    unkept = JSON.parse(file.bytes.toString('utf8')) as Unkept;
  } catch {
    return undefined;
  }
  const history = await readHistory(host);
  const stands =
    history.some(({ id, at }) => id === unkept.id && at === unkept.at) &&
    !history.some(({ doing }) => isRollbackOf(doing, unkept.id));
  return stands ? unkept : undefined;
}

/** For the history: it was put back because nobody kept it in time. */
export function putBackDoing({ id, seconds }: Pick<Unkept, 'id' | 'seconds'>): string {
  return `rollback of ${id} (not kept within ${seconds} s)`;
}

export function isPutBack(doing: string): boolean {
  return /^rollback of \d+ \(not kept /.test(doing);
}

/** `rollback of 0003`, whatever else is said of it. */
export function isRollbackOf(doing: string, id: string): boolean {
  return doing === `rollback of ${id}` || doing.startsWith(`rollback of ${id} `);
}

export function isOverdue({ deadline }: Unkept, now: Date): boolean {
  return Date.parse(deadline) <= now.getTime();
}
