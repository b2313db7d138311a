import type { HostPath } from '../../model/paths.ts';

interface NodeBase {
  readonly file: HostPath;
  /** Number of its first line, from 1. */
  readonly line: number;
  /** Offsets of its lines, continuations and the last line ending included. */
  readonly start: number;
  readonly end: number;
}

/** A word after the name, without quotes and with its offsets in the file; `${VAR}` stands as it is. */
export interface Argument {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

interface Named extends NodeBase {
  /** As it is written; names are compared without regard to case. */
  readonly name: string;
  readonly args: readonly Argument[];
  /** The joined line without white space around it; of a section, without the angle brackets. */
  readonly text: string;
  readonly indent: string;
}

export interface Directive extends Named {
  readonly kind: 'directive';
}

/** `<Name args>` to `</Name>`. One that is never closed ends with what holds it. */
export interface Section extends Named {
  readonly kind: 'section';
  /** Offset after the opening line. */
  readonly bodyStart: number;
  readonly body: readonly HttpdNode[];
  /** Offset of the closing line; undefined where there is none. */
  readonly bodyEnd?: number;
}

/** Empty lines, comments, and closing lines that close nothing: bytes to be kept. */
export interface Filler extends NodeBase {
  readonly kind: 'blank' | 'comment' | 'stray';
}

export type HttpdNode = Directive | Section | Filler;
