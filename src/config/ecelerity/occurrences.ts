import type { HostPath } from '../../model/paths.ts';
import type { Names } from './names.ts';
import type { NodeId } from './nodes.ts';
import type { EcelerityFile } from './tree.ts';

/** A file in one of the places that include it; the main file first. */
export interface Visit {
  readonly file: EcelerityFile;
  /** Reached by `readonly_include`, itself or a file above it. */
  readonly readOnly: boolean;
}

/** The number of a statement in one of its visits; 0 is none. */
export type OccurrenceId = number;

const STRIDE = 4;

/**
 * Every statement of the configuration in reading order, as four numbers each: the visit, the node, its
 * name, and the occurrence before it in the same scope. Lists of objects would need more memory than
 * the files themselves.
 */
export class Occurrences {
  readonly names: Names;
  readonly visits: Visit[] = [];
  #data = new Int32Array(256 * STRIDE);
  #count = 1;
  readonly #visitsOf = new Map<HostPath, number>();

  constructor(names: Names) {
    this.names = names;
  }

  visit(file: EcelerityFile, readOnly: boolean): number {
    this.#visitsOf.set(file.path, this.timesRead(file.path) + 1);
    this.#reserve(this.#count + file.nodes.count);
    return this.visits.push({ file, readOnly }) - 1;
  }

  timesRead(path: HostPath): number {
    return this.#visitsOf.get(path) ?? 0;
  }

  add(visit: number, node: NodeId, name: number, before: OccurrenceId): OccurrenceId {
    const id = this.#count;
    this.#count += 1;
    const at = id * STRIDE;
    this.#data[at] = visit;
    this.#data[at + 1] = node;
    this.#data[at + 2] = name;
    this.#data[at + 3] = before;
    return id;
  }

  visitOf(id: OccurrenceId): Visit {
    const visit = this.visits[this.#data[id * STRIDE] ?? 0];
    if (!visit) throw new Error(`No occurrence ${id}`);
    return visit;
  }
  node(id: OccurrenceId): NodeId {
    return this.#data[id * STRIDE + 1] ?? 0;
  }
  name(id: OccurrenceId): number {
    return this.#data[id * STRIDE + 2] ?? 0;
  }
  /** Without its quotes; of an array or dictionary the source; empty for a scope without an instance. */
  value(id: OccurrenceId): string {
    return this.visitOf(id).file.argument(this.node(id)) ?? '';
  }
  before(id: OccurrenceId): OccurrenceId {
    return this.#data[id * STRIDE + 3] ?? 0;
  }

  #reserve(count: number): void {
    if (count * STRIDE <= this.#data.length) return;
    // To the size of the first file, which is often the only large one; then in steps that grow with it.
    const more = this.#count === 1 ? count : Math.max(count, this.#count * 1.5);
    const data = new Int32Array(Math.ceil(more) * STRIDE);
    data.set(this.#data.subarray(0, this.#count * STRIDE));
    this.#data = data;
  }
}
