/**
 * The TLS of three services of one host (PostgreSQL, Apache, Postfix), asked by us and by sslscan, nmap and
 * testssl in the same run; then every verdict of ours held against theirs, on servers of OpenSSL 1.0.1 too.
 *
 *     node bench/scan.ts [rounds] [tool]
 *
 * Root, apt-get install sslscan nmap testssl.sh, npm run build; the servers are made, used and ended by the run itself.
 * Ratios are what counts: times depend on the machine, which should do nothing else meanwhile. A tool that is missing is left out and named.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { connect as connectSocket } from 'node:net';
import { loadavg } from 'node:os';
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
import { record } from './results.ts';

const rounds = Number(process.argv[2] ?? 30);
/** Only tools whose name begins like this: testssl takes minutes. */
const wanted = process.argv[3] ?? '';
const timeoutMs = 5000;
const loadBefore = loadavg();
const INSTALL = 'apt-get install sslscan nmap testssl.sh';
/** The program as it ships. */
const program = join(import.meta.dirname, '../dist/cli.js');

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

/** One thing to be timed, so many times. */
interface Subject {
  readonly rounds: number;
  readonly work: () => Promise<unknown>;
}

/** The times of each subject, sorted. Their rounds take turns, so that a busy moment of the machine is nobody's alone. */
async function takeTurns(subjects: readonly Subject[]): Promise<readonly (readonly number[])[]> {
  const times = subjects.map((): number[] => []);
  for (let round = 0; subjects.some(({ rounds }) => round < rounds); round += 1) {
    for (const [index, subject] of subjects.entries()) {
      if (round < subject.rounds) times[index]?.push(await milliseconds(subject.work));
    }
  }
  return times.map((taken) => taken.sort((one, other) => one - other));
}

async function output(program: string, args: readonly string[]): Promise<string> {
  try {
    return (await promisify(execFile)(program, args, { timeout: 120_000, maxBuffer: 1 << 24 })).stdout;
  } catch (error) {
    // testssl counts its findings in the exit code.
    return (error as { stdout?: string }).stdout ?? '';
  }
}

/** A whole process of ours, bundled as the product is: it asks all the endpoints it is given at once. */
async function bundle(place: Place, what: 'protocols' | 'scan'): Promise<string> {
  const outfile = join(place.directory, `${what}.mjs`);
  const ask = what === 'scan' ? 'scanEndpoint' : 'probeProtocols';
  const contents = `
    import { connect as open } from 'node:net';
    import { ${ask} as ask } from './src/tls/probe/${what === 'scan' ? 'scan' : 'probe-protocol'}.ts';
    const connect = ({ host, port }) => new Promise((resolve, reject) => {
      const socket = open({ host, port });
      socket.once('connect', () => resolve(socket)).once('error', reject);
    });
    const options = { timeoutMs: ${timeoutMs}, now: new Date() };
    await Promise.all(JSON.parse(process.argv[2]).map((endpoint) => ask(connect, endpoint, options)));
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
const lines: string[] = [];
const say = (line: string) => {
  lines.push(line);
  console.log(line);
};
const row = (...cells: readonly string[]) => say(`| ${cells.join(' | ')} |`);

type Ask = (service: Service) => Promise<unknown>;
interface Contender {
  readonly name: string;
  readonly rounds: number;
  /** Of one service, and of all at once. */
  readonly one: Ask;
  readonly all: () => Promise<unknown>;
}

async function contenders(services: readonly Service[], place: Place, present: readonly Tool[]): Promise<readonly Contender[]> {
  const scan: Ask = (service) => scanEndpoint(connect, service, { timeoutMs, now: new Date() });
  const together = (ask: Ask) => () => Promise.all(services.map(ask));
  const mine = (name: string, ask: Ask): Contender => ({ name, rounds, one: ask, all: together(ask) });
  const [protocolsOnly, whole] = [await bundle(place, 'protocols'), await bundle(place, 'scan')];
  const wholeProcess = (name: string, program: string): Contender => {
    const node = (asked: readonly Service[]) => output(process.execPath, [program, JSON.stringify(asked)]);
    return { name, rounds: 15, one: (service) => node([service]), all: () => node(services) };
  };
  const verify: Ask = ({ host, port, starttls }) => {
    const options = ['--host', host, '--port', String(port), '--starttls', starttls, '--json'];
    return output(process.execPath, [program, 'verify', ...options]);
  };
  return [
    wholeProcess('ours, whole process, protocols', protocolsOnly),
    wholeProcess('ours, whole process, protocols and all else', whole),
    mine('ours, in process, protocols', ours),
    mine('ours, in process, protocols and all else', scan),
    {
      name: 'ours, `momentum-secure verify`, a process each, protocols and all else',
      rounds: 15,
      one: verify,
      all: together(verify),
    },
    ...present.map((tool): Contender => {
      const ask: Ask = (service) => tool.ask(service, place);
      return { name: `${tool.name}, whole process`, rounds: tool.rounds, one: ask, all: together(ask) };
    }),
  ];
}

/** The best time is what a quiet machine would give; the median tells how quiet it was. */
async function times(services: readonly Service[], place: Place, present: readonly Tool[]): Promise<void> {
  const all = await contenders(services, place, present);
  const subjects = all.flatMap(({ rounds: each, one, all: together }): readonly Subject[] => [
    ...services.map((service) => ({ rounds: each, work: () => one(service) })),
    { rounds: each, work: together },
  ]);
  const taken = await takeTurns(subjects);
  const width = services.length + 1;
  row('milliseconds: best (median)', ...services.map(({ name }) => name), 'all at once', 'times ours');
  row(...Array.from({ length: width + 2 }, () => '---'));
  const best = (contender: number) => taken[contender * width + services.length]?.[0] ?? Number.NaN;
  for (const [index, { name }] of all.entries()) {
    const cells = taken.slice(index * width, (index + 1) * width).map((sorted) => {
      const middle = sorted[Math.floor(sorted.length / 2)];
      return `${sorted[0]?.toFixed(1)} (${middle?.toFixed(1)})`;
    });
    row(name, ...cells, (best(index) / best(0)).toFixed(2));
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
  const asked = tools.filter(({ name }) => name.startsWith(wanted));
  const present = asked.filter(({ program }) => existsSync(program));
  for (const { name } of asked.filter((tool) => !present.includes(tool))) say(`${name} is not installed: ${INSTALL}\n`);
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
  say('');
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
  // A run with some of the tools only is for whoever works on it.
  if (wanted === '') record('Asking three services of one host for their TLS', lines, loadBefore);
} finally {
  for (const stop of stops) await stop();
  await place.remove();
}
