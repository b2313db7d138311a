import { readFileSync } from 'node:fs';
import { effective } from '../src/config/ecelerity/effective.ts';
import { policyScopes } from '../src/config/ecelerity/policy-scopes.ts';
import { readConfiguration } from '../src/config/ecelerity/read.ts';
import type { ConfigReader } from '../src/config/reader.ts';
import { hostPath } from '../src/model/paths.ts';

/* `parse-once FILE`, bundled by parse.ts: one cold run over one file, its figures as JSON. */

const OPTIONS = ['tls_protocols', 'tls'];

export interface Measured {
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

console.log(JSON.stringify(await measure(process.argv[2] ?? '')));
