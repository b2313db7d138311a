import type { Answers } from '../../answers/answers.ts';
import { insertAtStart, replaceDefaultAddress } from '../../config/httpd/edit.ts';
import type { Listen } from '../../config/httpd/listens.ts';
import type { Section } from '../../config/httpd/nodes.ts';
import { parseHttpd } from '../../config/httpd/parse.ts';
import { everyNode } from '../../config/httpd/tree.ts';
import type { VirtualHost } from '../../config/httpd/virtual-hosts.ts';
import type { Splice } from '../../config/splice.ts';
import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import { findMomentum } from '../../host/momentum.ts';
import { readOriginals } from '../../host/originals.ts';
import { readText } from '../../host/text.ts';
import { type HostPath, hostPath, joinPath } from '../../model/paths.ts';
import type { Attributes, Change, Effect } from '../../plan/change.ts';
import { ignoresChain, readApache, speaksTls12 } from '../../services/ecwebui/apache.ts';
import { ecwebui } from '../../services/ecwebui/index.ts';
import { proposedHttpsPort, reachableAddress, readWebUi, type WebUi } from '../../services/ecwebui/web-ui.ts';
import type { CertificatePlace } from '../../services/service.ts';
import { certificatesIn } from '../../tls/certificate/chain.ts';
import { apacheProtocolValue } from '../../tls/protocol.ts';
import { editFile, NotUnderstoodError, putBlock, takeBlock } from '../blocks.ts';
import { wantedFacts } from '../certificates/facts.ts';
import type { FilesTarget } from '../certificates/files.ts';
import { planPair } from '../certificates/pair.ts';
import { exactly, giveBack } from '../originals.ts';
import { CHOICE, currentWebUiSsl } from './current.ts';
import { REDIRECT_INCLUDE, renderRedirect, renderSslSite, SSL_INCLUDE, type SslSite, tlsListens } from './include-file.ts';
import { plainHostsOf, sendsToTls } from './redirects.ts';

const BLOCK = 'web-ui-ssl';
const RESTART: readonly Effect[] = [{ service: 'ecwebui', action: 'restart' }];
const INCLUDE_BLOCK = {
  id: BLOCK,
  why: 'TLS for the web UI. To change it: momentum-secure',
  lines: [`Include "${SSL_INCLUDE}"`],
};
const REDIRECT_LINE = `Include "${REDIRECT_INCLUDE}"`;

/** Undefined answers leave the mode as it is; `null` takes back what an earlier run of ours did. */
export async function planWebUiSsl(host: Host, answers: Answers): Promise<readonly Change[]> {
  const now = (await currentWebUiSsl(host)).answer;
  if (now === undefined) return [];
  const ours = (await readOriginals(host, CHOICE)).length > 0;
  switch (answers.webUiSsl) {
    case undefined:
      if (now === 'off') return [];
      // A port that was answered moves our virtual host; without one there is only the pair to look at.
      return ours && answers.webUi?.httpsPort !== undefined
        ? turnOn(host, answers, now === 'require')
        : planServedPair(host, answers);
    case null:
      return ours ? turnOff(host) : [];
    case 'off':
      return now === 'off' && !ours ? [] : turnOff(host);
    default:
      return turnOn(host, answers, answers.webUiSsl === 'require');
  }
}

