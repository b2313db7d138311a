import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Measured } from './parse-once.ts';
import { record } from './results.ts';
import { generateTree } from './tree.ts';

/*
 * `node bench/parse.ts`: how fast a configuration is read and the TLS policy of every scope worked out,
 * and how much memory that takes, at 1, 10 and 100 MB (5,000 scopes a megabyte). Each run in a process of
 * its own that has done nothing else, as on the command line: nothing is warm. It is bundled, as what ships
 * is: compiling Node's reader of TypeScript would go on beside it. Of five runs the median.
 */

const SIZES = [1, 10, 100];
const RUNS = 5;

async function bundle(directory: string): Promise<string> {
  const outfile = join(directory, 'parse-once.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'parse-once.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'esm',
    minify: true,
    keepNames: true,
    logLevel: 'warning',
  });
  return outfile;
}

function inChild(program: string, file: string): Measured {
  const { stdout, status } = spawnSync(process.execPath, [program, file], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`The run over ${file} ended with ${status}`);
  return JSON.parse(stdout);
}

function median(runs: readonly Measured[], of: (run: Measured) => number): number {
  return runs.map(of).sort((a, b) => a - b)[runs.length >> 1] ?? 0;
}

function row(program: string, file: string): Record<string, string> {
  const runs = Array.from({ length: RUNS }, () => inChild(program, file));
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
    'peak MB': (median(runs, ({ peakBytes }) => peakBytes) / 1e6).toFixed(0),
    'peak/file': median(runs, ({ peakBytes }) => peakBytes / bytes).toFixed(1),
  };
}

async function main(): Promise<void> {
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
    const program = await bundle(directory);
    for (const [index, megabytes] of SIZES.entries()) {
      const file = join(directory, `${megabytes}.conf`);
      writeFileSync(file, generateTree(megabytes * 1e6), 'latin1');
      const cells = row(program, file);
      if (index === 0)
        say(
          Object.keys(cells),
          Object.keys(cells).map(() => '---:'),
        );
      say(Object.values(cells));
    }
    lines.push('', 'Of the peak some 20 MB are Node at work, its compilers above all, however small the file is.');
    record('Parsing a configuration, and the TLS policy of every scope', lines, loadBefore);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

await main();
