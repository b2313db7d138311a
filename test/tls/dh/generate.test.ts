import { spawn } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generateParameters, type StartOpenssl, search } from '../../../src/tls/dh/generate.ts';
import { type DhProgress, dhProgress, expectedCandidates } from '../../../src/tls/dh/progress.ts';
import { readDhParameters } from '../../../src/tls/dh/read.ts';
import { scratch } from '../support.ts';

/** openssl, or another program in its place. */
const startOf =
  (program = 'openssl'): StartOpenssl =>
  (args) =>
    spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
const start = startOf();

test('parameters of the size that was asked for, and a progress that only grows', async () => {
  const seen: DhProgress[] = [];
  const generated = await search(start, 1024, { onProgress: (progress) => seen.push(progress) });
  if (!generated.ok) throw new Error(generated.problem);
  expect(readDhParameters(generated.pem)).toMatchObject({ ok: true, parameters: { bits: 1024 } });
  const likelihoods = seen.map(({ likelihood }) => likelihood);
  expect(likelihoods).toEqual([...likelihoods].sort((one, other) => one - other));
  for (const likelihood of likelihoods) expect(likelihood).toBeLessThanOrEqual(1);
});

test('cancelling ends it, and the program with it', async () => {
  const controller = new AbortController();
  let tested = 0;
  const running = search(start, 4096, {
    signal: controller.signal,
    onProgress: ({ candidates }) => {
      tested = candidates;
      controller.abort();
    },
  });
  expect(await running).toEqual({ ok: false, cancelled: true, problem: 'cancelled' });
  expect(tested).toBeGreaterThan(0);
  expect(await search(start, 4096, { signal: AbortSignal.abort() })).toMatchObject({ cancelled: true });
});

test('what goes wrong is said', async () => {
  expect(await search(startOf('/nowhere/openssl'), 2048, {})).toMatchObject({
    ok: false,
    cancelled: false,
    problem: expect.stringContaining('does not start'),
  });
  expect(await search(start, 1, {})).toMatchObject({ ok: false, problem: expect.stringContaining('openssl failed') });
});

test('what openssl gives is not believed unread', async () => {
  const program = join(await scratch(), 'openssl');
  await writeFile(program, '#!/bin/sh\necho nothing useful\n');
  await chmod(program, 0o755);
  expect(await search(startOf(program), 2048, {})).toMatchObject({
    ok: false,
    problem: expect.stringContaining('no DH parameters'),
  });
});

test('small sizes are refused before any search', () => {
  for (const bits of [512, 1024, 2047.5, 16_384]) expect(() => generateParameters(start, bits)).toThrow(RangeError);
});

test('the likelihood is that of a search without memory', () => {
  const expected = expectedCandidates(2048);
  expect(expected).toBeGreaterThan(8000);
  expect(expected).toBeLessThan(13_000);
  expect(dhProgress(2048, 0, 0).likelihood).toBe(0);
  expect(dhProgress(2048, expected, 0).likelihood).toBeCloseTo(1 - 1 / Math.E);
});
