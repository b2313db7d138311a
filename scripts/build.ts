import { chmodSync, readFileSync } from 'node:fs';
import { build, type Plugin } from 'esbuild';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };

/**
 * Before anything else of the program runs: a Node that is too old is told so, instead of failing over
 * something it does not have. CommonJS packages in the bundle call require for Node's own modules.
 */
const banner = `#!/usr/bin/env node
import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
if(Number(process.versions.node.split('.')[0])<22){process.stderr.write('momentum-secure: needs Node 22 or newer, and this is '+process.versions.node+'.\\nnpm start uses the one that the repository brings.\\n');process.exit(1)}`;

/**
 * As it loads, string-width makes tables of the world's scripts: a tenth of what a short run takes. Ours asks it
 * only for text that is not ASCII, so it is loaded when it is asked first, which an import cannot say.
 */
const lateStringWidth: Plugin = {
  name: 'late-string-width',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^string-width$/ }, ({ importer, namespace }) =>
      namespace === 'late' || importer.includes('node_modules') ? undefined : { path: 'string-width', namespace: 'late' },
    );
    const contents = "let width; export default (text) => (width ??= require('string-width').default)(text);";
    onLoad({ filter: /^/, namespace: 'late' }, () => ({ contents, resolveDir: process.cwd() }));
  },
};

// One file is what ships. ESM, because yoga-layout has a top-level await that CommonJS cannot hold.
await build({
  entryPoints: ['src/cli.ts'],
  outfile: 'dist/cli.js',
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'esm',
  minifyWhitespace: true,
  minifySyntax: true,
  // Names stay: messages and stacks tell them. Short ones would save no time either: Node takes as long to compile
  // as there are functions, not letters; and to give functions their names back takes more.
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': '"production"', __VERSION__: JSON.stringify(version) },
  // Ink asks for it only with DEV=true; it is a dependency that nobody installs.
  alias: { 'react-devtools-core': './scripts/empty.ts' },
  plugins: [lateStringWidth],
  banner: { js: banner },
  logLevel: 'warning',
});
chmodSync('dist/cli.js', 0o755);
