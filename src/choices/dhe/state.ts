import { effective } from '../../config/ecelerity/effective.ts';
import type { Host } from '../../host/host.ts';
import { readText } from '../../host/text.ts';
import { type HostPath, hostPath } from '../../model/paths.ts';
import { type MailServer, readGround } from '../../services/ecelerity/ground.ts';
import { type DhParameters, readDhParameters } from '../../tls/dh/read.ts';

export const CHOICE = 'dhe';
export const ENABLE = 'tls_enable_dhe_ciphers';
export const FILE = 'tls_dhparams_file';

/** Diffie-Hellman as the mail server's configuration has it. */
export interface DheState {
  readonly server: MailServer;
  /** False before 3.6.6 and 4.1.0.2: an option that is not known stops the whole configuration from loading. */
  readonly applies: boolean;
  readonly enabled: boolean;
  /** Somebody wrote it down; else it is the built-in default. */
  readonly enabledIsSet: boolean;
  /** What tls_dhparams_file names; undefined where Momentum uses what it has built in. */
  readonly file: string | undefined;
  /** `/path:12`, of the line that names it. */
  readonly decidedBy: string | undefined;
}

/** Undefined where this host has no configuration of a mail server. */
export async function readDhe(host: Host): Promise<DheState | undefined> {
  const server = await readGround(host);
  if (server === undefined) return undefined;
  const { configuration } = server;
  const [enable, file] = [ENABLE, FILE].map((option) => effective(configuration, configuration.global, option));
  const setting = file?.decidedBy?.setting;
  return {
    server,
    applies: server.known.length > 0,
    enabled: !['false', 'off', '0', 'disabled'].includes(enable?.value?.toLowerCase() ?? 'true'),
    enabledIsSet: enable?.value !== undefined,
    file: file?.value,
    decidedBy: setting === undefined ? undefined : `${setting.file}:${setting.line}`,
  };
}

/** A file of parameters, or in words why there is none. */
export type FileReading =
  | { readonly ok: true; readonly path: HostPath; readonly parameters: DhParameters }
  | { readonly ok: false; readonly problem: string };

export async function readFile(host: Host, file: string): Promise<FileReading> {
  if (!file.startsWith('/')) return { ok: false, problem: 'it is no absolute path, so where it leads is not documented' };
  const path = hostPath(file);
  const text = await readText(host, path);
  if (text === undefined) return { ok: false, problem: 'there is no such file' };
  const reading = readDhParameters(text);
  return reading.ok ? { ok: true, path, parameters: reading.parameters } : reading;
}
