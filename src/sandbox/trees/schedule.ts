import { directory, file, type Tree } from '../entry.ts';
import { atLeast, type Site } from '../site.ts';

/** Where jobs by the clock go; no cron reads a sandbox's. */
export function schedule(site: Site): Tree {
  if (atLeast(site.momentum, '5')) return { '/etc/cron.d': directory() };
  const product = '/opt/msys/ecelerity/bin';
  return {
    '/etc/cron.d/msys-ecelerity': file(
      `# Momentum: changes of the configuration, from and to the repository\n* * * * * root ${product}/eccfg pull --auto\n*/5 * * * * root ${product}/eccfg put running\n`,
    ),
  };
}
