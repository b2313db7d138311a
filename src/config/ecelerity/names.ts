import { FOLD } from './bytes.ts';

/**
 * Names of options and scopes as small numbers, the same for every spelling: `TLS_Protocols` is
 * `tls_protocols` (Momentum, "All configuration options are case insensitive"). A configuration of
 * ten megabytes has a few hundred of them, so nodes keep the number and no string is made.
 */
export class Names {
  readonly #names: string[] = [];
  /** The folded bytes of all names, one after the other, and where each begins; one more for the end. */
  #pool = new Uint8Array(4096);
  #starts = new Int32Array(256);
  #hashes = new Int32Array(256);
  #slots = new Int32Array(512).fill(-1);
  /** What `find` was asked: the same few names for every scope. */
  readonly #asked = new Map<string, { readonly id: number | undefined; readonly among: number }>();

  constructor() {
    for (const name of ['', 'include', 'readonly_include']) this.of(name);
  }

  /** The number of `name`, in any case; a new one where it was not seen before. */
  of(name: string): number {
    const bytes = Buffer.from(name, 'latin1');
    return this.ofBytes(bytes, 0, bytes.length, hashOf(bytes));
  }

  /** The number of the bytes [start, end), whose `foldedHash` is `hash`. */
  ofBytes(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const slot = this.#slotOf(bytes, start, end, hash);
    const id = this.#slots[slot] ?? -1;
    return id < 0 ? this.#add(bytes, start, end, hash, slot) : id;
  }

  /** The number of `name` where it occurs at all. */
  find(name: string): number | undefined {
    const known = this.#asked.get(name);
    if (known !== undefined && (known.id !== undefined || known.among === this.#names.length)) return known.id;
    const bytes = Buffer.from(name, 'latin1');
    const found = this.#slots[this.#slotOf(bytes, 0, bytes.length, hashOf(bytes))] ?? -1;
    const id = found < 0 ? undefined : found;
    this.#asked.set(name, { id, among: this.#names.length });
    return id;
  }

  /** The name in lower case. */
  text(id: number): string {
    return this.#names[id] ?? '';
  }

  /** Where the number of a name is, or would be. */
  #slotOf(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = mixed(hash) & mask;
    for (let id = slots[slot] ?? -1; id >= 0; id = slots[slot] ?? -1) {
      if (this.#hashes[id] === hash && this.#is(id, bytes, start, end)) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #is(id: number, bytes: Uint8Array, start: number, end: number): boolean {
    const pool = this.#pool;
    const from = this.#starts[id] ?? 0;
    if ((this.#starts[id + 1] ?? 0) - from !== end - start) return false;
    for (let at = start; at < end; at += 1) if (pool[from + at - start] !== FOLD[bytes[at] ?? 0]) return false;
    return true;
  }

  #add(bytes: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const id = this.#names.length;
    const from = this.#starts[id] ?? 0;
    const to = from + end - start;
    if (to > this.#pool.length) this.#pool = grown(this.#pool, new Uint8Array(to * 2));
    for (let at = start; at < end; at += 1) this.#pool[from + at - start] = FOLD[bytes[at] ?? 0] ?? 0;
    if (id + 2 > this.#starts.length) {
      this.#starts = grown(this.#starts, new Int32Array(this.#starts.length * 2));
      this.#hashes = grown(this.#hashes, new Int32Array(this.#hashes.length * 2));
    }
    this.#starts[id + 1] = to;
    this.#hashes[id] = hash;
    this.#slots[slot] = id;
    this.#names.push(Buffer.from(this.#pool.subarray(from, to)).toString('latin1'));
    if ((id + 1) * 2 > this.#slots.length) this.#spreadOut();
    return id;
  }

  #spreadOut(): void {
    const slots = new Int32Array(this.#slots.length * 4).fill(-1);
    for (let id = 0; id < this.#names.length; id += 1) {
      let slot = mixed(this.#hashes[id] ?? 0) & (slots.length - 1);
      while ((slots[slot] ?? -1) >= 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = id;
    }
    this.#slots = slots;
  }
}

/** The numbers that every `Names` begins with. */
export const NO_NAME = 0;
export const INCLUDE = 1;
export const READONLY_INCLUDE = 2;

/** One step of the hash of a name over its next byte, the same for both cases of a letter (and for a few that are not the same). */
export function foldedHash(hash: number, byte: number): number {
  return (Math.imul(hash, 31) + (byte | 0x20)) | 0;
}

function hashOf(bytes: Uint8Array): number {
  let hash = 0;
  for (const byte of bytes) hash = foldedHash(hash, byte);
  return hash;
}

/** Spreads the high bits: names that differ in their first bytes only would meet in one slot. */
function mixed(hash: number): number {
  const product = Math.imul(hash, 0x9e3779b1);
  return product ^ (product >>> 15);
}

function grown<T extends Uint8Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
