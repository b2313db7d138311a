import type { HostPath } from '../../model/paths.ts';
import { logicalLines, never } from '../lines.ts';
import { type AddressPort, parseAddressPort } from './addresses.ts';
import { type HttpdTree, levelOf, type TreeNode } from './tree.ts';

/** A socket that httpd opens. */
export interface Listen {
  /** Undefined: every address. */
  readonly address: string | undefined;
  readonly port: number;
  /** As given, else `https` for port 443 and `http` for others (Apache manual, Listen). It turns no SSL on. */
  readonly protocol: string;
  readonly file: HostPath;
  readonly line: number;
  readonly node: TreeNode;
}

/** Every Listen that counts or may count. */
export function listens(tree: HttpdTree): Listen[] {
  const found: Listen[] = [];
  for (const node of levelOf(tree.nodes)) {
    const read = node.name === 'listen' ? readListen(node.args) : undefined;
    if (read) found.push({ ...read, file: node.node.file, line: node.node.line, node });
  }
  return found;
}

/** A Listen line that was made a comment: it proposes a port. */
export interface CommentedListen {
  readonly address: string | undefined;
  readonly port: number;
  readonly protocol: string;
  readonly line: number;
}

/** The comments of `text` that are a Listen directive and nothing else: `#Listen 127.0.0.1:8443`. */
export function commentedListens(text: string): CommentedListen[] {
  const found: CommentedListen[] = [];
  for (const { text: content, line } of logicalLines(text, never)) {
    const [, ...args] = /^[ \t]*#[# \t]*Listen[ \t]+([^ \t]+)(?:[ \t]+([A-Za-z]+))?[ \t]*$/i.exec(content) ?? [];
    const read = readListen(args.filter((arg) => arg !== undefined));
    if (read) found.push({ ...read, line });
  }
  return found;
}

function readListen([where, protocol]: readonly string[]): (AddressPort & { port: number; protocol: string }) | undefined {
  const { address, port } = (where === undefined ? undefined : parseAddressPort(where)) ?? {};
  if (port === undefined) return undefined;
  return {
    address: address === '*' ? undefined : address,
    port,
    protocol: (protocol ?? (port === 443 ? 'https' : 'http')).toLowerCase(),
  };
}
