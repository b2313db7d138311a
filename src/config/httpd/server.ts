import type { HostPath } from '../../model/paths.ts';
import { everyNode, type HttpdTree, levelOf, type TreeNode } from './tree.ts';

/** A directive that was found: its arguments without quotes, and where it stands. */
export interface Placed {
  readonly args: readonly string[];
  /** The first argument, or nothing. */
  readonly value: string;
  readonly file: HostPath;
  readonly line: number;
  readonly node: TreeNode;
}

function placed(node: TreeNode): Placed {
  return { args: node.args, value: node.args[0] ?? '', file: node.node.file, line: node.node.line, node };
}

/** All directives `name` of one level (server, or the body of a virtual host), in order. */
export function directivesOf(nodes: readonly TreeNode[], name: string): Placed[] {
  const wanted = name.toLowerCase();
  const found: Placed[] = [];
  for (const node of levelOf(nodes)) if (node.name === wanted && node.node.kind === 'directive') found.push(placed(node));
  return found;
}

/** The last `name` at server level, outside every virtual host and directory: the one that counts for ServerName, User, PidFile and the like. */
export function serverDirective(tree: HttpdTree, name: string): Placed | undefined {
  return directivesOf(tree.nodes, name).at(-1);
}

/** A LoadModule line. */
export interface LoadedModule {
  /** `ssl_module`. */
  readonly name: string;
  /** As written: relative to ServerRoot. */
  readonly path: string;
  readonly file: HostPath;
  readonly line: number;
}

/** Modules that are loaded, or may be; those compiled in are not among them. */
export function loadedModules(tree: HttpdTree): LoadedModule[] {
  return directivesOf(tree.nodes, 'LoadModule').map(({ args: [name = '', path = ''], file, line }) => ({
    name,
    path,
    file,
    line,
  }));
}

/** What tells that TLS may end before this server. */
export interface ProxySign {
  /** A header in which a proxy says how it was spoken to, the module that believes one, or TLS towards a server behind this one. */
  readonly kind: 'forwarded-header' | 'remote-ip' | 'ssl-proxy';
  /** The directive as it stands. */
  readonly text: string;
  readonly file: HostPath;
  readonly line: number;
}

const HEADER = /x-forwarded-(proto|ssl|scheme|port)|front-end-https|x-url-scheme/i;

/** Directives at any depth that speak of a proxy: with them, asking for HTTPS here may lead in a circle. */
export function proxySigns(tree: HttpdTree): ProxySign[] {
  const signs: ProxySign[] = [];
  for (const { name, args, node } of everyNode(tree.nodes)) {
    const kind = signOf(name, args);
    if (kind) signs.push({ kind, text: node.text, file: node.file, line: node.line });
  }
  return signs;
}

function signOf(name: string, args: readonly string[]): ProxySign['kind'] | undefined {
  if (name.startsWith('remoteip')) return 'remote-ip';
  if (name.startsWith('sslproxy')) return 'ssl-proxy';
  return args.some((arg) => HEADER.test(arg)) ? 'forwarded-header' : undefined;
}
