import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import { readText } from '../../host/text.ts';
import { type HostPath, hostPath, joinPath } from '../../model/paths.ts';
import { lastUmasks, parseMask, umaskCommands } from './shell.ts';

/** What starts one of Momentum's daemons, and the umask that it starts it with. */
export interface StartUmask {
  readonly mask: number;
  readonly file: HostPath;
  readonly line: number;
  readonly text: string;
  /** An init script says it itself; else a unit or a drop-in of one. */
  readonly script: boolean;
}

/** The umask that something says a service starts with; undefined where nothing does, or there is no such service. */
export async function startUmask(host: Host, service: string): Promise<StartUmask | undefined> {
  const script = hostPath(`/etc/init.d/${service}`);
  const commands = umaskCommands((await readText(host, script)) ?? '');
  const own = lastUmasks(commands).at(-1);
  if (own !== undefined) return { ...own, file: script, script: true };
  const unit = await unitOf(host, service);
  if (unit === undefined && (await host.stat(script)) === undefined) return undefined;
  const files = [
    ...(unit === undefined ? [] : [unit]),
    ...(await dropIns(host, 'service')),
    ...(await dropIns(host, `${service}.service`)),
  ];
  const found: StartUmask[] = [];
  for (const file of files) found.push(...(await settingsOf(host, file)));
  return found.at(-1);
}

/** An administrator's unit takes the place of the vendor's. */
async function unitOf(host: Host, service: string): Promise<HostPath | undefined> {
  for (const directory of [LAYOUT.systemdUnits, LAYOUT.vendorUnits]) {
    const path = joinPath(directory, `${service}.service`);
    if ((await host.stat(path)) !== undefined) return path;
  }
  return undefined;
}

/** In the order of their names, whichever directory they are in; `service.d` is for all services, and comes before one's own. */
async function dropIns(host: Host, unit: string): Promise<readonly HostPath[]> {
  const byName = new Map<string, HostPath>();
  for (const above of [LAYOUT.vendorUnits, LAYOUT.systemdUnits]) {
    const directory = joinPath(above, `${unit}.d`);
    for (const name of (await host.list(directory)) ?? [])
      if (name.endsWith('.conf')) byName.set(name, joinPath(directory, name));
  }
  return [...byName].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, path]) => path);
}

async function settingsOf(host: Host, file: HostPath): Promise<readonly StartUmask[]> {
  const lines = ((await readText(host, file)) ?? '').split('\n');
  return lines.flatMap((text, index) => {
    const mask = parseMask(/^\s*UMask\s*=\s*([0-7]+)\s*$/.exec(text)?.[1] ?? '');
    return mask === undefined ? [] : [{ mask, file, line: index + 1, text: text.trim(), script: false }];
  });
}
