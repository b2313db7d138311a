import { type Configuration, readConfiguration } from '../../config/ecelerity/read.ts';
import { LAYOUT } from '../../host/layout.ts';
import { hostName } from '../../host/names.ts';
import { oncePerHost } from '../../host/once.ts';
import { configReader } from '../../host/text.ts';

/** The default search path of a node (Momentum manual, "ecconfigd and the configuration repository"). */
const SEARCH_PATH = ['', '/conf/global', '/conf/{NODENAME}', '/conf/default'].map((part) => `${LAYOUT.eceleritySettings}${part}`);

/** The mail server's configuration with all it includes; undefined where this host has none. */
export const readMailServer = oncePerHost(async (host): Promise<Configuration | undefined> => {
  if ((await host.stat(LAYOUT.ecelerityConf)) === undefined) return undefined;
  const nodeName = await hostName(host);
  return readConfiguration(configReader(host), LAYOUT.ecelerityConf, {
    searchPath: SEARCH_PATH,
    ...(nodeName === undefined ? {} : { nodeName }),
  });
});