/** The pair, our own files, and last the lines of httpd.conf that bring them in: httpd starts from any prefix of it. */
async function turnOn(host: Host, answers: Answers, refusePlain: boolean): Promise<readonly Change[]> {
  // What the operator's own configuration comes to is what ours is made for, however often we run.
  const cleared = await clearOurs(host);
  const bare = await readWebUi(host.after(cleared));
  const conf = await host.read(LAYOUT.webUiConf);
  const place = await ecwebui.certificate(host);
  if (bare === undefined || conf === undefined || place === undefined) return [];
  refuseBroken(bare);
  const pair = await planServedPair(host, answers);
  const port = await tlsPort(host, answers, bare);
  // A socket that is open on that port already is taken over, not redirected.
  const plain = bare.plain.filter((listen) => listen.port !== port);
  const plainHosts = [...new Set(plain.flatMap((listen) => plainHostsOf(bare, listen)))];
  // One that sends everybody to TLS by itself needs no help.
  const redirected = refusePlain ? plainHosts.filter((virtual) => !sendsToTls(virtual)) : [];
  const chain = certificatesIn((await readText(host.after(pair), place.certificate)) ?? '').length > 1;
  const site = await describeSite(host, answers, bare, { place, chain, port, plain, plainHosts, refusePlain });
  const attributes: Attributes = { owner: conf.owner, group: conf.group, mode: 0o644 };
  const content = renderSslSite(site);
  const files = content === undefined ? [] : await wholeFile(host, SSL_INCLUDE, content, attributes, 'The virtual host for TLS');
  const redirect =
    redirected.length === 0
      ? []
      : await wholeFile(host, REDIRECT_INCLUDE, renderRedirect(site), attributes, 'Sends plain HTTP to TLS');
  const lines = await editConf(host, bare, redirected, content !== undefined);
  const unused = [...(content === undefined ? [SSL_INCLUDE] : []), ...(redirected.length === 0 ? [REDIRECT_INCLUDE] : [])];
  return [...pair, ...files, ...redirect, ...lines, ...(await giveBackFiles(host, unused, 'Nothing includes it any more'))];
}

async function planServedPair(host: Host, answers: Answers): Promise<readonly Change[]> {
  const webUi = await readWebUi(host);
  const place = await ecwebui.certificate(host);
  if (webUi === undefined || place === undefined) return [];
  return planPair(host, answers, { ...webUiPair(place), addressedAs: webUiNames(webUi) });
}

/** Whose pair it is, and where it goes. */
export function webUiPair(place: CertificatePlace): FilesTarget {
  return { choice: CHOICE, key: 'webUi', service: ecwebui, place, affects: RESTART };
}

async function describeSite(
  host: Host,
  answers: Answers,
  bare: WebUi,
  wanted: {
    readonly place: CertificatePlace;
    /** Does the certificate's file hold more than one? */
    readonly chain: boolean;
    readonly port: number;
    readonly plain: readonly Listen[];
    readonly plainHosts: readonly VirtualHost[];
    readonly refusePlain: boolean;
  },
): Promise<SslSite> {
  const { place, chain, port, plain, plainHosts, refusePlain } = wanted;
  const { facts } = await wantedFacts(host, answers, 'webUi', webUiNames(bare));
  const apache = await readApache(host, bare);
  const serverName = bare.serverName ?? facts.hostname;
  const mainServer = plain.filter((listen) => plainHostsOf(bare, listen).length === 0);
  const copies = plainHosts.map((virtual) => ({
    serverName: withoutPort(virtual.serverName?.value) ?? serverName,
    copied: copyOf(bare, virtual),
    inheritRewrite: false,
  }));
  const hosts = copies.length > 0 ? copies : [{ serverName, copied: [], inheritRewrite: apache.modules.has('rewrite') }];
  const tls = {
    certificate: place.certificate,
    key: place.key,
    chain: chain && ignoresChain(apache),
    protocol: apacheProtocolValue({ version: apache.version?.text ?? '2.2', opensslHasTls12: speaksTls12(apache) }),
    nameVirtualHost: hosts.length > 1 && apache.version?.atLeast('2.4') !== true,
    hosts,
  };
  return {
    port,
    serverName,
    redirectBy: apache.modules.has('rewrite') ? 'rewrite' : 'alias',
    loadModule: apache.modules.has('ssl') ? undefined : apache.sslModuleArgument,
    listens: bare.tls.length > 0 ? [] : tlsListens(bare, port),
    tls: ownTlsPort(bare) === undefined ? tls : undefined,
    redirect: refusePlain ? [...new Set(mainServer.map((listen) => listen.port))] : [],
  };
}

