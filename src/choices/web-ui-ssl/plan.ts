import type { Answers } from '../../answers/answers.ts';
import { insertAtStart, replaceDefaultAddress } from '../../config/httpd/edit.ts';
import type { Section } from '../../config/httpd/nodes.ts';
import { parseHttpd } from '../../config/httpd/parse.ts';
import { everyNode } from '../../config/httpd/tree.ts';
import type { VirtualHost } from '../../config/httpd/virtual-hosts.ts';
import type { Splice } from '../../config/splice.ts';
import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import { findMomentum } from '../../host/momentum.ts';
import { readOriginals } from '../../host/originals.ts';
import { type HostPath, hostPath, joinPath } from '../../model/paths.ts';
import type { Attributes, Change, Effect } from '../../plan/change.ts';
import { readApache, speaksTls12 } from '../../services/ecwebui/apache.ts';
import { ecwebui } from '../../services/ecwebui/index.ts';
import { proposedHttpsPort, reachableAddress, readWebUi, type WebUi } from '../../services/ecwebui/web-ui.ts';
import type { CertificatePlace } from '../../services/service.ts';
import { apacheProtocolValue } from '../../tls/protocol.ts';
import { editFile, NotUnderstoodError, putBlock, takeBlock } from '../blocks.ts';
import { wantedFacts } from '../certificates/facts.ts';
import { planPair } from '../certificates/pair.ts';
import { giveBack } from '../originals.ts';
import { CHOICE, currentWebUiSsl } from './current.ts';
import { REDIRECT_INCLUDE, renderRedirect, renderSslSite, SSL_INCLUDE, type SslSite, tlsListens } from './include-file.ts';
import { plainHostsOf } from './redirects.ts';

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
  const wanted = answers.webUiSsl === null ? (ours ? 'off' : now) : (answers.webUiSsl ?? now);
  if (wanted === 'off') return now === 'off' && !ours ? [] : turnOff(host);
  return turnOn(host, answers, wanted === 'require');
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
  const names = webUiNames(bare);
  const pair = await planPair(host, answers, {
    choice: CHOICE,
    key: 'webUi',
    service: ecwebui,
    place,
    addressedAs: names,
    affects: RESTART,
  });
  const plainHosts = [...new Set(bare.plain.flatMap((listen) => plainHostsOf(bare, listen)))];
  const redirected = refusePlain ? plainHosts : [];
  const site = await describeSite(host, answers, bare, place, plainHosts[0], refusePlain);
  const attributes: Attributes = { owner: conf.owner, group: conf.group, mode: 0o644 };
  const content = renderSslSite(site);
  const files = content === undefined ? [] : await wholeFile(host, SSL_INCLUDE, content, attributes, 'The virtual host for TLS');
  const redirect =
    redirected.length === 0
      ? []
      : await wholeFile(host, REDIRECT_INCLUDE, renderRedirect(site), attributes, 'Sends plain HTTP to TLS');
  const lines = await editConf(host, cleared, redirected, content !== undefined);
  const unused = [...(content === undefined ? [SSL_INCLUDE] : []), ...(redirected.length === 0 ? [REDIRECT_INCLUDE] : [])];
  return [...pair, ...files, ...redirect, ...lines, ...(await giveBackFiles(host, unused, 'Nothing includes it any more'))];
}

