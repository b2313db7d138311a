import { FOLD } from './bytes.ts';

/**
 * Names of options and scopes as small numbers, the same for every spelling: `TLS_Protocols` is
 * `tls_protocols` (Momentum, "All configuration options are case insensitive"). A configuration of
 * ten megabytes has a few hundred of them, so nodes keep the number and no string is made.
 */
export class Names {
  readonly #names: string[] = [];
  #slots = new Int32Array(1024).fill(-1);
  #hashes = new Int32Array(512);

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
    const mask = this.#slots.length - 1;
    for (let slot = mixed(hash) & mask; ; slot = (slot + 1) & mask) {
      const id = this.#slots[slot] ?? -1;
      if (id < 0) return this.#add(bytes, start, end, hash, slot);
      if (this.#hashes[id] === hash && sameName(this.#names[id] ?? '', bytes, start, end)) return id;
    }
  }

  /** The number of `name` where it occurs at all. */
  find(name: string): number | undefined {
    const known = this.#asked.get(name);
    if (known !== undefined && (known.id !== undefined || known.among === this.#names.length)) return known.id;
    const id = this.#search(Buffer.from(name, 'latin1'));
    this.#asked.set(name, { id, among: this.#names.length });
    return id;
  }

  /** The name in lower case. */
  text(id: number): string {
    return this.#names[id] ?? '';
  }

  #search(bytes: Uint8Array): number | undefined {
    const mask = this.#slots.length - 1;
    const hash = hashOf(bytes);
    for (let slot = mixed(hash) & mask; ; slot = (slot + 1) & mask) {
      const id = this.#slots[slot] ?? -1;
      if (id < 0) return undefined;
      if (this.#hashes[id] === hash && sameName(this.#names[id] ?? '', bytes, 0, bytes.length)) return id;
    }
  }

  #add(bytes: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const id = this.#names.length;
    if (id === this.#hashes.length) {
      this.#grow();
      return this.ofBytes(bytes, start, end, hash);
    }
    this.#names.push(
      Buffer.from(bytes.subarray(start, end))
        .toString('latin1')
        .replace(/[A-Z]+/g, lower),
    );
    this.#slots[slot] = id;
    this.#hashes[id] = hash;
    return id;
  }

  #grow(): void {
    const hashes = new Int32Array(this.#hashes.length * 2);
    hashes.set(this.#hashes);
    const slots = new Int32Array(this.#slots.length * 2).fill(-1);
    const mask = slots.length - 1;
    for (const old of this.#slots) {
      if (old < 0) continue;
      let slot = mixed(this.#hashes[old] ?? 0) & mask;
      while ((slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask;
      slots[slot] = old;
    }
    this.#hashes = hashes;
    this.#slots = slots;
  }
}

/** The numbers that every `Names` begins with. */
export const NO_NAME = 0;
export const INCLUDE = 1;
export const READONLY_INCLUDE = 2;

/** One step of the hash of a name over its next byte. */
export function foldedHash(hash: number, byte: number): number {
  return (Math.imul(hash, 31) + (FOLD[byte] ?? 0)) | 0;
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

function sameName(name: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (name.length !== end - start) return false;
  for (let at = 0; at < name.length; at += 1) if (name.charCodeAt(at) !== FOLD[bytes[start + at] ?? 0]) return false;
  return true;
}

const lower = (letters: string) => letters.toLowerCase();
