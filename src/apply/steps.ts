import { randomBytes } from 'node:crypto';
import { sha256 } from '../host/facts.ts';
import type { Host } from '../host/host.ts';
import { baseName, type HostPath, joinPath } from '../model/paths.ts';
import { type Attributes, type Change, type IssueCertificate, pathsOf } from '../plan/change.ts';
import type { Kept, Next } from './journal.ts';
import type { LoadedStep } from './transaction.ts';

/** Makes the key and the certificate that a plan only described; `read` has files as they will be. PEM, latin1. */
export type MakePair = (
  change: IssueCertificate,
  read: (path: HostPath) => Promise<Buffer | undefined>,
) => Promise<{ readonly keyPem: string; readonly certificatePem: string }>;

/** Carries out the plan's changes in memory: both ends of every path, in the order to put them in place. */
export async function buildSteps(
  host: Host,
  changes: readonly Change[],
  makePair: MakePair,
  keepIn: HostPath,
  /** What was made beforehand because it takes long: Diffie-Hellman parameters. */
  made: ReadonlyMap<HostPath, Buffer> = new Map(),
): Promise<readonly LoadedStep[]> {
  const planned = host.after(changes);
  const content = new Map([...made, ...(await makePairs(host, changes, makePair))]);
  const partners = partnersOf(changes);
  const steps: LoadedStep[] = await toolSteps(host, changes, keepIn);
  const byTool = new Set(steps.map(({ path }) => path));
  for (const path of pathsInOrder(changes)) {
    if (byTool.has(path)) continue;
    const before = await stateBefore(host, path, joinPath(keepIn, String(steps.length)));
    const facts = await planned.stat(path);
    const bytes = content.get(path) ?? (facts?.kind === 'file' ? (await planned.read(path))?.bytes : undefined);
    const after: Next | null =
      facts === undefined
        ? null
        : {
            ...attributesOf(facts),
            kind: facts.kind === 'directory' ? 'directory' : 'file',
            hash: bytes === undefined ? null : sha256(bytes),
          };
    const partner = partners.get(path);
    steps.push({
      path,
      before,
      after,
      temporary: temporaryFor(path),
      // The same bytes again: only owner and mode change, and they do so in place.
      bytes: before?.hash != null && before.hash === after?.hash ? undefined : bytes,
      ...(partner === undefined ? {} : { pairWith: partner }),
    });
  }
  return steps;
}

/** What tools write, ahead of all else: they run before the first file is put in place. */
async function toolSteps(host: Host, changes: readonly Change[], keepIn: HostPath): Promise<LoadedStep[]> {
  const touched = new Map(
    changes.flatMap((change) => (change.kind === 'tool' ? change.touches : [])).map((one) => [one.path, one]),
  );
  const steps: LoadedStep[] = [];
  for (const { path, attributes } of touched.values()) {
    const before = await stateBefore(host, path, joinPath(keepIn, String(steps.length)));
    const after: Next | null = attributes === null ? null : { ...attributes, kind: 'file', hash: null };
    steps.push({ path, before, after, temporary: temporaryFor(path), bytes: undefined, byTool: true });
  }
  return steps;
}

function temporaryFor(path: HostPath): string {
  return `.${baseName(path)}.momentum-secure-${randomBytes(6).toString('hex')}`;
}

/** A path takes the place of its last change; a later choice's edit must not come before what it stands on. */
function pathsInOrder(changes: readonly Change[]): readonly HostPath[] {
  const order = new Set<HostPath>();
  for (const path of changes.flatMap(pathsOf)) {
    order.delete(path);
    order.add(path);
  }
  return [...order];
}

function partnersOf(changes: readonly Change[]): ReadonlyMap<HostPath, HostPath> {
  const partners = new Map<HostPath, HostPath>();
  const restored = new Map<string, HostPath>();
  const join = (one: HostPath, other: HostPath) => partners.set(one, other).set(other, one);
  for (const change of changes) {
    if (change.kind === 'certificate') join(change.keyPath, change.certificatePath);
    if (change.kind !== 'restore' || change.pair === undefined) continue;
    const other = restored.get(change.pair);
    if (other === undefined) restored.set(change.pair, change.path);
    else join(change.path, other);
  }
  return partners;
}

async function makePairs(host: Host, changes: readonly Change[], makePair: MakePair): Promise<ReadonlyMap<HostPath, Buffer>> {
  const made = new Map<HostPath, Buffer>();
  // An authority may be made along with what it signs.
  const read = async (path: HostPath) => made.get(path) ?? (await host.read(path))?.bytes;
  for (const change of changes) {
    if (change.kind !== 'certificate') continue;
    const { keyPem, certificatePem } = await makePair(change, read);
    made.set(change.keyPath, Buffer.from(keyPem, 'latin1'));
    made.set(change.certificatePath, Buffer.from(certificatePem, 'latin1'));
  }
  return made;
}

async function stateBefore(host: Host, path: HostPath, copy: HostPath): Promise<Kept | null> {
  const facts = await host.stat(path);
  if (facts === undefined) return null;
  if (facts.kind === 'directory') return { ...attributesOf(facts), kind: 'directory', hash: null, copy: null };
  const file = await host.read(path);
  return { ...attributesOf(facts), kind: 'file', hash: file?.hash ?? null, copy };
}

function attributesOf({ owner, group, mode }: Attributes): Attributes {
  return { owner, group, mode };
}