async function describeSite(
  host: Host,
  answers: Answers,
  bare: WebUi,
  place: CertificatePlace,
  plainHost: VirtualHost | undefined,
  refusePlain: boolean,
): Promise<SslSite> {
  const { facts } = await wantedFacts(host, answers, 'webUi', webUiNames(bare));
  const apache = await readApache(host, bare);
  const inUse = (await readWebUi(host))?.tls[0]?.port;
  const port = answers.webUi?.httpsPort ?? inUse ?? proposedHttpsPort(bare);
  const mainServer = bare.plain.filter((listen) => plainHostsOf(bare, listen).length === 0);
  const tls = {
    loadModule: bare.hasSsl ? undefined : apache.sslModuleArgument,
    listens: tlsListens(bare, port),
    certificate: place.certificate,
    key: place.key,
    protocol: apacheProtocolValue({ version: apache.version?.text ?? '2.2', opensslHasTls12: speaksTls12(apache) }),
    copied: plainHost === undefined ? [] : copyOf(bare, plainHost),
    inheritRewrite: bare.hasRewrite && plainHost === undefined,
  };
  return {
    port,
    serverName: bare.serverName ?? facts.hostname,
    hasRewrite: bare.hasRewrite,
    tls: bare.tls.length > 0 ? undefined : tls,
    redirect: refusePlain ? [...new Set(mainServer.map((listen) => listen.port))] : [],
  };
}

/** The lines of httpd.conf and of files it includes: our block at its end, one line in each plain virtual host. */
async function editConf(
  host: Host,
  cleared: readonly Change[],
  redirected: readonly VirtualHost[],
  block: boolean,
): Promise<readonly Change[]> {
  const { solaris } = await findMomentum(host);
  const others = [
    ...cleared.flatMap((change) => (change.kind === 'edit' ? [change.path] : [])),
    ...redirected.map((virtual) => virtual.file),
  ];
  const changes: Change[] = [];
  for (const path of new Set([...others.filter((other) => other !== LAYOUT.webUiConf), LAYOUT.webUiConf])) {
    const edit = (text: string) => rewrite(text, path, redirected, solaris);
    changes.push(...(await editFile(host, editRequest(path, 'Sends plain HTTP to TLS'), edit)));
  }
  const request = editRequest(
    LAYOUT.webUiConf,
    block ? 'Brings in the virtual host for TLS' : 'Nothing of ours is to be brought in any more',
  );
  const after = host.after(changes);
  return [...changes, ...(await (block ? putBlock(after, request, INCLUDE_BLOCK, 'end') : takeBlock(after, request, BLOCK)))];
}

/** Takes our redirect lines out of where they are no longer wanted and puts them in where they are; `_default_` goes on Solaris. */
function rewrite(text: string, path: HostPath, redirected: readonly VirtualHost[], solaris: boolean): readonly Splice[] {
  const wanted = new Set(
    redirected
      .filter((virtual) => virtual.file === path)
      .map((virtual) => virtual.section.args.map(({ text: word }) => word).join(' ')),
  );
  const splices: Splice[] = [];
  for (const section of virtualHostSections(text, path)) {
    const line = section.body.find((node) => node.kind === 'directive' && node.text === REDIRECT_LINE);
    const want = wanted.has(section.args.map(({ text: word }) => word).join(' '));
    if (solaris) splices.push(...replaceDefaultAddress(text, section));
    if (want && line === undefined) splices.push(...insertAtStart(text, section, REDIRECT_LINE));
    if (!want && line !== undefined) splices.push({ start: line.start, end: line.end, text: '' });
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
async function clearOurs(host: Host): Promise<readonly Change[]> {
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
  const lines = await clearOurs(host);
  const files = await giveBackFiles(host, [SSL_INCLUDE, REDIRECT_INCLUDE], 'It was made for this choice');
  const pair = [joinPath(LAYOUT.webUiSite, 'server.crt'), joinPath(LAYOUT.webUiSite, 'server.key')];
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
    name === undefined || name.includes('*') ? [] : [name.replace(/^(https?:\/\/)?([^:]+)(:\d+)?$/, '$2')],
  );
  return [...new Set([...named, ...webUi.plain.filter(({ address }) => address !== undefined).map(reachableAddress)])];
}

function refuseBroken(webUi: WebUi): void {
  const broken = webUi.tree.diagnostics[0];
  if (broken !== undefined) throw new NotUnderstoodError(hostPath(broken.file), webUi.tree.diagnostics);
}

function editRequest(path: HostPath, why: string) {
  return { path, choice: CHOICE, why, affects: RESTART };
}
