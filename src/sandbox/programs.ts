import { access, constants, readdir } from 'node:fs/promises';
import { whoAmI } from './accounts.ts';
import { SandboxError } from './error.ts';
import { run } from './run.ts';

/** The real servers of this machine. */
export interface Programs {
  /** Directory of initdb, postgres, pg_ctl, psql. */
  readonly postgres: string;
  readonly postgresVersion: number;
  readonly httpd: string;
  readonly modules: string;
}

/** Finds PostgreSQL (the newest) and Apache; a missing one is an error that names the packages. */
export async function findPrograms(apache: boolean): Promise<Programs> {
  const postgres = await findPostgres();
  const httpd = await firstWith(['/usr/sbin/apache2', '/usr/sbin/httpd']);
  const modules = await firstWith(['/usr/lib/apache2/modules', '/usr/lib64/httpd/modules', '/usr/lib/httpd/modules']);
  const packages: string[] = [];
  if (postgres === undefined) packages.push('postgresql');
  if (apache && (httpd === undefined || modules === undefined)) packages.push('apache2-bin');
  if (whoAmI().root && (await firstWith(['/usr/bin/setpriv', '/bin/setpriv'])) === undefined) packages.push('util-linux');
  if (packages.length > 0 || postgres === undefined) {
    throw new SandboxError(
      `Real servers were asked for and this machine has not all of them: apt-get install ${packages.join(' ')} (or leave the servers out).`,
    );
  }
  const version = await run(`${postgres}/postgres`, ['--version'], { timeoutMs: 10_000 });
  return {
    postgres,
    postgresVersion: Number(/(\d+)/.exec(version.stdout)?.[1] ?? 0),
    httpd: httpd ?? '',
    modules: modules ?? '',
  };
}

async function findPostgres(): Promise<string | undefined> {
  const releases = await readdir('/usr/lib/postgresql').catch(() => []);
  const newestFirst = releases.filter((name) => /^\d+(\.\d+)?$/.test(name)).sort((a, b) => Number(b) - Number(a));
  const path = (process.env.PATH ?? '').split(':').filter((directory) => directory.startsWith('/'));
  for (const directory of [...newestFirst.map((name) => `/usr/lib/postgresql/${name}/bin`), ...path]) {
    const needed = ['initdb', 'postgres', 'pg_ctl', 'psql'].map((name) => executable(`${directory}/${name}`));
    if ((await Promise.all(needed)).every(Boolean)) return directory;
  }
  return undefined;
}

async function firstWith(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if (await executable(path)) return path;
  return undefined;
}

function executable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
