import type { HostPath } from '../model/paths.ts';
import type { Position } from './splice.ts';

/** What could not be understood, and where. `what` is one sentence without the place. */
export interface Diagnostic extends Position {
  readonly what: string;
}

/** The same for a set of files that include each other. */
export interface FileDiagnostic extends Diagnostic {
  readonly file: HostPath;
}
