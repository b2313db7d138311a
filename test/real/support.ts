import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';

// What the tests themselves make is ordinary, whoever runs them.
process.umask(0o022);

/** The program as it ships. */
export const program = join(import.meta.dirname, '../../dist/cli.js');

export interface Ran {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Words before the program: setpriv, sh -c 'umask ...'. */
  readonly under?: readonly string[];
}

const LONGEST_MS = 120_000;

/** Runs a program of this machine to its end: stdin closed or `input`, a small environment, never longer than two minutes. */
export function run(argv: readonly string[], { input = '', environment = {} }: RunOptions = {}): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const [file = '', ...args] = argv;
    const env = { PATH: process.env.PATH ?? '/usr/bin:/bin', HOME: '/nonexistent', LC_ALL: 'C', ...environment };
    const child = spawn(file, args, {
      cwd: '/',
      env,
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: LONGEST_MS,
      killSignal: 'SIGKILL',
    });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.stdin.on('error', () => {});
    child.on('error', reject);
    child.on('close', (exit) => resolve({ exit, out, err }));
    child.stdin.end(input);
  });
}

/** The built program with these arguments, as a script would call it: nobody to ask. */
export function secure(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return run([...(options.under ?? []), process.execPath, program, ...args], options);
}

/** The one document on standard output; anything else there fails the test. */
export async function secureJson(args: readonly string[], options: RunOptions = {}) {
  const ran = await secure([...args, '--json'], options);
  // biome-ignore lint/suspicious/noExplicitAny: documents are looked into by the tests themselves
  return { ...ran, doc: parseOnly(ran) as any };
}

function parseOnly({ out, err }: Ran): unknown {
  try {
    return JSON.parse(out);
  } catch {
    throw new Error(`Not one JSON document on standard output: ${out.slice(0, 300)}\n${err}`);
  }
}

export interface TreeOptions {
  readonly momentum?: string;
  readonly servers?: boolean;
}

const SITE = 'opt/msys/ecwebui/config/site';
const TOP_OF_DATA = /^(PG_VERSION|.*\.(conf|crt|key))$/;

/** One sandbox, and all that a judge does with it. */
export class Tree {
  readonly root: string;
  readonly ports: Readonly<Record<'database' | 'http' | 'https', number>>;
  readonly #children = new Set<ChildProcess>();

  constructor(root: string, ports: Tree['ports']) {
    this.root = root;
    this.ports = ports;
  }

  /** Where a path of the tree is on the disk. */
  at(path: string): string {
    return join(this.root, path);
  }

  secure(...args: string[]): Promise<Ran> {
    return secure(['--root', this.root, ...args]);
  }

  secureJson(...args: string[]) {
    return secureJson(['--root', this.root, ...args]);
  }

  /** Applies answers, and holds the test to it that it worked. */
  async apply(answers: Readonly<Record<string, unknown>>, ...args: string[]): Promise<Ran> {
    const ran = await this.secure('apply', '--yes', ...setOptions(answers), ...args);
    expect(ran.exit, ran.out.slice(-1500) + ran.err.slice(-1500)).toBe(0);
    return ran;
  }

  plan(answers: Readonly<Record<string, unknown>>, ...args: string[]) {
    return this.secureJson('plan', ...setOptions(answers), ...args);
  }

  read(path: string): string {
    return readFileSync(this.at(path), 'latin1');
  }

  /** Writes a file as the operator would with an editor: what is there keeps owner and mode, a new one gets its directory's owner. */
  write(path: string, text: string, mode = 0o644): void {
    const disk = this.at(path);
    const is = existsSync(disk);
    mkdirSync(dirname(disk), { recursive: true });
    writeFileSync(disk, text, 'latin1');
    if (is) return;
    const { uid, gid } = statSync(dirname(disk));
    chownSync(disk, uid, gid);
    chmodSync(disk, mode);
  }

  edit(path: string, change: (text: string) => string): void {
    this.write(path, change(this.read(path)));
  }

  facts(path: string): { sha256: string; mode: number; uid: number; gid: number } {
    const { mode, uid, gid } = lstatSync(this.at(path));
    return { sha256: hashOf(readFileSync(this.at(path))), mode: mode & 0o7777, uid, gid };
  }

  /** Every file that a choice could touch: bytes, mode, owner. Equal snapshots mean that nothing is left. */
  snapshot(): Record<string, string> {
    const rows: Record<string, string> = {};
    const add = (path: string) => {
      const { mode, uid, gid } = lstatSync(this.at(path));
      const hash = lstatSync(this.at(path)).isFile() ? hashOf(readFileSync(this.at(path))) : '-';
      rows[path] = `${(mode & 0o7777).toString(8)} ${uid}:${gid} ${hash}`;
    };
    for (const top of ['opt', 'etc'])
      for (const name of readdirSync(this.at(top), { recursive: true, encoding: 'utf8' })) add(join(top, name));
    if (existsSync(this.at('var/db/msyspg')))
      for (const name of readdirSync(this.at('var/db/msyspg'))) if (TOP_OF_DATA.test(name)) add(join('var/db/msyspg', name));
    return rows;
  }

  password(): string {
    return this.read('opt/msys/etc/.svcpasswd').trim();
  }

