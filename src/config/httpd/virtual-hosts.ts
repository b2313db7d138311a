import type { HostPath } from '../../model/paths.ts';
import { type AddressPort, parseAddressPort } from './addresses.ts';
import type { Section } from './nodes.ts';
import { directivesOf, type Placed } from './server.ts';
import { everyNode, type HttpdTree, levelOf, type TreeNode } from './tree.ts';

/** A `<VirtualHost>`. Where it says nothing of SSL itself, what the server level says holds for it, as mod_ssl merges them. */
export interface VirtualHost {
  /** `address` is `*`, `_default_`, a name or an address; a missing port is any. */
  readonly addresses: readonly AddressPort[];
  /** SSLEngine on, or `optional`. */
  readonly sslEngine: boolean;
  /** Several where there is a key of each kind. */
  readonly certificateFiles: readonly Placed[];
  readonly keyFiles: readonly Placed[];
  readonly protocol: Placed | undefined;
  readonly serverName: Placed | undefined;
  readonly aliases: readonly string[];
  /** It has rewriting of its own, before which a redirect may or may not come. */
  readonly hasRewrite: boolean;
  readonly file: HostPath;
  readonly line: number;
  /** The section in its file, for an editor. */
  readonly section: Section;
  readonly body: readonly TreeNode[];
}

/** Every virtual host that counts or may count, in the order of the files. */
export function virtualHosts(tree: HttpdTree): VirtualHost[] {
  const hosts: VirtualHost[] = [];
  const server = [...levelOf(tree.nodes)].filter(({ name }) => name.startsWith('ssl'));
  for (const { name, args, node, children } of levelOf(tree.nodes)) {
    if (name !== 'virtualhost' || node.kind !== 'section') continue;
    const all = (directive: string): readonly Placed[] => {
      const own = directivesOf(children, directive);
      return own.length > 0 ? own : directivesOf(server, directive);
    };
    hosts.push({
      addresses: args.map(parseAddressPort).filter((address) => address !== undefined),
      sslEngine: /^(on|optional)$/i.test(all('SSLEngine').at(-1)?.value ?? ''),
      certificateFiles: all('SSLCertificateFile'),
      keyFiles: all('SSLCertificateKeyFile'),
      protocol: all('SSLProtocol').at(-1),
      serverName: directivesOf(children, 'ServerName').at(-1),
      aliases: directivesOf(children, 'ServerAlias').flatMap((alias) => alias.args),
      hasRewrite: hasRewrite(children),
      file: node.file,
      line: node.line,
      section: node,
      body: children,
    });
  }
  return hosts;
}

function hasRewrite(nodes: readonly TreeNode[]): boolean {
  for (const { name } of everyNode(nodes)) if (name.startsWith('rewrite')) return true;
  return false;
}
