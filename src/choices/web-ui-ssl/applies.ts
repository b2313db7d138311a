import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import { findMomentum } from '../../host/momentum.ts';

/** Why the choice does not exist on this host, in a sentence; undefined where it does (3.2 to 3.6 with a web UI). */
export async function whyNot(host: Host): Promise<string | undefined> {
  const { version } = await findMomentum(host);
  if (version?.atLeast('4') === true) {
    return `Momentum ${version.text} has no web UI behind Apache: from 4.0 on nginx serves it, and its TLS is set up there`;
  }
  if (version !== undefined && !version.atLeast('3.2'))
    return `Momentum ${version.text} has no choice of SSL for the web UI: it came with 3.2`;
  if ((await host.stat(LAYOUT.webUiConf)) === undefined)
    return `There is no ${LAYOUT.webUiConf} here: this host does not have the web role`;
  return undefined;
}
