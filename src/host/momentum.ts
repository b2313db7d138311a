import type { Host } from './host.ts';
import { LAYOUT } from './layout.ts';
import { oncePerHost } from './once.ts';
import { parseVersion, Version } from './version.ts';

export type Role = 'database' | 'manager' | 'mta' | 'web';

export interface Momentum {
  /** False: there is nothing of Momentum under this root. */
  readonly present: boolean;
  /** Undefined where neither a program, a package database nor the tree tells. */
  readonly version: Version | undefined;
  /** How the version is known, for people: "ecelerity -V says 3.6.6". */
  readonly evidence: string;
  readonly roles: readonly Role[];
  /** The manual's page has one warning that is for Solaris only. */
  readonly solaris: boolean;
}

/** Which Momentum this is. Asks the server program first: it is what runs. */
export const findMomentum = oncePerHost(lookForMomentum);

async function lookForMomentum(host: Host): Promise<Momentum> {
  // A PostgreSQL of the system, or a repository, says nothing of Momentum by itself; these do.
  const signs = [LAYOUT.ecelerity, LAYOUT.webUiConf, LAYOUT.msyspg.directory, LAYOUT.msyspg.init];
  const present = (await Promise.all(signs.map((path) => host.stat(path)))).some((facts) => facts !== undefined);
  const roles = present ? await findRoles(host) : [];
  const solaris = /solaris/i.test((await host.read(LAYOUT.solarisRelease))?.bytes.toString('latin1') ?? '');
  if (!present) return { present, version: undefined, evidence: `there is no ${LAYOUT.ecelerity}`, roles, solaris };
  return { present, roles, solaris, ...((await askProgram(host)) ?? (await askPackages(host)) ?? (await readSigns(host))) };
}

interface Told {
  readonly version: Version | undefined;
  readonly evidence: string;
}

async function askProgram(host: Host): Promise<Told | undefined> {
  if ((await host.stat(LAYOUT.ecelerityProgram)) === undefined) return undefined;
  const answer = await host.ask({ program: LAYOUT.ecelerityProgram, args: ['-V'] });
  const version = answer.exit === 0 ? parseVersion(`${answer.stdout}\n${answer.stderr}`) : undefined;
  return version && { version, evidence: `${LAYOUT.ecelerityProgram} -V says ${version.text}` };
}

async function askPackages(host: Host): Promise<Told | undefined> {
  if ((await host.stat(LAYOUT.rpm)) === undefined) return undefined;
  const answer = await host.ask({
    program: LAYOUT.rpm,
    args: ['-qa', '--qf', '%{NAME} %{VERSION}\\n', 'msys-*ecelerity*', 'msys-role-*'],
  });
  const version = answer.exit === 0 ? parseVersion(answer.stdout) : undefined;
  return version && { version, evidence: `the package database says ${answer.stdout.split('\n')[0]}` };
}

/** The oldest version that has what the tree has: a floor, and said to be one. */
async function readSigns(host: Host): Promise<Told> {
  const has = async (path: (typeof LAYOUT)['webUi']) => (await host.stat(path)) !== undefined;
  if (await has(LAYOUT.nginxWebUi)) return sign('4.0', LAYOUT.nginxWebUi);
  if (await has(LAYOUT.webUi)) {
    return (await has(LAYOUT.msgcConf)) ? sign('3.4', LAYOUT.msgcConf) : sign('3.2', LAYOUT.webUi);
  }
  return { version: undefined, evidence: `neither ${LAYOUT.ecelerityProgram} -V, nor a package database, nor the tree tells` };
}

function sign(oldest: string, path: string): Told {
  return { version: new Version(oldest), evidence: `${path} is there since ${oldest}; nothing tells more exactly` };
}

async function findRoles(host: Host): Promise<readonly Role[]> {
  const [data, init, manager, repository, program, web] = await Promise.all([
    Promise.all(LAYOUT.databases.map(({ directory }) => host.stat(directory))),
    Promise.all(LAYOUT.databases.map(({ init }) => host.stat(init))),
    host.stat(LAYOUT.eccmgrInit),
    host.stat(LAYOUT.repository),
    host.stat(LAYOUT.ecelerityProgram),
    host.stat(LAYOUT.webUiConf),
  ]);
  const roles: Role[] = [];
  if ([...data, ...init].some((facts) => facts !== undefined)) roles.push('database');
  if (manager !== undefined && repository !== undefined) roles.push('manager');
  if (program !== undefined) roles.push('mta');
  if (web !== undefined) roles.push('web');
  return roles;
}
