import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import { readText } from '../../host/text.ts';
import { type HostPath, hostPath } from '../../model/paths.ts';

/**
 * The installer asks where to keep the data, so the directory is not a constant: the init script
 * that starts the server knows (`PGDATA=`, `-D`), then the installer's own answers; else the default.
 */
export async function dataDirectory(host: Host): Promise<HostPath> {
  const [init, answers] = await Promise.all([
    readText(host, LAYOUT.databaseInit).catch(() => undefined),
    readText(host, LAYOUT.lastInstall).catch(() => undefined),
  ]);
  const told =
    /^\s*(?:export\s+)?PGDATA=["']?(\/[^"'\s$]+)["']?\s*$/m.exec(init ?? '')?.[1] ??
    /\s-D\s*["']?(\/[^"'\s$]+)/.exec(init ?? '')?.[1] ??
    /^\s*\w*(?:data|db)_?(?:dir|path|location)\w*\s*[=:]\s*["']?(\/[^"'\s]+)/im.exec(answers ?? '')?.[1];
  return told === undefined ? LAYOUT.databaseDirectory : hostPath(told);
}