/** Where the operator has an SSL virtual host, its port is the one: ours would only lead past it. */
async function tlsPort(host: Host, answers: Answers, bare: WebUi): Promise<number> {
  const inUse = (await readWebUi(host))?.tls[0]?.port;
  return ownTlsPort(bare) ?? answers.webUi?.httpsPort ?? inUse ?? proposedHttpsPort(bare);
}

/** The port of the operator's own SSL virtual host, be there a Listen for it or not; undefined without one. */
export function ownTlsPort(bare: WebUi): number | undefined {
  const own = bare.hosts.find((virtual) => virtual.sslEngine);
  return bare.tls[0]?.port ?? own?.addresses.find((address) => address.port !== undefined)?.port;
}

/** The lines of httpd.conf and of files it includes: our block at its end, one line in each plain virtual host. */
async function editConf(host: Host, bare: WebUi, redirected: readonly VirtualHost[], block: boolean): Promise<readonly Change[]> {
  const { solaris } = await findMomentum(host);
  const changes: Change[] = [];
  for (const [path, { text: bareText }] of bare.tree.files) {
    const mine = redirected.filter((virtual) => virtual.file === path).map((virtual) => virtual.section.start);
    // Our own lines move offsets, not the order: a virtual host is known by its number in its file.
    const wanted = virtualHostSections(bareText, path).map((section) => mine.includes(section.start));
    const why = wanted.includes(true)
      ? 'Sends plain HTTP to TLS'
      : 'Plain HTTP is served, and _default_ is no address on Solaris';
    changes.push(...(await editFile(host, editRequest(path, why), (text) => rewrite(text, path, wanted, solaris))));
  }
  const request = editRequest(
    LAYOUT.webUiConf,
    block ? 'Brings in the virtual host for TLS' : 'Nothing of ours is to be brought in any more',
  );
  const after = host.after(changes);
  return [...changes, ...(await (block ? putBlock(after, request, INCLUDE_BLOCK, 'end') : takeBlock(after, request, BLOCK)))];
}

/** Takes our redirect lines out of where they are not wanted (by number) and puts them in where they are; `_default_` goes on Solaris. */
function rewrite(text: string, path: HostPath, wanted: readonly boolean[], solaris: boolean): readonly Splice[] {
  const splices: Splice[] = [];
  for (const [index, section] of virtualHostSections(text, path).entries()) {
    const line = section.body.find((node) => node.kind === 'directive' && node.text === REDIRECT_LINE);
    if (solaris) splices.push(...replaceDefaultAddress(text, section));
    if (wanted[index] === true && line === undefined) splices.push(...insertAtStart(text, section, REDIRECT_LINE));
    if (wanted[index] !== true && line !== undefined) splices.push({ start: line.start, end: line.end, text: '' });
  }
  return splices;
}

function virtualHostSections(text: string, path: HostPath): readonly Section[] {
  const found: Section[] = [];
  const visit = (nodes: Section['body']) => {
    for (const node of nodes) {
      if (node.kind !== 'section') continue;
      if (node.name.toLowerCase() === 'virtualhost') found.push(node);
      else visit(node.body);
    }
  };
  visit(parseHttpd(text, path).nodes);
  return found;
}

/** Everything of ours out of the configuration, as edits only: the files themselves stay until the end. */
export async function clearOurs(host: Host): Promise<readonly Change[]> {
  const webUi = await readWebUi(host);
  if (webUi === undefined) return [];
  const changes: Change[] = [...(await takeBlock(host, editRequest(LAYOUT.webUiConf, 'The virtual host for TLS goes'), BLOCK))];
  for (const path of webUi.tree.files.keys()) {
    if (path === SSL_INCLUDE || path === REDIRECT_INCLUDE) continue;
    const seen = host.after(changes);
    changes.push(
      ...(await editFile(seen, editRequest(path, 'Plain HTTP is served again'), (text) => rewrite(text, path, [], false))),
    );
  }
  return changes;
}

