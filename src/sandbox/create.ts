import { randomBytes } from 'node:crypto';
import { readdir, rmdir } from 'node:fs/promises';
import { type SandboxAccount, treeAccounts, whoAmI } from './accounts.ts';
import { createRoleAndDatabase, initialiseCluster } from './cluster.ts';
import { type Place, takeDirectory } from './directory.ts';
import { markerTree } from './marker.ts';
import { freePorts, hasIpv6, type Ports } from './ports.ts';
import { findPrograms } from './programs.ts';
import { emptyDirectory } from './remove.ts';
import { startServers, stopServers } from './servers.ts';
import { atLeast, databaseLayout, momentumVersion, type Site } from './site.ts';
import { stockTree } from './trees/index.ts';
import { writeTree } from './write.ts';

export interface SandboxOptions {
  /** A new or an empty directory. */
  readonly directory: string;
  /** Any 3.x, 4.x or 5.x; 3.6.6 unless said otherwise. */
  readonly momentum?: string;
  /** A real PostgreSQL and, for 3.x, a real Apache: initialised and running when it returns. */
  readonly withServers?: boolean;
  /** What happens now, one sentence each. */
  readonly onProgress?: (what: string) => void;
}

export interface SandboxReport {
  /** Real path of the tree's `/`. */
  readonly directory: string;
  readonly momentum: string;
  /** Init scripts, below etc/init.d, of the servers that run. */
  readonly services: readonly string[];
  readonly ports: Ports;
  readonly accounts: readonly SandboxAccount[];
  /** Path of the tree of the file that holds ecuser's database password. */
  readonly passwordFile: string;
  /** What is different from a real host, for people. */
  readonly notes: readonly string[];
}

/**
 * Makes a freshly installed Momentum tree below `directory`. Throws SandboxError, and leaves nothing
 * behind, where it cannot. Nothing outside of the directory is written to.
 */
export async function createSandbox(options: SandboxOptions): Promise<SandboxReport> {
  const { withServers = false, onProgress = () => {} } = options;
  const momentum = momentumVersion(options.momentum ?? '3.6.6');
  const apache = !atLeast(momentum, '4');
  const servers = withServers ? await findPrograms(apache) : undefined;
  const place = await takeDirectory(options.directory, withServers);
  const layout = databaseLayout(momentum);
  const services = servers ? [layout.service, ...(apache ? ['ecwebconsole'] : [])] : [];
  try {
    const accounts = await treeAccounts(['ecuser', layout.account]);
    const mayRun = [layout.service, 'ecwebconsole', 'ecelerity', 'ecconfigd', 'msys-nginx', 'openresty'];
    await writeTree(place.path, markerTree({ sandbox: 1, momentum, services: mayRun }), accounts);
    const site: Site = {
      root: place.path,
      momentum,
      hostname: 'mail1.example.com',
      ports: await freePorts(),
      ipv6: await hasIpv6(),
      accounts,
      servicePassword: randomBytes(18).toString('base64url'),
      database: layout,
      apache,
      servers,
    };
    onProgress(`Writing a stock tree of Momentum ${momentum} to ${place.path}`);
    const modules = new Set(servers?.modules ? await readdir(servers.modules) : []);
    await writeTree(place.path, stockTree(site, modules), accounts);
    if (servers) {
      onProgress('Initialising a PostgreSQL cluster');
      await initialiseCluster(site, servers);
      onProgress(`Starting ${services.join(' and ')}`);
      await startServers(place.path, services);
      await createRoleAndDatabase(site);
    }
    return report(site, services);
  } catch (error) {
    await stopServers(place.path, services).catch(() => {});
    await leaveAsFound(place);
    throw error;
  }
}

async function leaveAsFound(place: Place): Promise<void> {
  await emptyDirectory(place.path).catch(() => {});
  if (place.made) await rmdir(place.path).catch(() => {});
}

function report(site: Site, services: readonly string[]): SandboxReport {
  const me = whoAmI();
  const notes: string[] = [];
  if (!me.root) {
    notes.push(
      `You are not root, so root and Momentum's accounts in this tree are all you (uid ${me.uid}): who may read what shows only in the modes.`,
    );
  }
  if (site.servers === undefined) {
    notes.push('There are no servers in it: services can be configured, not started.');
  } else {
    notes.push(
      `PostgreSQL ${site.servers.postgresVersion} is this machine's own; absolute paths in postgresql.conf take effect at a restart, not at a reload.`,
    );
  }
  return {
    directory: site.root,
    momentum: site.momentum,
    services,
    ports: site.ports,
    accounts: site.accounts,
    passwordFile: '/opt/msys/etc/.svcpasswd',
    notes,
  };
}
