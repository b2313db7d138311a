/**
 * The TLS of three services of one host (PostgreSQL, Apache, Postfix), asked by us and by sslscan, nmap and
 * testssl in the same run; then every verdict of ours held against theirs, on servers of OpenSSL 1.0.1 too.
 *
 *     node bench/scan.ts [rounds]
 *
 * Root, apt-get install sslscan nmap testssl.sh; the servers are made, used and ended by the run itself.
 * Ratios are what counts: times depend on the machine. A tool that is missing is left out and named.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { connect as connectSocket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import type { Connect, Endpoint, StartTls } from '../src/tls/probe/endpoint.ts';
import { probeProtocols } from '../src/tls/probe/probe-protocol.ts';
import { scanEndpoint } from '../src/tls/probe/scan.ts';
import { type Protocol, protocols } from '../src/tls/protocol.ts';
import { startApache } from '../test/tls/servers/apache.ts';
import { legacyNodesMissing, startLegacy } from '../test/tls/servers/legacy.ts';
import { makePlace, type Place } from '../test/tls/servers/place.ts';
import { findPostfix, startPostfix } from '../test/tls/servers/postfix.ts';
import { makeCluster } from '../test/tls/servers/postgres.ts';

const rounds = Number(process.argv[2] ?? 30);
const timeoutMs = 5000;

interface Service extends Endpoint {
  readonly name: string;
}
type Verdicts = Partial<Record<Protocol, boolean>>;

const connect: Connect = ({ host, port }) =>
  new Promise((resolve, reject) => {
    const socket = connectSocket({ host, port });
    socket.once('connect', () => resolve(socket)).once('error', reject);
  });

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** The median of so many rounds, after one that warms up. */
async function median(times: number, work: () => Promise<unknown>): Promise<number> {
  await work();
  const taken: number[] = [];
  for (let round = 0; round < times; round += 1) taken.push(await milliseconds(work));
  return taken.sort((one, other) => one - other)[Math.floor(times / 2)] ?? Number.NaN;
}

async function output(program: string, args: readonly string[]): Promise<string> {
  try {
    return (await promisify(execFile)(program, args, { timeout: 120_000, maxBuffer: 1 << 24 })).stdout;
  } catch (error) {
    // testssl counts its findings in the exit code.
    return (error as { stdout?: string }).stdout ?? '';
  }
}

/** A whole process of ours, bundled as the product is: it scans all `services` at once. */
async function bundle(place: Place): Promise<string> {
  const outfile = join(place.directory, 'scan.mjs');
  const contents = `
    import { connect as open } from 'node:net';
    import { scanEndpoint } from './src/tls/probe/scan.ts';
    const connect = ({ host, port }) => new Promise((resolve, reject) => {
      const socket = open({ host, port });
      socket.once('connect', () => resolve(socket)).once('error', reject);
    });
    const options = { timeoutMs: ${timeoutMs}, now: new Date() };
    await Promise.all(JSON.parse(process.argv[2]).map((endpoint) => scanEndpoint(connect, endpoint, options)));
    process.exit(0);`;
  const resolveDir = join(import.meta.dirname, '..');
  await build({
    stdin: { contents, resolveDir },
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    outfile,
    logLevel: 'error',
  });
  return outfile;
}

interface Tool {
  readonly name: string;
  readonly program: string;
  readonly rounds: number;
  /** Which versions it sees; undefined for those that it says nothing of. */
  readonly ask: (service: Service, place: Place) => Promise<Verdicts>;
}

const quiet = ['--no-ciphersuites', '--no-groups', '--no-compression', '--no-heartbleed', '--no-renegotiation', '--no-fallback'];
const sslscanStart: Readonly<Record<StartTls, readonly string[]>> = {
  none: [],
  smtp: ['--starttls-smtp'],
  postgres: ['--starttls-psql'],
};
const testsslStart: Readonly<Record<StartTls, readonly string[]>> = {
  none: [],
  smtp: ['-t', 'smtp'],
  postgres: ['-t', 'postgres'],
};

const tools: readonly Tool[] = [
  {
    name: 'sslscan (protocols only)',
    program: '/usr/bin/sslscan',
    rounds: 10,
    ask: async ({ host, port, starttls }) => {
      const xml = await output('/usr/bin/sslscan', [...quiet, ...sslscanStart[starttls], '--xml=-', `${host}:${port}`]);
      const found = xml.matchAll(/<protocol type="(ssl|tls)" version="([\d.]+)" enabled="([01])"/g);
      return Object.fromEntries(
        [...found].map(([, kind, version, on]) => [`${kind === 'ssl' ? 'SSL' : 'TLS'}v${version}`, on === '1']),
      );
    },
  },
  {
    name: 'nmap ssl-enum-ciphers',
    program: '/usr/bin/nmap',
    rounds: 3,
    ask: async ({ host, port }) => {
      const text = await output('/usr/bin/nmap', ['-Pn', '-n', '-p', String(port), '--script', '+ssl-enum-ciphers', host]);
      const seen = [...text.matchAll(/^\|\s+(SSLv3|TLSv1\.\d): *$/gm)].map(([, version]) => version);
      // It lists what there is, never what is not, and nothing at all where it does not know the port.
      return seen.length === 0
        ? {}
        : Object.fromEntries(protocols.slice(1).map((protocol) => [protocol, seen.includes(protocol)]));
    },
  },
  {
    name: 'testssl -p',
    program: '/usr/bin/testssl',
    rounds: 1,
    ask: async ({ host, port, starttls, name }, place) => {
      const file = join(place.directory, `testssl-${name.replaceAll(' ', '-')}-${Date.now()}.json`);
      const common = ['-p', '--quiet', '--color', '0', '--warnings', 'off', '--ip', host, '--jsonfile', file];
      await output('/usr/bin/testssl', [...common, ...testsslStart[starttls], `${host}:${port}`]);
      const findings: readonly { id: string; finding: string }[] = JSON.parse(await readFile(file, 'utf8'));
      const names: Readonly<Record<string, Protocol>> = {
        SSLv2: 'SSLv2',
        SSLv3: 'SSLv3',
        TLS1: 'TLSv1.0',
        TLS1_1: 'TLSv1.1',
        TLS1_2: 'TLSv1.2',
        TLS1_3: 'TLSv1.3',
      };
      return Object.fromEntries(
        findings.flatMap(({ id, finding }) => (names[id] ? [[names[id], !/^not offered/.test(finding)]] : [])),
      );
    },
  },
];

