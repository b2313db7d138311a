import type { Host } from '../../host/host.ts';
import { type DatabaseLayout, LAYOUT } from '../../host/layout.ts';
import { readText } from '../../host/text.ts';
import { type HostPath, hostPath, joinPath } from '../../model/paths.ts';

/** Where a host keeps its database, and whose it is. */
export interface DatabasePlace extends DatabaseLayout {
  readonly group: string;
}

/**
 * Momentum's own PostgreSQL, or from 5.2 on that of the system: the first of the layouts that a
 * cluster lies in. Without any it is the first, which is what is missed then.
 */
export async function databasePlace(host: Host): Promise<DatabasePlace> {
  const places = await Promise.all(LAYOUT.databases.map((layout) => placeOf(host, layout)));
  const there = await Promise.all(places.map(({ directory }) => host.stat(joinPath(directory, 'PG_VERSION'))));
  const place = places[there.findIndex((facts) => facts !== undefined)] ?? places[0];
  if (place === undefined) throw new Error('LAYOUT.databases is empty');
  return place;
}

export async function dataDirectory(host: Host): Promise<HostPath> {
  return (await databasePlace(host)).directory;
}

async function placeOf(host: Host, layout: DatabaseLayout): Promise<DatabasePlace> {
  const account = (await host.accounts()).find(layout.account);
  const group = account === undefined ? layout.account : (await host.accounts()).groupName(account.gid);
  return { ...layout, directory: (await toldDirectory(host, layout)) ?? layout.directory, group };
}

/**
 * The installer asks where to keep the data, so the directory is not a constant: the init script
 * that starts the server knows (`PGDATA=`, `-D`), then the installer's own answers.
 */
async function toldDirectory(host: Host, layout: DatabaseLayout): Promise<HostPath | undefined> {
  const [init, answers] = await Promise.all([
    readText(host, layout.init).catch(() => undefined),
    readText(host, LAYOUT.lastInstall).catch(() => undefined),
  ]);
  const told =
    /^\s*(?:export\s+)?PGDATA=["']?(\/[^"'\s$]+)["']?\s*$/m.exec(init ?? '')?.[1] ??
    /\s-D\s*["']?(\/[^"'\s$]+)/.exec(init ?? '')?.[1] ??
    /^\s*\w*(?:data|db)_?(?:dir|path|location)\w*\s*[=:]\s*["']?(\/[^"'\s]+)/im.exec(answers ?? '')?.[1];
  return told === undefined ? undefined : hostPath(told);
}
