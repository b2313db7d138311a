import { sha256 } from '../host/facts.ts';
import type { FileFacts, Host } from '../host/host.ts';
import { isRecord } from '../host/layout.ts';
import { knownSecrets, MASK, maskSecrets } from '../host/secrets.ts';
import { ownership } from '../model/ownership.ts';
import type { HostPath } from '../model/paths.ts';
import { type Change, type DhSource, type IssueCertificate, pathsOf, type RunTool } from '../plan/change.ts';
import { diffTexts } from '../plan/diff.ts';
import type { FilePreview, FileSide } from '../plan/preview.ts';

/** What the operator is shown: one row a path, in the order in which they are written. */
export async function previewChanges(
  host: Host,
  changes: readonly Change[],
  given: readonly string[] = [],
): Promise<readonly FilePreview[]> {
  const secrets = [...given.filter((secret) => secret !== ''), ...(await knownSecrets(host))];
  const after = host.after(changes);
  const rows: FilePreview[] = [];
  for (const [path, touching] of byPath(changes)) {
    if (!isRecord(path)) rows.push(await previewPath(host, after, path, touching, secrets));
  }
  // What a tool only needs while it works (a rollback journal) is nothing that anybody gets to see.
  return rows.filter(({ before, after }) => (before ?? after) !== null);
}

/** The changes of each path; a path stands where its last change does. */
function byPath(changes: readonly Change[]): ReadonlyMap<HostPath, readonly Change[]> {
  const rows = new Map<HostPath, Change[]>();
  for (const change of changes) {
    for (const path of pathsOf(change)) {
      const known = rows.get(path) ?? [];
      rows.delete(path);
      rows.set(path, [...known, change]);
    }
  }
  return rows;
}

async function previewPath(
  host: Host,
  after: Host,
  path: HostPath,
  touching: readonly Change[],
  secrets: readonly string[],
): Promise<FilePreview> {
  const [was, will] = await Promise.all([host.stat(path), after.stat(path)]);
  const issued = touching.find((change) => change.kind === 'certificate');
  const tools = touching.filter((change) => change.kind === 'tool');
  const secret =
    issued !== undefined ||
    tools.length > 0 ||
    BINARY.test(path) ||
    touching.some((change) => change.kind === 'restore' && (change.pair !== undefined || BINARY.test(change.from)));
  const common = {
    path,
    choices: [...new Set(touching.map((change) => change.choice))],
    why: [...new Set(touching.map((change) => change.why))],
  };
  const oldBytes = was?.kind === 'file' ? (await host.read(path))?.bytes : undefined;
  const dh = touching.find((change) => change.kind === 'dh-parameters');
  const made = issued !== undefined || tools.length > 0 || (dh !== undefined && 'generate' in dh.source);
  const newBytes = !made && will?.kind === 'file' ? (await after.read(path))?.bytes : undefined;
  const diff = secret ? { hunks: [], added: 0, removed: 0 } : diffTexts(shown(oldBytes, secrets), shown(newBytes, secrets));
  const isKey = issued?.kind === 'certificate' && issued.keyPath === path;
  return {
    ...common,
    kind: issued !== undefined ? (isKey ? 'key' : 'certificate') : tools.length > 0 ? 'tool' : kindOf(touching),
    before: side(was, oldBytes),
    after: side(will, newBytes),
    ...diff,
    notes: [
      ...(issued?.kind === 'certificate' ? certificateNotes(issued, isKey) : []),
      ...toolNotes(tools),
      ...(dh === undefined ? [] : dhNotes(dh.source)),
      ...attributeNotes(was, will),
      ...removalNotes(secret, will),
    ],
  };
}

/** Nothing to show a diff of: a key, a database. */
const BINARY = /\.(key|db)$/;

/** Every call as it will be made, but for the secrets in it. */
function toolNotes(tools: readonly RunTool[]): readonly string[] {
  const words = ({ program, args }: RunTool) => [program, ...args.map((arg) => (typeof arg === 'string' ? arg : MASK))].join(' ');
  const calls = tools.filter(({ expects }) => expects === undefined).map((tool) => `Runs ${words(tool)}`);
  const told = tools.some(({ args }) => args.some((arg) => typeof arg !== 'string'));
  const seen = 'The tool takes the password on its command line alone: for that moment the process list shows it to this machine';
  return told ? [...calls, seen] : calls;
}

function shown(bytes: Buffer | undefined, secrets: readonly string[]): string {
  return bytes === undefined ? '' : maskSecrets(bytes.toString('utf8'), secrets);
}

function kindOf(touching: readonly Change[]): FilePreview['kind'] {
  const last = touching.filter((change) => change.kind !== 'attributes').at(-1) ?? touching[0];
  return last === undefined || last.kind === 'certificate' || last.kind === 'tool' ? 'attributes' : last.kind;
}

function side(facts: FileFacts | undefined, bytes: Buffer | undefined): FileSide | null {
  if (facts === undefined) return null;
  const { owner, group, mode } = facts;
  return { sha256: bytes === undefined ? null : sha256(bytes), owner, group, mode };
}

function certificateNotes({ facts, signer, keyFrom, authority }: IssueCertificate, isKey: boolean): readonly string[] {
  if (isKey && keyFrom?.kind === 'kept') return [`The private key of ${keyFrom.path}, as it is; it is never shown`];
  if (isKey && keyFrom?.kind === 'given') return ['The private key that was handed over; it is never shown'];
  if (isKey) return [`New RSA private key, ${facts.keyBits} bits; it is made when this is applied and never shown`];
  if (authority === true)
    return [`New certification authority of this host, "${facts.hostname}", good for ${facts.days} days from the apply`];
  const kind =
    signer === undefined
      ? 'New self-signed certificate'
      : signer.kind === 'given'
        ? `Certificate issued by ${signer.issuer}`
        : `New certificate, signed by this host's own authority (${signer.certificate}),`;
  return [
    `${kind} for ${facts.hostname}, ${signer?.kind === 'given' ? `${facts.days} days left` : `SHA-256, good for ${facts.days} days from the apply`}`,
    `Names: ${[...new Set([facts.hostname, ...facts.altNames])].join(', ')}`,
  ];
}

function dhNotes(source: DhSource): readonly string[] {
  if ('generate' in source)
    return [
      `Diffie-Hellman parameters of its own, ${source.generate} bits; they are made when this is applied, which takes its time`,
    ];
  return [`Diffie-Hellman parameters: the group ${source.group} of RFC 7919`];
}

function attributeNotes(was: FileFacts | undefined, will: FileFacts | undefined): readonly string[] {
  if (will === undefined) return ['Removed'];
  const [old, next] = [was === undefined ? undefined : ownership(was), ownership(will)];
  if (old === undefined) return [`Owner and mode: ${next}`];
  return old === next ? [] : [`Owner and mode: ${old} becomes ${next}`];
}

function removalNotes(secret: boolean, will: FileFacts | undefined): readonly string[] {
  return secret && will !== undefined ? [] : secret ? ['Its content is not shown'] : [];
}
