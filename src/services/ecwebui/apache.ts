import { loadedModules } from '../../config/httpd/server.ts';
import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import { parseVersion, Version } from '../../host/version.ts';
import { type HostPath, joinPath, parentOf } from '../../model/paths.ts';
import type { WebUi } from './web-ui.ts';

/** What the web UI's httpd is able to do, asked of the program and of its module. */
export interface Apache {
  /** Undefined where `httpd -v` does not answer. */
  readonly version: Version | undefined;
  /** Where mod_ssl is, loaded or not; undefined where this Apache has none. */
  readonly sslModule: HostPath | undefined;
  /** How a LoadModule line names it: like the lines that are there. */
  readonly sslModuleArgument: string | undefined;
  /** Loaded or compiled in, without `mod_`: `ssl`, `rewrite`, `alias`. */
  readonly modules: ReadonlySet<string>;
  /** The OpenSSL that mod_ssl was built with, from the text it carries for the Server header. */
  readonly openssl: Version | undefined;
}

export async function readApache(host: Host, webUi: WebUi): Promise<Apache> {
  const [program, compiledIn, module] = await Promise.all([
    host.ask({ program: LAYOUT.apacheProgram, args: ['-v'] }),
    host.ask({ program: LAYOUT.apacheProgram, args: ['-l'] }),
    findSslModule(host, webUi),
  ]);
  const version = /Apache\/([\d.]+)/.exec(program.stdout)?.[1];
  const bytes = module === undefined ? undefined : (await host.read(module.path))?.bytes.toString('latin1');
  const openssl = /OpenSSL (\d+\.\d+\.\d+)/.exec(bytes ?? '')?.[1];
  return {
    version: version === undefined ? undefined : parseVersion(version),
    modules: new Set([
      ...loadedModules(webUi.tree).map(({ name }) => name.replace(/_module$/, '')),
      ...compiledNames(compiledIn.stdout),
    ]),
    sslModule: module?.path,
    sslModuleArgument: module?.argument,
    openssl: openssl === undefined ? undefined : new Version(openssl),
  };
}

/** The source files that `httpd -l` lists: `mod_alias.c`. */
function compiledNames(listed: string): readonly string[] {
  return [...listed.matchAll(/^\s*mod_(\w+)\.c\s*$/gm)].map(([, name = '']) => name);
}

/** Sends no chain from SSLCertificateFile (mod_ssl before 2.4.8). What cannot be told does. */
export function ignoresChain({ version }: Apache): boolean {
  return version?.atLeast('2.4.8') === false;
}

/** TLS 1.2 came with OpenSSL 1.0.1. What cannot be told counts as not. */
export function speaksTls12(apache: Apache): boolean {
  return apache.openssl?.atLeast('1.0.1') === true;
}

/** Beside the modules that are loaded: a LoadModule line for it then reads like its neighbours. */
async function findSslModule(host: Host, webUi: WebUi): Promise<{ path: HostPath; argument: string } | undefined> {
  const modules = loadedModules(webUi.tree);
  const loaded = modules.find((module) => module.name === 'ssl_module');
  const near = loaded?.path ?? modules[0]?.path ?? 'modules/mod_alias.so';
  const argument = loaded?.path ?? near.replace(/[^/]*$/, 'mod_ssl.so');
  const path = joinPath(webUi.serverRoot, argument);
  const found = await host.stat(path);
  if (found !== undefined) return { path, argument };
  const usual = joinPath(parentOf(joinPath(webUi.serverRoot, near)), 'mod_ssl.so');
  return (await host.stat(usual)) === undefined ? undefined : { path: usual, argument: usual };
}
