import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { type DhProgress, dhProgress } from './progress.ts';
import { readDhParameters } from './read.ts';

export interface GenerateOptions {
  /** Called at most ten times a second. */
  readonly onProgress?: (progress: DhProgress) => void;
  /** Ends the search, and the program that does it. */
  readonly signal?: AbortSignal;
}

/** Starts `openssl` with these arguments and no input, in English: whoever may run programs says as whom. */
export type StartOpenssl = (args: readonly string[]) => ChildProcess & { readonly stdout: Readable; readonly stderr: Readable };

export type Generated =
  | { readonly ok: true; readonly pem: string }
  | { readonly ok: false; readonly cancelled: boolean; readonly problem: string };

const progressEveryMs = 100;

/**
 * A group of the server's own, of 2048 to 8192 bits and generator 2, by `openssl dhparam`: seconds at 2048,
 * minutes at 4096. The file is given back, not written. Never rejects; throws on a size below 2048, which
 * has to be refused before it comes to this.
 */
export function generateParameters(start: StartOpenssl, bits: number, options: GenerateOptions = {}): Promise<Generated> {
  if (!Number.isInteger(bits) || bits < 2048 || bits > 8192) throw new RangeError(`DH parameters of ${bits} bits`);
  return search(start, bits, options);
}

/** The same for any size: tests have no time for large ones. */
export function search(start: StartOpenssl, bits: number, { onProgress, signal }: GenerateOptions): Promise<Generated> {
  const cancelled: Generated = { ok: false, cancelled: true, problem: 'cancelled' };
  if (signal?.aborted) return Promise.resolve(cancelled);
  return new Promise((resolve) => {
    const child = start(['dhparam', '-2', String(bits)]);
    const began = performance.now();
    const cancel = () => child.kill('SIGKILL');
    signal?.addEventListener('abort', cancel, { once: true });
    let [pem, said, candidates, shown] = ['', '', 0, began];

    child.stdout.setEncoding('latin1').on('data', (text: string) => {
      pem += text;
    });
    child.stderr.setEncoding('latin1').on('data', (text: string) => {
      // One dot a candidate, + and * for the rounds that it survives.
      candidates += text.split('.').length - 1;
      said = (said + text.replace(/[.+*]/g, '')).slice(-500);
      const now = performance.now();
      if (now - shown < progressEveryMs) return;
      shown = now;
      onProgress?.(dhProgress(bits, candidates, now - began));
    });

    const end = (result: Generated) => {
      signal?.removeEventListener('abort', cancel);
      resolve(signal?.aborted ? cancelled : result);
    };
    child.on('error', (error) => end(failed(`openssl does not start (${error.message})`)));
    child.on('close', (code) => end(code === 0 ? check(pem, bits) : failed(`openssl failed: ${said.trim()}`)));
  });
}

function failed(problem: string): Generated {
  return { ok: false, cancelled: false, problem };
}

/** What comes back is read again: it is written as root, and a mail server depends on it. */
function check(pem: string, bits: number): Generated {
  const reading = readDhParameters(pem);
  if (!reading.ok) return failed(`what openssl gave cannot be used: ${reading.problem}`);
  if (reading.parameters.bits !== bits) return failed(`openssl gave ${reading.parameters.bits} bits instead of ${bits}`);
  return { ok: true, pem };
}