/** The lines go first, then the files they named, then the pair. */
async function turnOff(host: Host): Promise<readonly Change[]> {
  const webUi = await readWebUi(host);
  if (webUi !== undefined) refuseBroken(webUi);
  const pair = [joinPath(LAYOUT.webUiSite, 'server.crt'), joinPath(LAYOUT.webUiSite, 'server.key')];
  const whole = [SSL_INCLUDE, REDIRECT_INCLUDE, ...pair];
  const touched = (await readOriginals(host, CHOICE)).map(({ path }) => path).filter((path) => !whole.includes(path));
  const lines = await exactly(host, CHOICE, await clearOurs(host), { paths: touched, affects: RESTART });
  const files = await giveBackFiles(host, [SSL_INCLUDE, REDIRECT_INCLUDE], 'It was made for this choice');
  return [...lines, ...files, ...(await giveBackFiles(host, pair, 'The pair was made for this choice', 'webUi'))];
}

async function giveBackFiles(host: Host, paths: readonly HostPath[], why: string, pair?: string): Promise<readonly Change[]> {
  const changes: Change[] = [];
  for (const path of paths) changes.push(...(await giveBack(host, CHOICE, path, why, RESTART, pair)));
  return changes;
}

/** Creates a file of ours, or replaces what is in it: all of it is ours. */
async function wholeFile(
  host: Host,
  path: HostPath,
  content: string,
  attributes: Attributes,
  why: string,
): Promise<readonly Change[]> {
  const now = await host.read(path);
  if (now === undefined) return [{ kind: 'create', path, choice: CHOICE, why, affects: RESTART, content, attributes }];
  return editFile(host, editRequest(path, why), (text) =>
    text === content ? [] : [{ start: 0, end: text.length, text: content }],
  );
}

/** The body of the plain virtual host, as it stands: its aliases and rewrite rules then hold for TLS too. */
function copyOf(webUi: WebUi, virtual: VirtualHost): readonly string[] {
  const text = webUi.tree.files.get(virtual.file)?.text ?? '';
  const body = text.slice(virtual.section.bodyStart, virtual.section.bodyEnd ?? virtual.section.bodyStart);
  const lines = body.split('\n').map((line) => line.replace(/\r$/, ''));
  return [
    '    # As in the virtual host for plain HTTP:',
    ...lines.filter((line) => line.trim() !== '' && !/^\s*(ServerName|SSL\w+)\s/i.test(line) && line.trim() !== REDIRECT_LINE),
  ];
}

/** The names a browser may use: ServerName and aliases, then the addresses it listens on. */
export function webUiNames(webUi: WebUi): readonly string[] {
  const aliases = [...everyNode(webUi.tree.nodes)].filter(({ name }) => name === 'serveralias').flatMap(({ args }) => args);
  const named = [webUi.serverName, ...webUi.hosts.map((virtual) => virtual.serverName?.value), ...aliases].flatMap((name) =>
    name === undefined || name.includes('*') ? [] : [withoutPort(name) ?? name],
  );
  return [...new Set([...named, ...webUi.plain.filter(({ address }) => address !== undefined).map(reachableAddress)])];
}

/** A ServerName may have a scheme before it and a port behind it. */
function withoutPort(name: string | undefined): string | undefined {
  return name?.replace(/^(https?:\/\/)?([^:]+)(:\d+)?$/, '$2');
}

function refuseBroken(webUi: WebUi): void {
  const broken = webUi.tree.diagnostics[0];
  if (broken !== undefined) throw new NotUnderstoodError(hostPath(broken.file), webUi.tree.diagnostics);
}

function editRequest(path: HostPath, why: string) {
  return { path, choice: CHOICE, why, affects: RESTART };
}
