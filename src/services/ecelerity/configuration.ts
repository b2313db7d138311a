import { type Configuration, readConfiguration } from '../../config/ecelerity/read.ts';
import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import { hostName } from '../../host/names.ts';
import { oncePerHost } from '../../host/once.ts';
import { configReader } from '../../host/text.ts';
import type { HostPath } from '../../model/paths.ts';

/** The default search path of a node (Momentum manual, "ecconfigd and the configuration repository"). */
const SEARCH_PATH = ['', '/conf/global', '/conf/{NODENAME}', '/conf/default'].map((part) => `${LAYOUT.eceleritySettings}${part}`);

/**
 * The mail server's configuration with all it includes; undefined where this host has none. Throws
 * HostReadError where we may not read it: taken for an empty one, it would be said to be what it is not.
 */
export const readMailServer = oncePerHost((host) => read(host, LAYOUT.ecelerityConf));

/** The same of the cluster manager. */
export const readClusterManager = oncePerHost((host) => read(host, LAYOUT.managerConf));

async function read(host: Host, main: HostPath): Promise<Configuration | undefined> {
  if ((await host.stat(main)) === undefined) return undefined;
  await host.read(main);
  const nodeName = await hostName(host);
  return readConfiguration(configReader(host), main, {
    searchPath: SEARCH_PATH,
    ...(nodeName === undefined ? {} : { nodeName }),
  });
}
