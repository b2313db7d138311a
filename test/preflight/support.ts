import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Answers } from '../../src/answers/answers.ts';
import { choices } from '../../src/choices/index.ts';
import { LocalHost } from '../../src/host/local.ts';
import { hostPath } from '../../src/model/paths.ts';
import type { Change, PlannedFinding } from '../../src/plan/change.ts';
import type { Check, Situation } from '../../src/preflight/check.ts';
import { runCheck } from '../../src/preflight/index.ts';
import { createSandbox } from '../../src/sandbox/index.ts';

export const isRoot = process.getuid?.() === 0;

/** Accounts of the small tree: numbers that this machine's passwd does not know. */
export const UIDS = { ecuser: 28_901, msyspg: 28_902, stranger: 28_903 } as const;

/** A tree of the test's own, gone when the test is over. */
export class Tree {
  readonly root: string;
  constructor(root: string) {
    this.root = root;
  }
  disk(path: string): string {
    return join(this.root, path);
  }
  write(path: string, content: string, options: { uid?: number; gid?: number; mode?: number } = {}): void {
    mkdirSync(dirname(this.disk(path)), { recursive: true });
    writeFileSync(this.disk(path), content);
    this.own(path, options);
  }
  own(path: string, { uid, gid, mode = 0o644 }: { uid?: number; gid?: number; mode?: number }): void {
    if (isRoot && uid !== undefined) chownSync(this.disk(path), uid, gid ?? uid);
    chmodSync(this.disk(path), mode);
  }
  host(): LocalHost {
    return new LocalHost(this.root);
  }
}

/** /var/tmp: every account can get through it, and it is no tmpfs. */
function newDirectory(): string {
  const directory = mkdtempSync('/var/tmp/ms-preflight-');
  chmodSync(directory, 0o755);
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A few directories and two accounts: enough for checks that look at single files. */
export function smallTree(): Tree {
  const tree = new Tree(newDirectory());
  const me = process.getuid?.() ?? 0;
  const ids = Object.entries(UIDS).map(([name, uid]) => [name, isRoot ? uid : me] as const);
  const all = [['root', me] as const, ...ids];
  tree.write('/etc/passwd', all.map(([name, id]) => `${name}:x:${id}:${id}::/:/bin/sh\n`).join(''));
  tree.write('/etc/group', all.map(([name, id]) => `${name}:x:${id}:\n`).join(''));
  for (const directory of ['/var/lib', '/var/db', '/opt/msys', '/tmp']) mkdirSync(tree.disk(directory), { recursive: true });
  return tree;
}

/** A freshly installed Momentum of that version, without servers. */
export async function stockTree(momentum = '3.6.6'): Promise<Tree> {
  const directory = newDirectory();
  await createSandbox({ directory, momentum });
  return new Tree(directory);
}

export const SESSION = { umask: 0o022, uid: process.getuid?.() ?? 0 };

/** What the choices would do on this tree now, over `remedies`. */
export async function planned(tree: Tree, answers: Answers, remedies: readonly Change[] = []): Promise<Situation> {
  const host = tree.host();
  const changes: Change[] = [...remedies];
  for (const choice of choices) changes.push(...(await choice.plan(host.after(changes), answers)));
  return situation(host, changes);
}

export function situation(host: LocalHost, changes: readonly Change[], session = SESSION): Situation {
  return { host, after: host.after(changes), changes, session };
}

/** Makes a file, owned by root; the database restarts for it. */
export function creation(path: string, service?: 'msyspg' | 'ecwebui'): Change {
  const affects = service === undefined ? [] : [{ service, action: 'restart' } as const];
  const attributes = { owner: 'root', group: 'root', mode: 0o644 };
  return { kind: 'create', path: hostPath(path), content: '# made\n', attributes, choice: 'test', why: 'a test', affects };
}

export async function edition(tree: Tree, path: string): Promise<Change> {
  const onHash = (await tree.host().read(hostPath(path)))?.hash ?? '';
  return {
    kind: 'edit',
    path: hostPath(path),
    onHash,
    splices: [{ start: 0, end: 0, text: '# ' }],
    choice: 'test',
    why: 'a test',
    affects: [],
  };
}

export interface Seen {
  readonly statuses: readonly string[];
  readonly findings: readonly PlannedFinding[];
  /** Everything that is said, on one line each. */
  readonly text: string;
}

export async function see(check: Check, of: Situation): Promise<Seen> {
  const findings = await runCheck(check, of);
  const text = findings.map(({ what, evidence, remedy }) => [what, ...evidence, ...(remedy?.steps ?? [])].join('; ')).join('\n');
  return { statuses: findings.map(({ status }) => status), findings, text };
}

/** `path owner:group mode` of each change that is offered. */
export function offered(findings: readonly PlannedFinding[]): readonly string[] {
  return findings
    .flatMap(({ remedy }) => remedy?.changes ?? [])
    .flatMap((change) =>
      change.kind === 'attributes'
        ? [`${change.path} ${change.attributes.owner}:${change.attributes.group} ${change.attributes.mode.toString(8)}`]
        : [],
    );
}

/** Runs a tool of this machine; false where it is not there or refuses. */
export function tool(program: string, ...args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore', timeout: 10_000 }).status === 0;
}
