/** What a statement is. The root is a scope too: the file itself. */
export const SCOPE = 0;
export const OPTION = 1;
/** `include` and `readonly_include`; the name tells which. */
export const INCLUDES = 2;

/** How the value of an option, the instance of a scope or the file of an include is written. */
export const NONE = 0;
export const BARE = 1;
export const DOUBLE_QUOTED = 2;
export const SINGLE_QUOTED = 3;
export const ARRAY = 4;
export const DICTIONARY = 5;
/** In the typographic quotes of a web page; never without a diagnostic. */
export const SMART_QUOTED = 6;

/** Int32 fields of a node. */
const STRIDE = 8;
const START = 1;
const NAME_END = 2;
const NAME = 3;
const ARG_START = 4;
const ARG_END = 5;
const END = 6;
/** Of a scope its body's offset, in the place where others need nothing. */
const BODY = 7;

/** A node by its place in the table. */
export type NodeId = number;

export const ROOT: NodeId = 0;

/**
 * The statements of a file in the order of their first byte, as offsets in one Int32Array: an object a
 * statement would need several times the memory of the file. `next` of a scope is kept apart from
 * the rest: a statement is a scope's own if it comes before it.
 */
export class NodeTable {
  #data: Int32Array;
  /** Of each scope the node after all it holds; of others unused. */
  #next: Int32Array;
  count = 0;

  constructor(expected: number) {
    this.#data = new Int32Array(expected * STRIDE);
    this.#next = new Int32Array(expected);
  }

  add(kind: number, start: number, nameEnd: number, name: number, argKind: number, argStart: number, argEnd: number): NodeId {
    const id = this.count;
    if (id === this.#next.length) this.#resize(id * 2 + 16);
    const at = id * STRIDE;
    const data = this.#data;
    data[at] = kind | (argKind << 4);
    data[at + START] = start;
    data[at + NAME_END] = nameEnd;
    data[at + NAME] = name;
    data[at + ARG_START] = argStart;
    data[at + ARG_END] = argEnd;
    data[at + END] = argEnd;
    this.#next[id] = id + 1;
    this.count = id + 1;
    return id;
  }

  /** Where the body of a scope begins, after its brace. */
  open(id: NodeId, body: number): void {
    this.#data[id * STRIDE + BODY] = body;
  }

  /** Where a scope ends, after its brace; all nodes added since it are its own. */
  close(id: NodeId, end: number): void {
    this.#data[id * STRIDE + END] = end;
    this.#next[id] = this.count;
  }

  /** Gives back the memory that was only expected to be needed. */
  trim(): void {
    if (this.#next.length > this.count * 1.5) this.#resize(this.count);
  }

  kind(id: NodeId): number {
    return (this.#data[id * STRIDE] ?? 0) & 15;
  }
  argKind(id: NodeId): number {
    return (this.#data[id * STRIDE] ?? 0) >> 4;
  }
  start(id: NodeId): number {
    return this.#data[id * STRIDE + START] ?? 0;
  }
  nameEnd(id: NodeId): number {
    return this.#data[id * STRIDE + NAME_END] ?? 0;
  }
  name(id: NodeId): number {
    return this.#data[id * STRIDE + NAME] ?? 0;
  }
  /** Offsets of the value, instance or file with its quotes or brackets; both the end of the name where there is none. */
  argStart(id: NodeId): number {
    return this.#data[id * STRIDE + ARG_START] ?? 0;
  }
  argEnd(id: NodeId): number {
    return this.#data[id * STRIDE + ARG_END] ?? 0;
  }
  end(id: NodeId): number {
    return this.#data[id * STRIDE + END] ?? 0;
  }
  body(id: NodeId): number {
    return this.#data[id * STRIDE + BODY] ?? 0;
  }
  /** The node after this one and all that it holds. */
  next(id: NodeId): NodeId {
    return this.#next[id] ?? 0;
  }

  #resize(length: number): void {
    const data = new Int32Array(length * STRIDE);
    data.set(this.#data.subarray(0, this.count * STRIDE));
    const next = new Int32Array(length);
    next.set(this.#next.subarray(0, this.count));
    this.#data = data;
    this.#next = next;
  }
}