async function ours(service: Endpoint): Promise<Verdicts> {
  const answers = await probeProtocols(connect, service, { timeoutMs });
  return Object.fromEntries(protocols.map((protocol) => [protocol, answers[protocol].outcome === 'accepted']));
}

const on = (verdicts: Verdicts) => protocols.filter((protocol) => verdicts[protocol]).join(' ') || 'none';
const row = (...cells: readonly (string | number)[]) =>
  console.log(`| ${cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(1) : cell)).join(' | ')} |`);

async function times(services: readonly Service[], place: Place, present: readonly Tool[]): Promise<void> {
  const scan = (service: Service) => scanEndpoint(connect, service, { timeoutMs, now: new Date() });
  row('milliseconds, median', ...services.map(({ name }) => name), 'all at once', 'times ours');
  row(...Array.from({ length: services.length + 3 }, () => '---'));
  const lines: [string, (service: Service) => Promise<unknown>][] = [
    ['ours in process, protocols', ours],
    ['ours in process, whole scan', scan],
  ];
  for (const [name, ask] of lines) {
    const each: number[] = [];
    for (const service of services) each.push(await median(rounds, () => ask(service)));
    row(name, ...each, await median(rounds, () => Promise.all(services.map(ask))), '');
  }
  const program = await bundle(place);
  const node = (asked: readonly Service[]) => output(process.execPath, [program, JSON.stringify(asked)]);
  const each: number[] = [];
  for (const service of services) each.push(await median(10, () => node([service])));
  const whole = await median(10, () => node(services));
  row('ours, whole process, whole scan', ...each, whole, '1.0');
  for (const tool of present) {
    const alone: number[] = [];
    const measure = tool.rounds > 1 ? (work: () => Promise<unknown>) => median(tool.rounds, work) : milliseconds;
    for (const service of services) alone.push(await measure(() => tool.ask(service, place)));
    const atOnce = await measure(() => Promise.all(services.map((service) => tool.ask(service, place))));
    row(`${tool.name}, whole process`, ...alone, atOnce, atOnce / whole);
  }
}

async function compare(services: readonly Service[], place: Place, present: readonly Tool[]): Promise<boolean> {
  let equal = true;
  row('verdicts', 'ours', ...present.map(({ name }) => name));
  row(...Array.from({ length: present.length + 2 }, () => '---'));
  for (const service of services) {
    const mine = await ours(service);
    const cells: string[] = [];
    for (const tool of present) {
      const theirs = await tool.ask(service, place);
      const stated = protocols.filter((protocol) => theirs[protocol] !== undefined);
      const different = stated.filter((protocol) => theirs[protocol] !== mine[protocol]);
      if (different.length > 0) equal = false;
      const unsaid =
        stated.length === 0 ? 'sees nothing' : `equal${stated.length < 6 ? ` for the ${stated.length} it knows` : ''}`;
      cells.push(different.length > 0 ? `differs: ${different.join(' ')}` : unsaid);
    }
    row(service.name, on(mine), ...cells);
  }
  return equal;
}

const place = await makePlace();
const stops: (() => Promise<void>)[] = [];
try {
  const present = tools.filter(({ program }) => existsSync(program));
  for (const { name } of tools.filter((tool) => !present.includes(tool))) console.log(`${name} is not installed`);
  const host = '127.0.0.1';
  const postgres = await (await makeCluster(place)).start({ ssl_min_protocol_version: 'TLSv1', ssl_ciphers: 'ALL:@SECLEVEL=0' });
  stops.push(postgres.stop);
  const apache = await startApache(place, { intermediate: { protocols: 'all -TLSv1 -TLSv1.1' } });
  stops.push(apache.stop);
  const programs = findPostfix(place);
  if (typeof programs === 'string') throw new Error(`no Postfix: ${programs}`);
  const postfix = await startPostfix(place, programs, { all: '>=TLSv1' });
  stops.push(postfix.stop);
  const services: Service[] = [
    { name: 'PostgreSQL', host, port: postgres.port, starttls: 'postgres' },
    { name: 'Apache', host, port: apache.ports.intermediate, starttls: 'none' },
    { name: 'Postfix', host, port: postfix.ports.all, starttls: 'smtp' },
  ];
  await times(services, place, present);
  console.log('');
  const old: Service[] = [];
  if (legacyNodesMissing() === undefined) {
    for (const starttls of ['none', 'smtp', 'postgres'] as const) {
      for (const options of [[], ['SSL_OP_NO_SSLv2', 'SSL_OP_NO_SSLv3']]) {
        const server = await startLegacy({ release: '0.10.42', pair: place, starttls, options });
        stops.push(server.stop);
        const name = `OpenSSL 1.0.1 ${starttls}${options.length > 0 ? ' without SSL' : ''}`;
        old.push({ name, host, port: server.port, starttls });
      }
    }
  }
  if (!(await compare([...services, ...old], place, present))) process.exitCode = 1;
} finally {
  for (const stop of stops) await stop();
  await place.remove();
}
