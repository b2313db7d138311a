import type { Host } from '../host/host.ts';
import type { Finding } from '../model/finding.ts';
import { hostPath } from '../model/paths.ts';
import type { ManagedFile } from './managed-files.ts';

/** What rpm and dpkg leave beside a configuration file that was edited: which of the two is in use. */
const LEFTOVERS = {
  '.rpmnew': 'a package brought a new one and left it beside; the one in use is the old one',
  '.rpmsave': 'a package put its own in place and moved the edited one aside',
  '.rpmorig': 'a package put its own in place and moved the edited one aside',
  '.dpkg-dist': 'a package brought a new one and left it beside; the one in use is the old one',
  '.dpkg-old': 'a package put its own in place and moved the edited one aside',
} as const;

/** Traces of a package manager beside the files that we manage. */
export async function leftByPackages(host: Host, managed: readonly ManagedFile[]): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { path } of managed) {
    for (const [ending, meaning] of Object.entries(LEFTOVERS)) {
      const beside = hostPath(`${path}${ending}`);
      if ((await host.lstat(beside)) === undefined) continue;
      findings.push({
        id: 'package-leftover',
        status: 'warn',
        what: `${beside} is there: ${meaning}`,
        evidence: [path, beside],
        remedy: { steps: [`Compare: diff ${path} ${beside}; then remove ${beside}`] },
      });
    }
  }
  return findings;
}
