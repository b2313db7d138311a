import type { HostPath } from '../../model/paths.ts';
import type { NodeId } from './nodes.ts';
import type { OccurrenceId, Occurrences } from './occurrences.ts';
import type { EcelerityFile } from './tree.ts';

/** Why the console would not write a file back (Momentum manual, "Configuration overview"); we may still edit it on the disk. */
export type ReadOnly = 'readonly-include' | 'included-twice';

/** A statement of the configuration where it stands: an option that is set, or a scope that is opened. */
export class Occurrence {
  readonly id: OccurrenceId;
  readonly node: NodeId;
  /** The parsed file it is in: what an edit starts from. */
  readonly source: EcelerityFile;
  readonly #all: Occurrences;

  constructor(all: Occurrences, id: OccurrenceId) {
    this.id = id;
    this.node = all.node(id);
    this.source = all.visitOf(id).file;
    this.#all = all;
  }

  get file(): HostPath {
    return this.source.path;
  }
  /** In lower case. */
  get name(): string {
    return this.source.name(this.node);
  }
  /** The value without its quotes; of an array or dictionary the source; empty for a scope without an instance. */
  get value(): string {
    return this.source.argument(this.node) ?? '';
  }
  get line(): number {
    return this.source.positionOf(this.node).line;
  }
  /** From 1, in bytes. */
  get column(): number {
    return this.source.positionOf(this.node).column;
  }
  /** Undefined where the console may write the file. */
  get readOnly(): ReadOnly | undefined {
    if (this.#all.visitOf(this.id).readOnly) return 'readonly-include';
    return this.#all.timesRead(this.file) > 1 ? 'included-twice' : undefined;
  }
  get writable(): boolean {
    return this.readOnly === undefined;
  }
}
