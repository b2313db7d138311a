import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Bundles wizard-program.ts as the product is bundled, into a directory of its own; returns the file. */
export async function bundleProgram(): Promise<string> {
  const outfile = join(await mkdtemp(join(tmpdir(), 'wizard-')), 'program.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'wizard-program.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    minify: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    alias: { 'react-devtools-core': join(import.meta.dirname, '../../scripts/empty.ts') },
    // CommonJS among the dependencies asks for Node's own modules by require.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'error',
  });
  return outfile;
}
