import { readHistory } from '../apply/history.ts';
import { stillToBeSigned } from '../choices/certificates/source-findings.ts';
import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { findMomentum } from '../host/momentum.ts';
import type { Finding } from '../model/finding.ts';
import { appliedAnswers } from './applied-answers.ts';
import { findDrift } from './drift.ts';
import { managedFiles } from './managed-files.ts';
import { leftByPackages } from './package-leftovers.ts';

const AGAIN = 'momentum-secure apply --again brings back what was applied last';

/**
 * What became of what was applied here, in short, and what an upgrade by Momentum's installer would do
 * to it. All warnings: the host does what its files say, and whether that is meant is the operator's to say.
 */
export async function upkeepFindings(host: Host): Promise<readonly Finding[]> {
  const managed = await managedFiles(host);
  if (managed.length === 0) return [];
  const { files, lost } = await findDrift(host);
  const upgraded = lost.length + files.length === 0 ? [] : await upgradedSince(host);
  const gone = lost.map(
    ({ choice, title, because }): Finding => ({
      id: 'lost',
      status: 'warn',
      what: `${title} (${choice}) was applied, and is not in force any more`,
      evidence: because.slice(0, 5),
      remedy: { steps: [AGAIN] },
    }),
  );
  return [
    ...upgraded,
    ...gone,
    ...changed(files.map(({ path }) => path)),
    ...(await installer(
      host,
      managed.map(({ path }) => path),
    )),
    ...(await leftByPackages(host, managed)),
    ...(await stillToBeSigned(host, (await appliedAnswers(host)) ?? {})),
  ];
}

function changed(paths: readonly string[]): readonly Finding[] {
  if (paths.length === 0) return [];
  const what = `${paths.length} of the files that momentum-secure manages ${paths.length === 1 ? 'is' : 'are'} not as it left them`;
  return [
    {
      id: 'drifted',
      status: 'warn',
      what,
      evidence: paths,
      remedy: { steps: ['momentum-secure drift says which lines, and who wins'] },
    },
  ];
}

async function upgradedSince(host: Host): Promise<readonly Finding[]> {
  const [now, history] = await Promise.all([findMomentum(host), readHistory(host)]);
  const last = history.findLast(({ momentum }) => momentum !== undefined);
  const version = now.version?.text;
  if (last?.momentum === undefined || version === undefined || last.momentum === version) return [];
  const what = `Momentum is ${version} now, and was ${last.momentum} when ${last.id} was applied: an upgrade came in between`;
  return [{ id: 'upgraded-since', status: 'warn', what, evidence: [`${last.id} of ${last.at}`], remedy: { steps: [AGAIN] } }];
}

/** The installer makes configuration anew from the answers it once had (Momentum manual, installer --upgrade). */
async function installer(host: Host, paths: readonly string[]): Promise<readonly Finding[]> {
  if ((await host.stat(LAYOUT.lastInstall)) === undefined) return [];
  const configuration = paths.filter((path) => /\.(conf|ini)$/.test(path));
  if (configuration.length === 0) return [];
  return [
    {
      id: 'installer-upgrade',
      status: 'warn',
      what: `An upgrade by Momentum's installer (--upgrade) makes the configuration anew from ${LAYOUT.lastInstall}, which knows nothing of what was applied here`,
      evidence: configuration,
      remedy: {
        steps: ['After an upgrade: momentum-secure status says what was lost, momentum-secure apply --again brings it back'],
      },
    },
  ];
}
