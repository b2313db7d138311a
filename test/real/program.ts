import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { createSandbox, removeSandbox, type SandboxReport } from '../../src/sandbox/index.ts';

// What the tests themselves make is ordinary, whoever runs them.
process.umask(0o022);

export const BOTH = ['--set', 'databaseSsl=require', '--set', 'webUiSsl=require'];
export const OFF = ['--set', 'databaseSsl=off', '--set', 'webUiSsl=off'];

interface Ended {
  /** `signal` of its end where it did not exit by itself. */
  readonly exit: number | string | null;
  readonly out: string;
  readonly err: string;
}

/** The built program in a work directory of its own, which holds sandboxes, a copy of the program, and its temporary files. */
export class Workshop {
  readonly directory = mkdtempSync('/var/tmp/ms-crash-');
  readonly temporary = join(this.directory, 'tmp');
  readonly #program = join(this.directory, 'cli.js');
  readonly #sandboxes: string[] = [];
  readonly #running = new Set<ChildProcess>();

  constructor() {
    chmodSync(this.directory, 0o755);
    mkdirSync(this.temporary);
    chmodSync(this.temporary, 0o1777);
    // A copy: whoever builds while this runs does not change what is tested.
    copyFileSync(join(import.meta.dirname, '../../dist/cli.js'), this.#program);
  }

  async sandbox(name: string, withServers = false): Promise<SandboxReport> {
    const directory = join(this.directory, name);
    this.#sandboxes.push(directory);
    return createSandbox({ directory, withServers });
  }

  /** A second tree with the same bytes, owners, modes, ACLs. */
  copy(from: string, name: string): string {
    const to = join(this.directory, name);
    rmSync(to, { recursive: true, force: true });
    execFileSync('cp', ['-a', from, to]);
    return to;
  }

  argv(root: string, args: readonly string[]): readonly string[] {
    return [process.execPath, this.#program, ...args, '--root', root];
  }

  get environment(): NodeJS.ProcessEnv {
    // One worker thread: the order of system calls is then the order of the code.
    return { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', TMPDIR: this.temporary, UV_THREADPOOL_SIZE: '1' };
  }

  start(root: string, args: readonly string[], { before = [] as readonly string[], env = {} as NodeJS.ProcessEnv } = {}) {
    const [program = '', ...rest] = [...before, ...this.argv(root, args)];
    const child = spawn(program, rest, { env: { ...this.environment, ...env }, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
    this.#running.add(child);
    let [out, err] = ['', ''];
    child.stdout.on('data', (text) => {
      out += text;
    });
    child.stderr.on('data', (text) => {
      err += text;
    });
    const ended = new Promise<Ended>((resolve) =>
      child.on('close', (exit, signal) => {
        this.#running.delete(child);
        resolve({ exit: signal ?? exit, out, err });
      }),
    );
    return { child, ended, said: () => err };
  }

  run(root: string, args: readonly string[], options: Parameters<Workshop['start']>[2] = {}): Promise<Ended> {
    return this.start(root, args, options).ended;
  }

  /** One of the tree's own tools, called as an operator would; what it prints. */
  async tool(path: string, args: readonly string[]): Promise<string> {
    return execFileSync(path, args, { env: {}, cwd: '/', encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  }

  /** What the program left outside of the tree, once what clears up after a killed one has had its time. */
  async strays(): Promise<readonly string[]> {
    for (let left = 100; left > 0 && readdirSync(this.temporary).length > 0; left -= 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
    return readdirSync(this.temporary);
  }

  async close(): Promise<void> {
    for (const child of this.#running) child.kill('SIGKILL');
    for (const directory of this.#sandboxes)
      if (existsSync(join(directory, '.momentum-secure-sandbox'))) await removeSandbox(directory);
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** Everything below a root but our own records and what servers write: path -> kind, mode, owner, group, content. */
export function snapshot(root: string): ReadonlyMap<string, string> {
  const rows = new Map<string, string>();
  if (!existsSync(root)) return rows;
  const visit = (path: string) => {
    for (const name of readdirSync(join(root, path)).sort()) {
      const at = `${path}/${name}`;
      if (LEFT_OUT.test(at)) continue;
      const facts = lstatSync(join(root, at));
      const content = facts.isFile()
        ? createHash('sha256')
            .update(readFileSync(join(root, at)))
            .digest('hex')
        : facts.isSymbolicLink()
          ? readlinkSync(join(root, at))
          : '';
      const kind = facts.isFile() ? 'file' : facts.isDirectory() ? 'directory' : facts.isSymbolicLink() ? 'link' : 'other';
      const links = facts.isFile() ? facts.nlink : 1;
      rows.set(at, `${kind} ${(facts.mode & 0o7777).toString(8)} ${facts.uid}:${facts.gid} x${links} ${content}`);
      if (facts.isDirectory()) visit(at);
    }
  };
  visit('');
  return rows;
}

/** Our records, and what running servers keep changing. */
const LEFT_OUT =
  /^\/(var\/lib\/momentum-secure|var\/log|var\/run|run|tmp|var\/db\/msyspg\/(base|global|pg_.*(?<!\.conf)|postmaster\..*|current_logfiles))$/;

/** Of two snapshots, the rows that differ. */
export function differences(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  return paths
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => `${path}: ${before.get(path) ?? 'absent'} -> ${after.get(path) ?? 'absent'}`);
}

/** The same but for new keys and certificates, of which every run makes others. */
export function withoutPairs(rows: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...rows].map(([path, row]) => [path, /\/server\.(key|crt)$/.test(path) ? row.replace(/\S+$/, '') : row]));
}

/** Words before a program, under which strace has one of its system calls go wrong: `error=EIO:when=9`, `signal=KILL:when=3`. */
export function injecting(call: string, how: string): readonly string[] {
  return ['strace', '-f', '-qq', '-o', '/dev/null', '-e', `trace=${call}`, '-e', `inject=${call}:${how}`];
}
