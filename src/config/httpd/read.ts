import type { Finding } from '../../model/finding.ts';
import { type HostPath, hostPath } from '../../model/paths.ts';
import type { FileDiagnostic } from '../diagnostic.ts';
import { type ConfigReader, MOST_FILES, namedPath } from '../reader.ts';
import { CORE_MODULES, conditionHolds, moduleNames, type ReadState, resolveVariables } from './conditions.ts';
import { filesFor } from './include-files.ts';
import type { Directive, HttpdNode, Section } from './nodes.ts';
import { type HttpdFile, parseHttpd } from './parse.ts';
import { type HttpdTree, isInclude, type TreeNode } from './tree.ts';
import { wordsOf } from './words.ts';

export interface HttpdOptions {
  /** Where relative names begin until a ServerRoot says otherwise: `httpd -d`, or HTTPD_ROOT of `httpd -V`. */
  readonly serverRoot: HostPath;
  /** Names given with -D. */
  readonly defines?: readonly string[];
  /** What `${NAME}` may also be: the variables that httpd is started with. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The source files of `httpd -l` (`mod_ssl.c`). Without them, IfModule of one that is not loaded stays undecided. */
  readonly compiledIn?: readonly string[];
}

/** Includes within includes. Apache stops at 128 (AP_MAX_INCLUDE_DEPTH); nobody means as many as these. */
const MOST_DEPTH = 20;

/**
 * Reads `mainFile` and what it includes into one tree, in Apache's own order: Define, LoadModule and
 * ServerRoot count from where they stand. Rejects only where `reader.read` does.
 */
export async function readHttpd(reader: ConfigReader, mainFile: HostPath, options: HttpdOptions): Promise<HttpdTree> {
  const files = new Map<HostPath, HttpdFile>();
  const findings: Finding[] = [];
  const diagnostics: FileDiagnostic[] = [];
  const state: ReadState = {
    defines: new Map((options.defines ?? []).map((name) => [name, ''])),
    environment: options.environment ?? {},
    modules: new Set([...CORE_MODULES, ...(options.compiledIn ?? []).flatMap(compiledNames)]),
    possibleModules: new Set(),
    modulesKnown: options.compiledIn !== undefined,
  };
  let serverRoot = options.serverRoot;
  let visits = 0;

  function report(status: 'warn' | 'fail', id: string, what: string, from: Directive | undefined): void {
    findings.push({ id, status, what, evidence: from ? [`${from.file}:${from.line}: ${from.text}`] : [] });
  }

  async function open(path: HostPath): Promise<HttpdFile | undefined> {
    const known = files.get(path);
    if (known) return known;
    const text = await reader.read(path);
    if (text === undefined) return undefined;
    const file = parseHttpd(text, path);
    files.set(path, file);
    for (const diagnostic of file.diagnostics) diagnostics.push({ ...diagnostic, file: path });
    return file;
  }

  async function visit(path: HostPath, above: readonly HostPath[], from: Directive | undefined, active: boolean | undefined) {
    const fail = (id: string, what: string) => report('fail', id, what, from);
    if (above.includes(path)) fail('httpd-include-cycle', `${path} includes itself, directly or through others`);
    else if (above.length > MOST_DEPTH) fail('httpd-include-depth', `${path} is included more than ${MOST_DEPTH} levels deep`);
    else if (visits >= MOST_FILES) fail('httpd-include-count', `More than ${MOST_FILES} files are included`);
    else {
      visits += 1;
      const file = await open(path);
      if (file) return body(file.nodes, [...above, path], active);
      fail('httpd-file-missing', `${path} is not there, and httpd does not start without it`);
    }
    return [];
  }

  async function body(nodes: readonly HttpdNode[], above: readonly HostPath[], active: boolean | undefined): Promise<TreeNode[]> {
    const made: TreeNode[] = [];
    for (const node of nodes) {
      if (node.kind === 'directive') made.push(await directive(node, above, active));
      else if (node.kind === 'section') made.push(await section(node, above, active));
    }
    return made;
  }

  async function section(node: Section, above: readonly HostPath[], active: boolean | undefined): Promise<TreeNode> {
    const args = resolvedArgs(node, state);
    const inside = both(active, conditionHolds(node.name, args, state));
    const children = await body(node.body, above, inside);
    return { node, name: node.name.toLowerCase(), args, children, active };
  }

  async function directive(node: Directive, above: readonly HostPath[], active: boolean | undefined): Promise<TreeNode> {
    const name = node.name.toLowerCase();
    const args = resolvedArgs(node, state);
    const made = { node, name, args, active };
    if (active === false) return { ...made, children: [] };
    remember(name, args, active);
    return { ...made, children: isInclude(made) ? await include(made, above) : [] };
  }

  /** Directives that have their effect while the file is read. */
  function remember(name: string, [first = '', second = '']: readonly string[], active: boolean | undefined): void {
    if (name === 'define') state.defines.set(first, second);
    if (name === 'undefine') state.defines.delete(first);
    if (name === 'serverroot') serverRoot = namedPath(hostPath('/'), first) ?? serverRoot;
    const loaded = active ? state.modules : state.possibleModules;
    if (name === 'loadmodule') for (const spelling of moduleNames(first, second)) loaded.add(spelling);
  }

  async function include(made: Omit<TreeNode, 'children'>, above: readonly HostPath[]): Promise<TreeNode[]> {
    const node = made.node as Directive;
    const target = namedPath(serverRoot, made.args[0] ?? '');
    if (!target) {
      report('fail', 'httpd-include-name', 'An Include names no file', node);
      return [];
    }
    const { paths, pattern } = await filesFor(reader, target);
    if (paths.length === 0 && made.name === 'include') {
      // Apache 2.2 passes over a pattern that nothing matches; 2.4 wants IncludeOptional for that.
      if (pattern)
        report('warn', 'httpd-include-empty', `Nothing matches ${target}: Apache 2.4 refuses that, 2.2 does not`, node);
      else report('fail', 'httpd-file-missing', `${target} is not there, and httpd does not start without it`, node);
    }
    const children: TreeNode[] = [];
    for (const path of paths) for (const child of await visit(path, above, node, made.active)) children.push(child);
    return children;
  }

  const nodes = await visit(mainFile, [], undefined, true);
  return { nodes, files, serverRoot, findings, diagnostics };
}

function compiledNames(source: string): string[] {
  return moduleNames(`${source.replace(/^mod_|\.c$/g, '')}_module`, source);
}

/** Variables are put in before the line is taken apart: one with blanks in it is several words. */
function resolvedArgs(node: Directive | Section, state: ReadState): string[] {
  if (!node.text.includes('${')) return node.args.map(({ text }) => text);
  return wordsOf(resolveVariables(node.text, state))
    .slice(1)
    .map(({ text }) => text);
}

/** Both, of three values: one that is false decides. */
function both(a: boolean | undefined, b: boolean | undefined): boolean | undefined {
  if (a === false || b === false) return false;
  return a === undefined || b === undefined ? undefined : true;
}
