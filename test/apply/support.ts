import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach } from 'vitest';
import type { ApplyJob } from '../../src/apply/job.ts';
import type { Machine } from '../../src/apply/machine.ts';
import { LocalHost } from '../../src/host/local.ts';
import { type HostPath, hostPath } from '../../src/model/paths.ts';
import type { Attributes, Change } from '../../src/plan/change.ts';

// What the tests themselves make is ordinary, whoever runs them.
process.umask(0o022);

export const isRoot = process.getuid?.() === 0;
/** Not root: every account of the tree is who we are. */
const me = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
export const ECUSER = isRoot ? { uid: 28001, gid: 28001 } : me;

export const PRIVATE: Attributes = { owner: 'ecuser', group: 'ecuser', mode: 0o600 };
export const PUBLIC: Attributes = { owner: 'ecuser', group: 'ecuser', mode: 0o644 };

/** In memory where that is to be had: a sync costs nothing there. */
const FAST = existsSync('/dev/shm') ? '/dev/shm' : '/var/tmp';
const made: string[] = [];

afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

/** Removes a tree before the test has ended: a loop makes hundreds. */
export function forget(root: string): void {
  rmSync(root, { recursive: true, force: true });
}

/** A small tree: /etc root's, /srv ecuser's, and the place for our records. */
export function makeTree(): string {
  const root = mkdtempSync(`${FAST}/ms-apply-`);
  made.push(root);
  chmodSync(root, 0o755);
  put(root, '/etc/passwd', `root:x:${me.uid}:${me.gid}:::\necuser:x:${ECUSER.uid}:${ECUSER.gid}:::\n`);
  put(root, '/etc/group', `root:x:${me.gid}:\necuser:x:${ECUSER.gid}:\n`);
  mkdirSync(join(root, 'var/lib/momentum-secure'), { recursive: true, mode: 0o700 });
  mkdirSync(join(root, 'srv'));
  chownSync(join(root, 'srv'), ECUSER.uid, ECUSER.gid);
  return root;
}

export function put(root: string, path: string, content: string, owner = me, mode = 0o644): HostPath {
  const disk = join(root, path);
  mkdirSync(dirname(disk), { recursive: true });
  writeFileSync(disk, content);
  chownSync(disk, owner.uid, owner.gid);
  chmodSync(disk, mode);
  return hostPath(path);
}

/** path -> kind, mode, owner, links, content, of all below `root` but our own records. */
export function contents(root: string): Readonly<Record<string, string>> {
  const rows: Record<string, string> = {};
  for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' }).sort()) {
    if (name.startsWith('var/lib/momentum-secure')) continue;
    const disk = join(root, name);
    const facts = lstatSync(disk);
    const mode = (facts.mode & 0o7777).toString(8);
    const what = facts.isFile()
      ? `x${facts.nlink} ${readFileSync(disk, 'latin1')}`
      : facts.isSymbolicLink()
        ? `-> ${readlinkSync(disk)}`
        : facts.isDirectory()
          ? 'directory'
          : 'special';
    rows[`/${name}`] = `${mode} ${facts.uid}:${facts.gid} ${what}`;
  }
  return rows;
}

export function hosts(root: string): () => LocalHost {
  return () => new LocalHost(root);
}

/** A job without services; the pair is two short texts that belong together. */
export function jobOf(root: string, changes: readonly Change[], more: Partial<ApplyJob> = {}): ApplyJob {
  let pairs = 0;
  return {
    concerned: [],
    doing: 'apply',
    changes,
    preconditions: [],
    answers: {},
    preview: [],
    services: [],
    makePair: async () => {
      pairs += 1;
      const which = `${root} ${pairs} ${process.hrtime.bigint()}`;
      return { keyPem: `key ${which}\n`, certificatePem: `certificate ${which}\n` };
    },
    makeDhParameters: async (bits) => `parameters of ${bits} bits\n`,
    rehearse: async () => ({ doubts: [], leaveAlone: [] }),
    verify: async () => [],
    say: () => {},
    signal: new AbortController().signal,
    ...more,
  };
}

export const common = { choice: 'webUiSsl', why: 'a test', affects: [] };

export function pairChange(key: HostPath, certificate: HostPath): Change {
  return {
    kind: 'certificate',
    ...common,
    service: 'ecwebui',
    keyPath: key,
    certificatePath: certificate,
    facts: { hostname: 'localhost', altNames: [], keyBits: 2048, days: 1 },
    keyAttributes: PRIVATE,
    certificateAttributes: PUBLIC,
  };
}

/** Stands for the end of the process: nothing more is done after it. */
class Killed extends Error {}

/** The machine, until its `at`th call that changes something, which does not happen any more, or until it is told to die. */
export function dyingMachine(machine: Machine, at: number) {
  let [calls, dead] = [0, false];
  const proxy = new Proxy(machine, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]) => {
        calls += 1;
        dead ||= calls >= at;
        if (dead) throw new Killed();
        return value.apply(target, args);
      };
    },
  });
  const die = () => {
    dead = true;
  };
  return { machine: proxy, calls: () => calls, die };
}
