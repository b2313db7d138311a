import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { run } from './run.ts';
import { screenToSvg } from './screen-svg.ts';
import { Terminal } from './terminal.ts';

/**
 * Makes the pictures of the docs by walking the real wizard through a real sandbox, in a real
 * terminal. The sandbox's place is masked in them: it is a new one every time.
 */
const program = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const root = '/var/tmp/mail1';
const pictures = fileURLToPath(new URL('../docs/pictures/', import.meta.url));

async function walk(): Promise<void> {
  const terminal = new Terminal({ command: [process.execPath, program, '--root', root], columns: 96, rows: 30 });
  const picture = (name: string) => writeFileSync(`${pictures}${name}.svg`, screenToSvg(terminal.screen));
  const step = async (keys: string, shows: string | RegExp) => {
    terminal.type(keys);
    await terminal.shows(shows);
  };
  await terminal.shows('1 of 8');
  await terminal.shows('running');
  picture('welcome');
  await step('\r', 'Should connections to the database');
  picture('database');
  await step('\r', 'Should the web console');
  await step('\r', '443 is what browsers');
  await step('\r', 'For which host name');
  picture('certificates');
  for (const [keys, shows] of [
    ['\r', 'Separated by commas'],
    ['\r', 'RSA. 2048 bits'],
    ['\r', 'A year is what'],
    ['\r', '5 of 8'],
  ] as const)
    await step(keys, shows);
  await terminal.shows('in order');
  picture('preflight');
  await step('\r', '6 of 8');
  await terminal.shows('Services');
  await step('jjj', 'hostnossl');
  picture('preview');
  await step('\r', 'Apply these changes?');
  await step('y', '8 of 8');
  await terminal.shows('Applied');
  picture('done');
  terminal.type('\r');
  await terminal.exited;
}

mkdirSync(pictures, { recursive: true });
run('node', [program, 'sandbox', root, '--with-servers']);
try {
  await walk();
} finally {
  run('node', [program, 'sandbox', root, '--remove']);
}
