import type { Finding } from '../../model/finding.ts';
import type { HostPath } from '../../model/paths.ts';
import type { FileDiagnostic } from '../diagnostic.ts';
import { isTransparent } from './conditions.ts';
import type { Directive, Section } from './nodes.ts';
import type { HttpdFile } from './parse.ts';

/** A directive or section as Apache meets it: comments left out, variables resolved, what Include reads in its place. */
export interface TreeNode {
  readonly node: Directive | Section;
  /** In lower case. */
  readonly name: string;
  /** Without quotes, variables resolved. */
  readonly args: readonly string[];
  /** Of a section its body, of an Include what the files hold. */
  readonly children: readonly TreeNode[];
  /** Whether it counts: false below an IfDefine or IfModule that is not so, undefined where that cannot be told. */
  readonly active: boolean | undefined;
}

export interface HttpdTree {
  readonly nodes: readonly TreeNode[];
  /** Every file that was read, main file first. */
  readonly files: ReadonlyMap<HostPath, HttpdFile>;
  /** As the last ServerRoot said, or as given. */
  readonly serverRoot: HostPath;
  readonly findings: readonly Finding[];
  readonly diagnostics: readonly FileDiagnostic[];
}

const INCLUDES: ReadonlySet<string> = new Set(['include', 'includeoptional']);

export function isInclude(node: { readonly name: string }): boolean {
  return INCLUDES.has(node.name);
}

/** The nodes of one level that count or may count, with those of included files and of conditional sections in their places. */
export function* levelOf(nodes: readonly TreeNode[]): Generator<TreeNode> {
  for (const node of nodes) {
    if (node.active === false) continue;
    if (isInclude(node) || (node.node.kind === 'section' && isTransparent(node.name))) yield* levelOf(node.children);
    else yield node;
  }
}

/** The same at every depth, each section before what it holds. */
export function* everyNode(nodes: readonly TreeNode[]): Generator<TreeNode> {
  for (const node of levelOf(nodes)) {
    yield node;
    if (node.node.kind === 'section') yield* everyNode(node.children);
  }
}
