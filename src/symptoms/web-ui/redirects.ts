import { directivesOf, type Placed } from '../../config/httpd/server.ts';
import type { TreeNode } from '../../config/httpd/tree.ts';
import type { WebUi } from '../../services/ecwebui/web-ui.ts';

/**
 * Redirects of everything to https that hold within a virtual host for TLS: its own, and those of mod_alias at the level
 * of the server, which every virtual host has too. Rules of mod_rewrite come down only where it inherits them.
 */
export function redirectsToItself(webUi: WebUi): readonly Placed[] {
  const secure = webUi.hosts.filter(({ sslEngine }) => sslEngine);
  if (secure.length === 0) return [];
  const names = new Set(
    [webUi.serverName, ...secure.flatMap(({ serverName, aliases }) => [serverName?.value, ...aliases])]
      .map(bare)
      .filter((name) => name !== ''),
  );
  const ports = new Set(webUi.tls.map(({ port }) => port));
  const leadsHere = (target: string) => {
    const [, name = '', port = '443'] = /^https:\/\/([^/:]+)(?::(\d+))?/.exec(target) ?? [];
    // Variables are the name that was asked for; HTTP_HOST has its port too.
    if (name.includes('%{HTTP_HOST}')) return true;
    return ports.has(Number(port)) && (name.includes('%{') || names.has(name));
  };
  const inherits = secure.some(({ body }) => directivesOf(body, 'RewriteOptions').some(({ args }) => args.some(isInherit)));
  const above = [...aliased(webUi.tree.nodes), ...(inherits ? rewritten(webUi.tree.nodes) : [])];
  const within = secure.flatMap(({ body }) => [...aliased(body), ...rewritten(body)]);
  return [...above, ...within].filter(({ args }) => args.some(leadsHere));
}

/** `Redirect [status] / https://...`, and RedirectMatch of every path. */
function aliased(nodes: readonly TreeNode[]): readonly Placed[] {
  const redirects = ['Redirect', 'RedirectPermanent', 'RedirectTemp'].flatMap((name) => directivesOf(nodes, name));
  const matches = directivesOf(nodes, 'RedirectMatch');
  return [
    ...redirects.filter(({ args }) => args.at(-2) === '/'),
    ...matches.filter(({ args }) => isEverything(args.at(-2) ?? '')),
  ];
}

/** A RewriteRule of every path with no condition before it. */
function rewritten(nodes: readonly TreeNode[]): readonly Placed[] {
  const conditions = directivesOf(nodes, 'RewriteCond').map(({ line }) => line);
  const rules = directivesOf(nodes, 'RewriteRule');
  return rules.filter(({ args, line }, index) => {
    const before = rules[index - 1]?.line ?? 0;
    return isEverything(args[0] ?? '') && !conditions.some((at) => at > before && at < line);
  });
}

function isInherit(option: string): boolean {
  return /^inherit(?:before)?$/i.test(option);
}

function isEverything(pattern: string): boolean {
  return /^\^?\/?\??(?:\(?\.\*\)?)?\$?$/.test(pattern) && pattern !== '^/$' && pattern !== '/$';
}

function bare(name: string | undefined): string {
  return (name ?? '').replace(/^https?:\/\//, '').replace(/:\d+$/, '');
}
