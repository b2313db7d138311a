import { mkdirSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
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
  // Which questions lie between is theirs to say: Enter takes what is offered.
  const onTo = async (shows: string | RegExp) => {
    for (let seen = ''; !(typeof shows === 'string' ? terminal.text().includes(shows) : shows.test(terminal.text())); ) {
      seen = terminal.text();
      terminal.type('\r');
      await terminal.changes(seen);
      await delay(300);
    }
  };
  await terminal.shows('running');
  picture('welcome');
  await step('\r', 'Should connections to the database');
  picture('database');
  await onTo('Which TLS versions may those use');
  picture('tls-versions');
  await onTo('For which host name');
  picture('certificates');
  await onTo(/\d of \d+ +Preflight/);
  await terminal.shows('in order');
  picture('preflight');
  await step('\r', /\d of \d+ +Preview/);
  await terminal.shows('Services');
  await step('jjj', 'hostnossl');
  picture('preview');
  await step('\r', 'Apply these changes?');
  await step('y', /\d of \d+ +Done/);
  await terminal.shows('Applied');
  picture('done');
  terminal.type('\r');
  await terminal.shows('Commit it now');
  terminal.type('\r');
  await terminal.exit();
}

/** A picture of what a command prints, in a terminal of its own. */
async function printed(name: string, root: string, args: readonly string[], rows: number): Promise<void> {
  const terminal = new Terminal({ command: [process.execPath, program, '--root', root, ...args], columns: 96, rows });
  await terminal.exit();
  writeFileSync(`${pictures}${name}.svg`, screenToSvg(terminal.screen));
}

const FAULT = 'installer-files-unreadable';
const MESSAGE = "CFG-07961 failed to stat '/opt/msys/etc/installer/ecelerity.d/': Permission denied";

async function inSandbox(root: string, options: readonly string[], look: () => Promise<void>): Promise<void> {
  run('node', [program, 'sandbox', root, ...options]);
  try {
    await look();
  } finally {
    run('node', [program, 'sandbox', root, '--remove']);
  }
}

mkdirSync(pictures, { recursive: true });
await inSandbox(root, ['--with-servers'], walk);
const broken = '/var/tmp/mail2';
await inSandbox(broken, ['--broken', FAULT], () => printed('doctor', broken, ['doctor', '--message', MESSAGE], 28));
