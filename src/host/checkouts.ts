import { joinPath } from '../model/paths.ts';
import type { FileFacts, Host } from './host.ts';
import { LAYOUT } from './layout.ts';

/** What mktemp makes of confXXXXXX. */
const CHECKOUT = /^conf[A-Za-z0-9]{6}$/;

/**
 * Directories beside conf/ that are named as `eccfg pull` names the fresh checkout that it is about to put in
 * conf's place: of a pull that runs now, or left by one that was cut off.
 */
export async function checkoutsBesideConf(host: Host): Promise<readonly FileFacts[]> {
  const names = ((await host.list(LAYOUT.eceleritySettings)) ?? []).filter((name) => CHECKOUT.test(name));
  const facts = await Promise.all(names.map((name) => host.lstat(joinPath(LAYOUT.eceleritySettings, name))));
  return facts.flatMap((one) => (one?.kind === 'directory' ? [one] : []));
}
