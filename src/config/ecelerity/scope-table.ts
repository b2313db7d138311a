import { FOLD, SLASH } from './bytes.ts';
import { type Kind, Kinds } from './kinds.ts';
import type { NodeId } from './nodes.ts';
import type { OccurrenceId, Occurrences } from './occurrences.ts';
import type { EcelerityFile } from './tree.ts';

/** A merged scope by its number; the global one is 0. */
export type ScopeId = number;

const PARENT = 0;
const KEYWORD = 1;
/** The occurrence that opened it first: its instance stands there. */
const FIRST = 2;
const LAST = 3;
const LAST_SETTING = 4;
const SETTINGS = 5;
const FIRST_CHILD = 6;
const LAST_CHILD = 7;
const SIBLING = 8;
const HASH = 9;
/** A bit for each keyword of its children, by the number's last five bits. */
const KEYWORDS = 10;
/** Whether its instance is a pattern, or has upper case. */
const ODD = 11;
const STRIDE = 12;

/**
 * All scopes of a configuration, those of the same place, keyword and instance as one, found by a hash
 * over the bytes of the files: fifty thousand maps and strings would cost more than parsing.
 */
export class ScopeTable {
  readonly occurrences: Occurrences;
  readonly #kinds: Kinds;
  count = 1;
  #data = new Int32Array(64 * STRIDE);
  #slots = new Int32Array(128).fill(-1);
  /** Of each scope its children whose instance is a pattern, or has upper case: they are not found by a name in lower case. */
  readonly #odd = new Map<ScopeId, ScopeId[]>();

  constructor(occurrences: Occurrences) {
    this.occurrences = occurrences;
    this.#kinds = new Kinds(occurrences.names);
    this.#data[PARENT] = -1;
  }

