import { chmodSync, readFileSync } from 'node:fs';
import { build } from 'esbuild';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };

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
  // CommonJS packages in the bundle call require for Node's own modules.
  banner: {
    js: "#!/usr/bin/env node\nimport{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
chmodSync('dist/cli.js', 0o755);
