import type { Occurrence } from '../../config/ecelerity/occurrence.ts';
import { type Configuration, settingsIn } from '../../config/ecelerity/read.ts';
import type { Scope } from '../../config/ecelerity/scope.ts';
import type { Host } from '../../host/host.ts';
import { readClusterManager, readMailServer } from '../../services/ecelerity/configuration.ts';

/** The configurations of this host that authenticate: the mail server's and the cluster manager's. */
export async function authenticating(host: Host): Promise<readonly Configuration[]> {
  const both = await Promise.all([readMailServer(host), readClusterManager(host)]);
  return both.filter((configuration) => configuration !== undefined);
}

/** Every query of auth_ds that asks a directory, each line once, though both configurations include its file. */
export function directoryQueries(configurations: readonly Configuration[]): readonly Occurrence[] {
  const found = new Map<string, Occurrence>();
  for (const configuration of configurations) {
    for (const scope of configuration.global.children()) {
      if (scope.keyword !== 'auth_ds') continue;
      for (const query of queriesBelow(configuration, scope)) {
        if (/^ldaps?:/i.test(query.value)) found.set(`${query.file}:${query.line}:${query.column}`, query);
      }
    }
  }
  return [...found.values()];
}

function queriesBelow(configuration: Configuration, scope: Scope): readonly Occurrence[] {
  const below = [...scope.children()].flatMap((child) => queriesBelow(configuration, child));
  return [...settingsIn(configuration, scope, 'query'), ...below];
}

/** As evidence. Never with its value: a bind password may be in it. */
export function placeOf({ file, line, name }: Occurrence): string {
  return `${file}:${line}: ${name}`;
}
