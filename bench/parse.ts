import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { effective } from '../src/config/ecelerity/effective.ts';
import { policyScopes } from '../src/config/ecelerity/policy-scopes.ts';
import { readConfiguration } from '../src/config/ecelerity/read.ts';
import type { ConfigReader } from '../src/config/reader.ts';
import { hostPath } from '../src/model/paths.ts';
import { record } from './results.ts';
import { generateTree } from './tree.ts';

/*
 * `node bench/parse.ts`: how fast a configuration is read and the TLS policy of every scope worked out,
 * and how much memory that takes, at 1, 10 and 100 MB (5,000 scopes a megabyte). Each run in a process of
 * its own that has done nothing else, as on the command line: nothing is warm. Of five runs the median.
 */

const SIZES = [1, 10, 100];
const RUNS = 5;
const OPTIONS = ['tls_protocols', 'tls'];

interface Measured {
  readonly bytes: number;
  readonly scopes: number;
  /** Scopes and options whose deciding line was found. */
  readonly answers: number;
  readonly readMs: number;
  readonly policyMs: number;
  /** Of the one thread that does both: what is left of the figures when the machine does other things too. */
  readonly cpuMs: number;
  /** Peak resident memory of the process above what it had before it read the file. */
  readonly peakBytes: number;
}

async function measure(file: string): Promise<Measured> {
  const before = process.memoryUsage.rss();
  const text = readFileSync(file, 'latin1');
  const main = hostPath('/ecelerity.conf');
  const reader: ConfigReader = { read: async (path) => (path === main ? text : undefined), list: async () => undefined };
  const cpu = process.threadCpuUsage();
  const start = performance.now();
  const configuration = await readConfiguration(reader, main);
  const read = performance.now();
  const scopes = policyScopes(configuration, OPTIONS);
  let answers = 0;
  for (const scope of scopes) {
    for (const option of OPTIONS) {
      const { value, decidedBy, rankDocumented } = effective(configuration, scope, option);
      if (value !== undefined && decidedBy && decidedBy.setting.line > 0 && rankDocumented) answers += 1;
    }
  }
  const done = performance.now();
  const used = process.threadCpuUsage(cpu);
  return {
    bytes: text.length,
    scopes: scopes.length,
    answers,
    readMs: read - start,
    policyMs: done - read,
    cpuMs: (used.user + used.system) / 1000,
    peakBytes: process.resourceUsage().maxRSS * 1024 - before,
  };
}

function inChild(file: string): Measured {
  const args = [fileURLToPath(import.meta.url), file];
  const { stdout, status } = spawnSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  if (status !== 0) throw new Error(`The run over ${file} ended with ${status}`);
  return JSON.parse(stdout);
}

function median(runs: readonly Measured[], of: (run: Measured) => number): number {
  return runs.map(of).sort((a, b) => a - b)[runs.length >> 1] ?? 0;
}

function row(file: string): Record<string, string> {
  const runs = Array.from({ length: RUNS }, () => inChild(file));
  const [bytes, cpu] = [median(runs, (run) => run.bytes), median(runs, (run) => run.cpuMs)];
  const total = median(runs, ({ readMs, policyMs }) => readMs + policyMs);
  return {
    MB: (bytes / 1e6).toFixed(1),
    scopes: String(runs[0]?.scopes),
    answers: String(runs[0]?.answers),
    'read ms': median(runs, ({ readMs }) => readMs).toFixed(0),
    'policy ms': median(runs, ({ policyMs }) => policyMs).toFixed(0),
    'MB/s': (bytes / 1000 / total).toFixed(0),
    'cpu ms': cpu.toFixed(0),
    'MB/cpu s': (bytes / 1000 / cpu).toFixed(0),
    'peak/file': median(runs, ({ peakBytes }) => peakBytes / bytes).toFixed(1),
  };
}

function main(): void {
  const loadBefore = loadavg();
  const lines: string[] = [];
  const say = (...rows: readonly (readonly string[])[]) => {
    for (const cells of rows) {
      lines.push(`| ${cells.join(' | ')} |`);
      console.log(lines.at(-1));
    }
  };
  const directory = mkdtempSync(join(tmpdir(), 'momentum-secure-bench-'));
  try {
    for (const [index, megabytes] of SIZES.entries()) {
      const file = join(directory, `${megabytes}.conf`);
      writeFileSync(file, generateTree(megabytes * 1e6), 'latin1');
      const cells = row(file);
      if (index === 0)
        say(
          Object.keys(cells),
          Object.keys(cells).map(() => '---:'),
        );
      say(Object.values(cells));
    }
    record('Parsing a configuration, and the TLS policy of every scope', lines, loadBefore);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const [file] = process.argv.slice(2);
if (file === undefined) main();
else console.log(JSON.stringify(await measure(file)));
