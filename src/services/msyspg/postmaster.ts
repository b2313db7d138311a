import type { Host } from '../../host/host.ts';
import { readText } from '../../host/text.ts';
import { type HostPath, joinPath } from '../../model/paths.ts';

/** What postmaster.pid and postmaster.opts say of the server that runs, or ran last, on a data directory. */
export interface Postmaster {
  readonly pid: number | undefined;
  readonly port: number | undefined;
  /** Directory of the Unix socket as the server was told, a path of the disk (9.1 and later). */
  readonly socketDirectory: string | undefined;
  /** Its arguments: they win over every file. */
  readonly args: readonly string[];
}

export async function readPostmaster(host: Host, directory: HostPath): Promise<Postmaster | undefined> {
  const [pidFile, opts] = await Promise.all([
    readText(host, joinPath(directory, 'postmaster.pid')).catch(() => undefined),
    readText(host, joinPath(directory, 'postmaster.opts')).catch(() => undefined),
  ]);
  if (pidFile === undefined && opts === undefined) return undefined;
  const [pid, , , port, socketDirectory] = (pidFile ?? '').split('\n');
  return {
    pid: /^\d+$/.test(pid ?? '') ? Number(pid) : undefined,
    port: /^\d+$/.test(port ?? '') ? Number(port) : undefined,
    socketDirectory: socketDirectory?.startsWith('/') ? socketDirectory.trim() : undefined,
    args: quotedArguments(opts ?? ''),
  };
}

/** postmaster.opts: the program, then each argument in double quotes (CreateOptsFile in postmaster.c). */
function quotedArguments(text: string): readonly string[] {
  return [...text.matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? '');
}
