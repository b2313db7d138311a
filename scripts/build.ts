import { chmodSync, readFileSync } from 'node:fs';
import { build } from 'esbuild';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };

/**
 * Before anything else of the program runs: a Node that is too old is told so, instead of failing over
 * something it does not have. CommonJS packages in the bundle call require for Node's own modules.
 */
const banner = `#!/usr/bin/env node
import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
if(Number(process.versions.node.split('.')[0])<22){process.stderr.write('momentum-secure: needs Node 22 or newer, and this is '+process.versions.node+'.\\nnpm start uses the one that the repository brings.\\n');process.exit(1)}`;

// One file is what ships. ESM, because yoga-layout has a top-level await that CommonJS cannot hold.
await build({
  entryPoints: ['src/cli.ts'],
  outfile: 'dist/cli.js',
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'esm',
  minify: true,
  // Messages and stacks name functions; minified names would make them useless.
  keepNames: true,
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': '"production"', __VERSION__: JSON.stringify(version) },
  // Ink asks for it only with DEV=true; it is a dependency that nobody installs.
  alias: { 'react-devtools-core': './scripts/empty.ts' },
  banner: { js: banner },
  logLevel: 'warning',
});
chmodSync('dist/cli.js', 0o755);
