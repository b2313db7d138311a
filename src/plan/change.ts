import type { Finding } from '../model/finding.ts';
import type { HostPath } from '../model/paths.ts';
import type { SecretReference } from './secret.ts';

/** A replacement of the bytes [start, end) of a file by `text` (latin1: one character a byte). */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Owner and group by name in the tree's own passwd and group; mode as permission bits (0o600). */
export interface Attributes {
  readonly owner: string;
  readonly group: string;
  readonly mode: number;
}

/** What a service has to do before the change is in force. */
export interface Effect {
  readonly service: string;
  readonly action: 'reload' | 'restart';
}

interface ChangeBase {
  /** The answer this change serves: the id of a choice. */
  readonly choice: string;
  /** One sentence, for the preview. */
  readonly why: string;
  readonly affects: readonly Effect[];
}

/** Edits bytes of a file whose sha256 was `onHash` when planned; owner and mode stay. */
export interface EditFile extends ChangeBase {
  readonly kind: 'edit';
  readonly path: HostPath;
  readonly onHash: string;
  readonly splices: readonly Splice[];
}

/** Creates a file that is not there. `content` is latin1. */
export interface CreateFile extends ChangeBase {
  readonly kind: 'create';
  readonly path: HostPath;
  readonly content: string;
  readonly attributes: Attributes;
}

/** Removes a regular file whose sha256 was `onHash`. */
export interface RemoveFile extends ChangeBase {
  readonly kind: 'remove';
  readonly path: HostPath;
  readonly onHash: string;
}

export interface MakeDirectory extends ChangeBase {
  readonly kind: 'directory';
  readonly path: HostPath;
  readonly attributes: Attributes;
}

/** Changes owner, group or mode of what is there (file or directory); the content stays. */
export interface SetAttributes extends ChangeBase {
  readonly kind: 'attributes';
  readonly path: HostPath;
  readonly attributes: Attributes;
}

/** Everything a certificate of ours will say. Only the key and the serial are made when applied. */
export interface CertificateFacts {
  readonly hostname: string;
  /** DNS names and IP addresses beside `hostname`, which is always among the subjectAltNames. */
  readonly altNames: readonly string[];
  readonly keyBits: 2048 | 3072 | 4096;
  readonly days: number;
}

/** Who signs a certificate where it is not signed with its own key. */
export type Signer =
  /** The host's own authority, whose pair lies in the store. */
  | { readonly kind: 'local-ca'; readonly key: HostPath; readonly certificate: HostPath }
  /** Somebody else: it is there already, with its chain. Certificates are public, and may stand in a plan. */
  | { readonly kind: 'given'; readonly pem: string; readonly issuer: string };

/** A private key that is there already. Only its place and its sha256 stand in a plan. */
export type KeyReference =
  | { readonly kind: 'kept'; readonly path: HostPath; readonly hash: string }
  /** Handed over by the operator; it is in the memory of this process alone. */
  | { readonly kind: 'given'; readonly hash: string };

/** Issues a pair: two paths, put in place so that no reader ever sees a mismatched pair. */
export interface IssueCertificate extends ChangeBase {
  readonly kind: 'certificate';
  readonly service: string;
  readonly keyPath: HostPath;
  readonly certificatePath: HostPath;
  /** What it says; of one that was given, what was read from it. */
  readonly facts: CertificateFacts;
  /** Without: signed with its own key. */
  readonly signer?: Signer;
  /** Without: a new key is made when this is applied. */
  readonly keyFrom?: KeyReference;
  /** It is no server's certificate but an authority's, with the host name of the facts as its name. */
  readonly authority?: true;
  readonly keyAttributes: Attributes;
  readonly certificateAttributes: Attributes;
}

/** Diffie-Hellman parameters: a group whose file is known beforehand, or one of the host's own of so many bits, made when applied. */
export type DhSource = { readonly group: string; readonly content: string } | { readonly generate: 2048 | 3072 | 4096 };

/** Creates a file of Diffie-Hellman parameters where nothing stands. They are no secret. */
export interface WriteDhParameters extends ChangeBase {
  readonly kind: 'dh-parameters';
  readonly path: HostPath;
  readonly source: DhSource;
  readonly attributes: Attributes;
}

/** Puts back what an earlier run kept: `from` names it in the store, the bytes never enter the plan. */
export interface RestoreFile extends ChangeBase {
  readonly kind: 'restore';
  readonly path: HostPath;
  readonly from: HostPath;
  /** sha256 of the kept bytes, and of what stands there now (null: nothing). */
  readonly hash: string;
  readonly onHash: string | null;
  readonly attributes: Attributes;
  /** Shared by the key and the certificate of one pair, which change place together. */
  readonly pair?: string;
}

/** A path that a tool writes, and how it has to be owned afterwards. Null: nothing stays there. */
export interface TouchedPath {
  readonly path: HostPath;
  readonly attributes: Attributes | null;
}

/**
 * Runs one of Momentum's own programs, as root. What it leaves is known only once it has run, so all
 * that it may write is named: that is kept before, and put back where anything fails.
 */
export interface RunTool extends ChangeBase {
  readonly kind: 'tool';
  readonly program: HostPath;
  readonly args: readonly (string | SecretReference)[];
  readonly touches: readonly TouchedPath[];
  /** What it has to print, for one that proves the work of those before it. */
  readonly expects?: SecretReference;
}

/** A value that says what will be different. Planning makes them, apply carries them out, nothing else does. */
export type Change =
  | EditFile
  | CreateFile
  | RemoveFile
  | MakeDirectory
  | SetAttributes
  | IssueCertificate
  | WriteDhParameters
  | RestoreFile
  | RunTool;

/** The paths of one change, in the order they are put in place. */
export function pathsOf(change: Change): readonly HostPath[] {
  if (change.kind === 'certificate') return [change.keyPath, change.certificatePath];
  return change.kind === 'tool' ? change.touches.map(({ path }) => path) : [change.path];
}

/** A finding whose remedy may be planned. */
export type PlannedFinding = Finding<Change>;