  /** psql as a client somewhere else would call it. */
  psql(host: string, sslmode: string, extra: Readonly<Record<string, string>> = {}, query = 'select 1'): Promise<Ran> {
    const connection = `host=${host} port=${this.ports.database} user=ecuser dbname=ecelerity sslmode=${sslmode}`;
    const rest = Object.entries(extra).map(([key, value]) => ` ${key}=${value}`);
    return run(['psql', '-X', '-w', '-At', '-c', query, connection + rest.join('')], {
      environment: { PGPASSWORD: this.password() },
    });
  }

  /** As the superuser over the Unix socket. */
  superuser(query: string): Promise<Ran> {
    const socket = this.at('var/run/msyspg');
    return run([
      'psql',
      '-X',
      '-w',
      '-At',
      '-h',
      socket,
      '-p',
      String(this.ports.database),
      '-U',
      'msyspg',
      'postgres',
      '-c',
      query,
    ]);
  }

  /** A session that stays until the test lets it go. */
  async session(sslmode: string): Promise<{ answers(): Promise<boolean>; end(): void }> {
    const connection = `host=127.0.0.1 port=${this.ports.database} user=ecuser dbname=ecelerity sslmode=${sslmode} application_name=held`;
    const env = { PATH: process.env.PATH ?? '', PGPASSWORD: this.password(), HOME: '/nonexistent' };
    const child = spawn('psql', ['-X', '-w', '-At', connection], { cwd: '/', env, stdio: ['pipe', 'pipe', 'ignore'] });
    this.#children.add(child);
    child.stdin.on('error', () => {});
    /** False once the server has ended it: psql notices when it asks, and ends too. */
    const answers = () =>
      new Promise<boolean>((resolve) => {
        child.stdout.once('data', () => resolve(true));
        child.once('close', () => resolve(false));
        child.stdin.write('select 42;\n');
      });
    expect(await answers()).toBe(true);
    return { answers, end: () => child.kill('SIGKILL') };
  }

  /** curl's view of a page: status, Location, body. */
  async curl(url: string, ...options: string[]): Promise<Ran & { status: string; location: string; body: string }> {
    const ran = await run(['curl', '-sS', '-i', '--max-time', '10', ...options, url]);
    const [head = '', ...body] = ran.out.split('\r\n\r\n');
    const location = /^location: (.*)$/im.exec(head)?.[1]?.trim() ?? '';
    return { ...ran, status: head.split(' ')[1] ?? '', location, body: body.join('\r\n\r\n') };
  }

  http(path = '/', ...options: string[]) {
    return this.curl(`http://127.0.0.1:${this.ports.http}${path}`, ...options);
  }

  https(path = '/', port = this.ports.https) {
    return this.curl(`https://localhost:${port}${path}`, '--cacert', this.at(`${SITE}/server.crt`));
  }

  init(service: 'msyspg' | 'ecwebconsole', verb: 'start' | 'stop' | 'restart'): Promise<Ran> {
    return run([this.at(`etc/init.d/${service}`), verb]);
  }

  /** The process that serves; undefined where it is stopped. */
  pid(service: 'msyspg' | 'ecwebconsole'): number | undefined {
    const path = this.at(service === 'msyspg' ? 'var/db/msyspg/postmaster.pid' : 'var/run/ecwebui/httpd.pid');
    return existsSync(path) ? Number(readFileSync(path, 'utf8').split('\n')[0]) : undefined;
  }

  /** Ends what the tests started. */
  release(): void {
    for (const child of this.#children) child.kill('SIGKILL');
  }
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** `--set` for each answer, nested ones dotted. */
function setOptions(answers: Readonly<Record<string, unknown>>, prefix = ''): string[] {
  return Object.entries(answers).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? setOptions(value as Record<string, unknown>, `${prefix}${key}.`)
      : ['--set', `${prefix}${key}=${JSON.stringify(value)}`],
  );
}

/** Makes a sandbox by the built program. `use` is for tests that need a fresh one of their own; see sharedTree. */
export async function makeTree({ momentum, servers = false }: TreeOptions = {}): Promise<Tree> {
  const parent = mkdtempSync('/var/tmp/ms-judge-');
  chmodSync(parent, 0o755);
  const version = momentum === undefined ? [] : ['--momentum', momentum];
  const made = await secureJson(['sandbox', join(parent, 'tree'), ...version, ...(servers ? ['--with-servers'] : [])]);
  expect(made.exit, made.err).toBe(0);
  return new Tree(made.doc.directory, made.doc.ports);
}

export async function removeTree(tree: Tree): Promise<void> {
  tree.release();
  await secure(['sandbox', tree.root, '--remove']);
  rmSync(dirname(tree.root), { recursive: true, force: true });
}

/** A sandbox for all the tests of a describe, or of a file: made before, removed after. */
export function sharedTree(options: TreeOptions = {}): () => Tree {
  let tree: Tree | undefined;
  beforeAll(async () => {
    tree = await makeTree(options);
  });
  afterAll(async () => {
    if (tree !== undefined) await removeTree(tree);
  });
  return () => tree as Tree;
}

/** A directory of the test's own; removed after the tests. */
export function sharedScratch(): () => string {
  let path = '';
  beforeAll(() => {
    path = mkdtempSync('/var/tmp/ms-judge-');
    chmodSync(path, 0o755);
  });
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return () => path;
}