  /** The scope that `node` opens in `parent`, made where it is not there yet. */
  enter(parent: ScopeId, file: EcelerityFile, visit: number, node: NodeId): ScopeId {
    const keyword = file.nodes.name(node);
    const { bytes } = file;
    const from = file.argumentStart(node);
    const to = file.argumentEnd(node);
    let hash = seed(parent, keyword, to < 0);
    for (let at = from; at < to; at += 1) hash = step(hash, bytes[at] ?? 0);
    let slot = spread(hash) & (this.#slots.length - 1);
    for (let id = this.#slots[slot] ?? -1; id >= 0; id = this.#slots[slot] ?? -1) {
      if (this.#field(id, HASH) === hash && this.#is(id, parent, keyword, bytes, from, to)) {
        this.#set(id, LAST, this.occurrences.add(visit, node, keyword, this.#field(id, LAST)));
        return id;
      }
      slot = (slot + 1) & (this.#slots.length - 1);
    }
    const id = this.#add(parent, keyword, hash, this.occurrences.add(visit, node, keyword, 0));
    this.#slots[slot] = id;
    if (this.count * 2 > this.#slots.length) this.#rehash();
    if (isOdd(bytes, from, to)) this.#addOdd(parent, id);
    return id;
  }

  /** An option that is set in a scope. */
  set(id: ScopeId, visit: number, node: NodeId, option: number): void {
    this.#set(id, LAST_SETTING, this.occurrences.add(visit, node, option, this.#field(id, LAST_SETTING)));
    this.#set(id, SETTINGS, this.#field(id, SETTINGS) + 1);
  }

  /** The child with that keyword (its number) and instance; negative where there is none. */
  find(parent: ScopeId, keyword: number | undefined, instance: string | undefined): ScopeId {
    if (keyword === undefined || !this.mayHave(parent, keyword)) return -1;
    const bytes = Buffer.from(instance ?? '', 'latin1');
    // What is not made of bytes stands in no file.
    if (bytes.toString('latin1') !== (instance ?? '')) return -1;
    const to = instance === undefined ? -1 : bytes.length;
    let hash = seed(parent, keyword, to < 0);
    for (const byte of bytes) hash = step(hash, byte);
    let slot = spread(hash) & (this.#slots.length - 1);
    for (let id = this.#slots[slot] ?? -1; id >= 0; id = this.#slots[slot] ?? -1) {
      if (this.#field(id, HASH) === hash && this.#is(id, parent, keyword, bytes, 0, to)) return id;
      slot = (slot + 1) & (this.#slots.length - 1);
    }
    return -1;
  }

  /** False where no child has that keyword; cheaper than to look for one in vain. */
  mayHave(id: ScopeId, keyword: number | undefined): boolean {
    return keyword !== undefined && (this.#field(id, KEYWORDS) & (1 << (keyword & 31))) !== 0;
  }

  parent(id: ScopeId): ScopeId {
    return this.#field(id, PARENT);
  }
  keyword(id: ScopeId): number {
    return this.#field(id, KEYWORD);
  }
  kind(id: ScopeId): Kind {
    return this.#kinds.of(this.#field(id, KEYWORD));
  }
  /** Undefined for an anonymous scope. */
  instance(id: ScopeId): string | undefined {
    const first = this.#field(id, FIRST);
    return first === 0 ? undefined : this.occurrences.visitOf(first).file.argument(this.occurrences.node(first));
  }
  lastDeclaration(id: ScopeId): OccurrenceId {
    return this.#field(id, LAST);
  }
  lastSetting(id: ScopeId): OccurrenceId {
    return this.#field(id, LAST_SETTING);
  }
  settingCount(id: ScopeId): number {
    return this.#field(id, SETTINGS);
  }
  /** 0 is none: the global scope is nobody's child. */
  firstChild(id: ScopeId): ScopeId {
    return this.#field(id, FIRST_CHILD);
  }
  sibling(id: ScopeId): ScopeId {
    return this.#field(id, SIBLING);
  }
  isOdd(id: ScopeId): boolean {
    return this.#field(id, ODD) !== 0;
  }
  oddChildren(id: ScopeId): readonly ScopeId[] {
    return this.#odd.get(id) ?? NONE;
  }

  #field(id: ScopeId, field: number): number {
    return this.#data[id * STRIDE + field] ?? 0;
  }
  #set(id: ScopeId, field: number, value: number): void {
    this.#data[id * STRIDE + field] = value;
  }

  /** Whether scope `id` is that of `parent` with that keyword and the instance bytes[from, to); `to` is negative for none. */
  #is(id: ScopeId, parent: ScopeId, keyword: number, bytes: Uint8Array, from: number, to: number): boolean {
    if (this.#field(id, PARENT) !== parent || this.#field(id, KEYWORD) !== keyword) return false;
    const first = this.#field(id, FIRST);
    const { file } = this.occurrences.visitOf(first);
    const node = this.occurrences.node(first);
    const start = file.argumentStart(node);
    const end = file.argumentEnd(node);
    if (to < 0 || end < 0) return to < 0 && end < 0;
    if (end - start !== to - from) return false;
    for (let at = 0; at < end - start; at += 1) {
      if (file.bytes[start + at] !== bytes[from + at]) return false;
    }
    return true;
  }

  #add(parent: ScopeId, keyword: number, hash: number, occurrence: OccurrenceId): ScopeId {
    const id = this.count;
    if ((id + 1) * STRIDE > this.#data.length) this.#grow();
    this.count = id + 1;
    const at = id * STRIDE;
    this.#data[at + PARENT] = parent;
    this.#data[at + KEYWORD] = keyword;
    this.#data[at + FIRST] = occurrence;
    this.#data[at + LAST] = occurrence;
    this.#data[at + HASH] = hash;
    const last = this.#field(parent, LAST_CHILD);
    this.#set(last === 0 ? parent : last, last === 0 ? FIRST_CHILD : SIBLING, id);
    this.#set(parent, LAST_CHILD, id);
    this.#set(parent, KEYWORDS, this.#field(parent, KEYWORDS) | (1 << (keyword & 31)));
    return id;
  }

  #addOdd(parent: ScopeId, id: ScopeId): void {
    this.#set(id, ODD, 1);
    const same = this.#odd.get(parent);
    if (same) same.push(id);
    else this.#odd.set(parent, [id]);
  }

  #grow(): void {
    const data = new Int32Array(this.count * 2 * STRIDE);
    data.set(this.#data.subarray(0, this.count * STRIDE));
    this.#data = data;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 4).fill(-1);
    for (let id = 1; id < this.count; id += 1) {
      let slot = spread(this.#field(id, HASH)) & (slots.length - 1);
      while ((slots[slot] ?? -1) >= 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = id;
    }
    this.#slots = slots;
  }
}

const NONE: readonly ScopeId[] = [];

function seed(parent: ScopeId, keyword: number, anonymous: boolean): number {
  return Math.imul(parent, 0x01000193) ^ Math.imul(keyword + 1, anonymous ? 0x85ebca6b : 0xc2b2ae35);
}

function step(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, 0x01000193);
}

function spread(hash: number): number {
  const product = Math.imul(hash ^ (hash >>> 15), 0x9e3779b1);
  return product ^ (product >>> 13);
}

function isOdd(bytes: Uint8Array, from: number, to: number): boolean {
  if (bytes[from] === SLASH) return from < to;
  for (let at = from; at < to; at += 1) if (FOLD[bytes[at] ?? 0] !== bytes[at]) return true;
  return false;
}
