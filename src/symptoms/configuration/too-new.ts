import type { Configuration } from '../../config/ecelerity/read.ts';
import type { Host } from '../../host/host.ts';
import type { Momentum } from '../../host/momentum.ts';
import { readMailServer } from '../../services/ecelerity/configuration.ts';
import { ruledOut } from '../ruled-out.ts';
import type { Symptom } from '../symptom.ts';
import { everySetting, type ScopedSetting, written } from './every-setting.ts';
import { LOADING } from './loading.ts';
import { isReleased, OPTION_RELEASES } from './releases.ts';
import { takeOut } from './take-out.ts';

type Table = Readonly<Record<string, readonly string[]>>;

/** tls_protocols has a fault of its own: it is what operators look for. */
export const PROTOCOLS_RELEASES = { tls_protocols: ['3.6.6', '4.1.0.2'] };

/** Is any option set that this Momentum does not know? */
export function isTooNew(configuration: Configuration, momentum: Momentum): boolean {
  return tooNew(configuration, momentum, { ...OPTION_RELEASES, ...PROTOCOLS_RELEASES }).length > 0;
}

function tooNew(configuration: Configuration, { version }: Momentum, table: Table): readonly ScopedSetting[] {
  if (version === undefined) return [];
  const names = Object.keys(table).filter((name) => !isReleased(version, table[name] ?? []));
  return everySetting(configuration, names);
}

/**
 * Options of the table that this Momentum does not know: with one of them nothing of the configuration loads. Taking
 * them out loses nothing, since they were never in force.
 */
export async function lookForTooNew(
  symptom: Symptom,
  host: Host,
  momentum: Momentum,
  table: Table,
): ReturnType<NonNullable<Symptom['check']>> {
  const { version } = momentum;
  const configuration = await readMailServer(host);
  if (configuration === undefined || version === undefined) return [];
  const found = tooNew(configuration, momentum, table);
  if (found.length === 0) return ruledOut(symptom, `No such option is set that Momentum ${version.text} does not know`);
  const options = [...new Set(found.map(({ setting }) => setting.name))];
  const since = options.map((name) => `${name} is there from Momentum ${(table[name] ?? []).join(', and ')} on`);
  return [
    {
      id: symptom.id,
      status: 'fail',
      what: `${options.join(', ')} is set, which Momentum ${version.text} does not know: nothing of the configuration loads`,
      evidence: [...found.slice(0, 20).map(({ setting }) => written(setting)), ...since, `this is Momentum ${version.text}`],
      remedy: {
        changes: await takeOut(host, 'What this Momentum does not know', found),
        steps: [...symptom.steps, ...LOADING],
      },
    },
  ];
}
