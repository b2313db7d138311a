/**
 * Installs what the tests need from apt and is not there yet: real servers, and tools that look at them.
 * Nobody's daemon is started and no PostgreSQL cluster is made on the way. Silent when nothing is missing.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Need {
  readonly package: string;
  readonly programs: readonly string[];
}

const needs: readonly Need[] = [
  { package: 'apache2-bin', programs: ['/usr/sbin/apache2'] },
  { package: 'postgresql', programs: postgresPrograms() },
  { package: 'strace', programs: ['/usr/bin/strace'] },
  { package: 'openssl', programs: ['/usr/bin/openssl'] },
  { package: 'curl', programs: ['/usr/bin/curl'] },
  { package: 'chromium-headless-shell', programs: ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'] },
  { package: 'acl', programs: ['/usr/bin/setfacl'] },
];

/** PostgreSQL's server of any release will do. */
function postgresPrograms(): readonly string[] {
  const home = '/usr/lib/postgresql';
  return existsSync(home) ? readdirSync(home).map((release) => `${home}/${release}/bin/initdb`) : [];
}

/** The packages that are missing, by the programs they bring. */
function missingPackages(): readonly string[] {
  return needs.filter((need) => !need.programs.some(isExecutable)).map((need) => need.package);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Installs what is missing. Throws when it cannot, and says what to run instead. */
export function installTestNeeds(): void {
  const missing = missingPackages();
  if (missing.length === 0) return;
  if (process.geteuid?.() !== 0) {
    const command = `sudo ${process.execPath} ${fileURLToPath(import.meta.url)}`;
    throw new Error(`The tests need ${missing.join(', ')}. To install them, run:\n\n    ${command}\n`);
  }
  if (!isExecutable('/usr/bin/apt-get'))
    throw new Error(`The tests need ${missing.join(', ')}: install them by hand, there is no apt-get here.`);
  console.log(`Installing what the tests need: ${missing.join(' ')}`);
  const restore: (() => void)[] = [];
  try {
    restore.push(startNoDaemons());
    restore.push(makeNoCluster());
    apt(['update', '-q']);
    apt(['install', '-y', '-q', '--no-install-recommends', ...missing]);
  } finally {
    for (const each of restore) each();
  }
  const still = missingPackages();
  if (still.length > 0)
    throw new Error(`apt-get installed everything and ${still.join(', ')} did not bring what the tests look for.`);
}

function apt(args: readonly string[]): void {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', UCF_FORCE_CONFFOLD: '1' };
  const done = spawnSync('/usr/bin/apt-get', args, { env: environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (done.status !== 0) throw new Error(`apt-get ${args.join(' ')} failed:\n${done.stderr || done.stdout}`);
}

/** dpkg asks this file before it starts a service. One that is there already is somebody's own decision. */
function startNoDaemons(): () => void {
  const path = '/usr/sbin/policy-rc.d';
  if (existsSync(path)) return () => {};
  writeFileSync(path, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  return () => rmSync(path, { force: true });
}

/** Debian's PostgreSQL makes a cluster of its own when it is installed, unless this file says no. */
function makeNoCluster(): () => void {
  const directory = '/etc/postgresql-common';
  const path = `${directory}/createcluster.conf`;
  if (existsSync(path)) {
    const before = readFileSync(path, 'utf8');
    if (/^\s*create_main_cluster\s*=\s*(false|off|no)/m.test(before)) return () => {};
    writeFileSync(path, `${before}\ncreate_main_cluster = false\n`);
    return () => writeFileSync(path, before);
  }
  const made = !existsSync(directory);
  if (made) mkdirSync(directory, { mode: 0o755 });
  writeFileSync(path, 'create_main_cluster = false\n', { mode: 0o644 });
  return () => {
    rmSync(path, { force: true });
    if (made && existsSync(directory) && readdirSync(directory).length === 0) rmSync(directory, { recursive: true });
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    installTestNeeds();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
