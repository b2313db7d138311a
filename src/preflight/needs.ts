import { type Host, HostReadError } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { type HostPath, joinPath, parentOf } from '../model/paths.ts';
import type { Change } from '../plan/change.ts';
import { ecwebui } from '../services/ecwebui/index.ts';
import { readWebUi } from '../services/ecwebui/web-ui.ts';
import { readDatabase } from '../services/msyspg/database.ts';
import { msyspg } from '../services/msyspg/index.ts';
import type { CertificatePlace } from '../services/service.ts';
import { affects } from './targets.ts';

/** One thing that an account has to get to. */
export interface Need {
  readonly account: string;
  readonly path: HostPath;
  /** A directory is listed and entered. */
  readonly kind: 'file' | 'directory' | 'key';
  /** What does not work without it. `warn`: only where the service is not started by root. */
  readonly status: 'fail' | 'warn';
  /** What is printed where it is not met. */
  readonly says?: string;
}

const CONFIGURATION = parentOf(parentOf(LAYOUT.ecelerityConf));
const MOST_FILES = 5000;

/** What is there, or will be, and who has to get to it: as the services start, and as Momentum reads its configuration. */
export async function needsOf(after: Host, changes: readonly Change[]): Promise<readonly Need[]> {
  const [database, webUi, configuration] = await Promise.all([
    affects(changes, 'msyspg') ? databaseNeeds(after) : [],
    affects(changes, 'ecwebui') ? webUiNeeds(after) : [],
    configurationNeeds(after),
  ]);
  return [...database, ...webUi, ...configuration];
}

async function databaseNeeds(after: Host): Promise<readonly Need[]> {
  const [database, place] = await Promise.all([readDatabase(after), msyspg.certificate(after)]);
  if (database === undefined || place === undefined) return [];
  const files = [...new Set([...database.effective.files, database.hba])];
  const needs: Need[] = [
    { account: place.owner, path: database.directory, kind: 'directory', status: 'fail' },
    ...files.map((path): Need => ({ account: place.owner, path, kind: 'file', status: 'fail' })),
    ...(database.ssl ? pairNeeds(place, 'fail') : []),
  ];
  return onlyThere(after, needs);
}

/** root starts httpd and reads everything; where the init script becomes ecuser first, ecuser has to. */
async function webUiNeeds(after: Host): Promise<readonly Need[]> {
  const [webUi, place] = await Promise.all([readWebUi(after), ecwebui.certificate(after)]);
  if (webUi === undefined || place === undefined) return [];
  const conf = [...webUi.tree.files.keys()].map((path): Need => ({ account: 'root', path, kind: 'file', status: 'fail' }));
  return onlyThere(after, [...conf, ...(webUi.tls.length > 0 ? pairNeeds(place, 'warn') : [])]);
}

function pairNeeds({ owner, key, certificate }: CertificatePlace, status: Need['status']): readonly Need[] {
  return [
    { account: owner, path: key, kind: 'key', status },
    { account: owner, path: certificate, kind: 'file', status },
  ];
}

/** What the installer's umask closes to ecuser: the overlays with the database's address, and all below conf/. */
async function configurationNeeds(after: Host): Promise<readonly Need[]> {
  const found = await Promise.all([installerNeeds(after), workingCopyNeeds(after)]);
  return found.flat().slice(0, MOST_FILES);
}

/** The overlays that the installer writes beside the working copy. */
export async function installerNeeds(after: Host): Promise<readonly Need[]> {
  const overlays = LAYOUT.datasources.filter((path) => !path.startsWith(`${CONFIGURATION}/`)).map(parentOf);
  return (await Promise.all(overlays.map((directory) => below(after, directory)))).flat().slice(0, MOST_FILES);
}

/** Everything below conf/. */
export async function workingCopyNeeds(after: Host): Promise<readonly Need[]> {
  return (await below(after, CONFIGURATION)).slice(0, MOST_FILES);
}

/** By listing alone: a plan must not depend on files that it only looked at in passing. */
async function below(after: Host, directory: HostPath): Promise<readonly Need[]> {
  const names = await after.list(directory).catch(refusedIsEmpty);
  if (names === undefined) return [];
  const inside = await Promise.all(
    names
      .filter((name) => name !== '.svn')
      .map(async (name): Promise<readonly Need[]> => {
        const path = joinPath(directory, name);
        const deeper = await below(after, path);
        return deeper.length > 0 ? deeper : [configurationNeed(path, 'file')];
      }),
  );
  return [configurationNeed(directory, 'directory'), ...inside.flat()];
}

function configurationNeed(path: HostPath, kind: Need['kind']): Need {
  return { account: 'ecuser', path, kind, status: 'fail', says: `CFG-07961 failed to stat '${path}': Permission denied` };
}

function refusedIsEmpty(error: unknown): readonly string[] {
  if (error instanceof HostReadError) return [];
  throw error;
}

async function onlyThere(after: Host, needs: readonly Need[]): Promise<readonly Need[]> {
  const there = await Promise.all(needs.map(({ path }) => after.stat(path)));
  return needs.filter((_, index) => there[index] !== undefined);
}
