import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { logPieces } from '../src/commands/log-pieces.ts';
import { symptoms } from '../src/symptoms/index.ts';
import { Matcher } from '../src/symptoms/match.ts';
import { record } from './results.ts';

/*
 * `node bench/log.ts`: how fast `doctor --log` looks through a log for the messages of every fault, next to `grep -c` for one
 * fixed text, and to `grep -ciF -f` for as many fixed texts as there are messages; and that a log of ten times the size
 * takes the same memory. Each run in a process of its own; of three the median. The log is made in a
 * temporary directory, a gigabyte of it, and removed.
 */

const MEGABYTES = [100, 1000];
const RUNS = 3;
const MESSAGE = "CFG-07961 failed to stat '/opt/msys/etc/installer/ecelerity.d/': Permission denied";
/** One message among so many lines, as in the log of a host with a fault. */
const LINES_A_MESSAGE = 50_000;

interface Measured {
  /** Of the processor, all threads: what is left of the figures when the machine does other things too. */
  readonly cpuMs: number;
  /** Peak resident memory of the process above what it had before it opened the log. */
  readonly peakBytes: number;
  readonly found: readonly string[];
}

async function measure(file: string): Promise<Measured> {
  const matcher = new Matcher(symptoms);
  const before = process.memoryUsage.rss();
  const start = process.cpuUsage();
  for await (const piece of logPieces(file, process.stdin)) matcher.add(piece);
  const found = matcher.candidates().map(({ symptom }) => symptom.id);
  const { user, system } = process.cpuUsage(start);
  return { cpuMs: (user + system) / 1000, peakBytes: process.resourceUsage().maxRSS * 1024 - before, found };
}

function makeLog(file: string, bytes: number): void {
  const out = openSync(file, 'w');
  for (let written = 0, line = 0; written < bytes; ) {
    let piece = '';
    while (piece.length < 1 << 20) {
      line += 1;
      piece += `${1_784_000_000 + (line >> 5)}@${(line * 7919).toString(16).toUpperCase()}@R@10.${line % 251}.${line % 13}.7@user${line % 1009}@example${line % 77}.com@default@250 2.0.0 OK, connection closed, certificate verified, TLSv1.2\n`;
      if (line % LINES_A_MESSAGE === 0) piece += `${MESSAGE}\n`;
    }
    written += writeSync(out, piece);
  }
  closeSync(out);
}

function ours(file: string): Measured {
  const args = [fileURLToPath(import.meta.url), file];
  const { stdout, status } = spawnSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  if (status !== 0) throw new Error(`The run over ${file} ended with ${status}`);
  const measured: Measured = JSON.parse(stdout);
  if (!measured.found.includes('installer-files-unreadable')) throw new Error(`The message was not found in ${file}`);
  return measured;
}

/** Milliseconds of the processor. What it counts goes into a file: for /dev/null grep would stop at the first line. */
function grep(directory: string, args: readonly string[]): number {
  const script = 'TIMEFORMAT="%U %S"; time grep "$@" > "$0"';
  const env = { ...process.env, LC_ALL: 'C' };
  const { status, stderr } = spawnSync('bash', ['-c', script, join(directory, 'count'), ...args], { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`grep ended with ${status}`);
  const [user = 0, system = 0] = stderr.trim().split(' ').map(Number);
  return (user + system) * 1000;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
}

function main(): void {
  const loadBefore = loadavg();
  const directory = mkdtempSync(join(tmpdir(), 'momentum-secure-bench-'));
  const lines = [
    '| MB | MB/cpu s | grep -c | times as long | grep -ciF -f | times as long | peak MB |',
    '| ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
  ];
  try {
    const messages = join(directory, 'messages');
    const examples = symptoms.flatMap((symptom) => symptom.messages.map(({ example }) => example.split('\n')[0] ?? ''));
    writeFileSync(messages, `${[...new Set(examples), MESSAGE].join('\n')}\n`);
    for (const megabytes of MEGABYTES) {
      const file = join(directory, `${megabytes}.log`);
      makeLog(file, megabytes * 1e6);
      const mb = statSync(file).size / 1e6;
      const runs = Array.from({ length: RUNS }, () => ({
        own: ours(file),
        one: grep(directory, ['-c', 'CFG-07961', file]),
        all: grep(directory, ['-c', '-i', '-F', '-f', messages, file]),
      }));
      const own = median(runs.map((run) => run.own.cpuMs));
      const [one, all] = [median(runs.map((run) => run.one)), median(runs.map((run) => run.all))];
      const speed = (ms: number) => ((mb / ms) * 1000).toFixed(0);
      const peak = (median(runs.map((run) => run.own.peakBytes)) / 1e6).toFixed(0);
      const cells = [mb.toFixed(0), speed(own), speed(one), (own / one).toFixed(1), speed(all), (own / all).toFixed(1), peak];
      lines.push(`| ${cells.join(' | ')} |`);
      rmSync(file);
    }
    const count = symptoms.flatMap((symptom) => symptom.messages).length;
    lines.push(
      '',
      `${count} messages, each a regular expression over lines that may be wrapped; grep -ciF -f looks for their texts word for word.`,
    );
    console.log(lines.join('\n'));
    record('Looking through a log', lines, loadBefore);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const [file] = process.argv.slice(2);
if (file === undefined) main();
else console.log(JSON.stringify(await measure(file)));
