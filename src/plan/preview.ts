import type { HostPath } from '../model/paths.ts';

/** Facts of a file on one side of a change. `sha256` null: not known before it is made (a new key). */
export interface FileSide {
  readonly sha256: string | null;
  readonly owner: string;
  readonly group: string;
  readonly mode: number;
}

export interface DiffLine {
  readonly kind: 'context' | 'added' | 'removed';
  /** Line number on the old side (removed, context) or the new one (added), from 1. */
  readonly number: number;
  readonly text: string;
}

export interface DiffHunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  readonly lines: readonly DiffLine[];
}

/** One row of the preview: everything that will be different about one path. */
export interface FilePreview {
  readonly path: HostPath;
  readonly kind:
    | 'create'
    | 'edit'
    | 'remove'
    | 'restore'
    | 'attributes'
    | 'directory'
    | 'certificate'
    | 'key'
    | 'tool'
    | 'dh-parameters';
  readonly choices: readonly string[];
  readonly why: readonly string[];
  readonly before: FileSide | null;
  readonly after: FileSide | null;
  readonly added: number;
  readonly removed: number;
  readonly hunks: readonly DiffHunk[];
  /** What a diff cannot show: certificate facts, owner and mode in words. Never key material. */
  readonly notes: readonly string[];
}
