import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect } from 'vitest';
import { LocalHost } from '../../src/host/local.ts';
import { applyPlan } from '../../src/operations/apply-plan.ts';
import { prepareSandbox } from '../../src/operations/break-sandbox.ts';
import type { PlannedWork } from '../../src/operations/engine.ts';
import { type Examination, examine } from '../../src/operations/examine.ts';
import { createSandbox } from '../../src/sandbox/index.ts';
import { stopServers } from '../../src/sandbox/servers.ts';
import type { Fault } from '../../src/symptoms/symptom.ts';

// What the tests themselves make is ordinary, whoever runs them.
process.umask(0o022);

export const SESSION = { umask: 0o022, uid: process.getuid?.() ?? 0 };

interface Healthy {
  readonly root: string;
  /** Init scripts of the servers that it has. */
  readonly services: readonly string[];
}

/** Healthy trees by what faults need of them, made once; a fault is made in a copy, which takes a tenth of the time. */
export class Sandboxes {
  readonly #parent = mkdtempSync('/var/tmp/ms-symptoms-');
  readonly #healthy = new Map<string, Promise<Healthy>>();
  readonly #fails = new Map<string, Promise<readonly string[]>>();
  #copies = 0;

  constructor() {
    chmodSync(this.#parent, 0o755);
    afterAll(() => rmSync(this.#parent, { recursive: true, force: true }));
  }

  /** Nobody writes to this one. */
  #healthyOne(fault: Fault): Promise<Healthy> {
    const key = JSON.stringify([fault.momentum, fault.answers, fault.servers]);
    const known = this.#healthy.get(key) ?? this.#make(fault, join(this.#parent, `healthy-${this.#healthy.size}`));
    this.#healthy.set(key, known);
    return known;
  }

  async copy(fault: Fault): Promise<Healthy> {
    const { root: healthy, services } = await this.#healthyOne(fault);
    this.#copies += 1;
    const copy = join(this.#parent, `copy-${this.#copies}`);
    await promisify(execFile)('cp', ['-a', healthy, copy]);
    return { root: copy, services };
  }

  /** What fails in the healthy tree without its servers running, looked at once for all copies. */
  async fails(fault: Fault): Promise<readonly string[]> {
    const { root } = await this.#healthyOne(fault);
    const known = this.#fails.get(root) ?? look(root).then(fails);
    this.#fails.set(root, known);
    return known;
  }

  remove(copy: string): void {
    rmSync(copy, { recursive: true, force: true });
  }

  async #make(fault: Fault, directory: string): Promise<Healthy> {
    const { momentum, servers: withServers = false } = fault;
    const report = await createSandbox({ directory, withServers, ...(momentum === undefined ? {} : { momentum }) });
    await prepareSandbox(directory, fault);
    // The servers of a copy are started by itself: ports are the same, so one tree's run at a time.
    await stopServers(directory, report.services);
    return { root: directory, services: report.services };
  }
}

export function look(root: string): Promise<Examination> {
  return examine(new LocalHost(root));
}

export function ids({ findings }: Examination, status: 'fail' | 'warn' | 'pass'): readonly string[] {
  return findings.filter((finding) => finding.status === status).map(({ id }) => id);
}

/** Every fail in words, for a test that says why it failed. */
export function fails({ findings }: Examination): readonly string[] {
  return findings
    .filter(({ status }) => status === 'fail')
    .map(({ id, what, evidence }) => `${id}: ${what} (${evidence.join('; ')})`);
}

export async function carryOut(root: string, work: PlannedWork, withServices: boolean): Promise<void> {
  const signal = new AbortController().signal;
  const { exitCode, said } = await applyPlan(work, { root, doing: 'test', withServices, onEvent: () => {}, signal });
  expect(exitCode, said.join('\n')).toBe(0);
}
