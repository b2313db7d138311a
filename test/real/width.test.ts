import { chmodSync, chownSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { programHere } from './faces.ts';
import { sharedTree } from './support.ts';

/** What is read on a terminal fits it; what a program reads is one line a line. */

const program = programHere();
const tree = sharedTree();
/** Says nothing that TLS would: every version has its own line, with the evidence. */
let server: Server;

beforeAll(async () => {
  const directory = tree().at('/opt/msys/ecelerity/etc/conf/default');
  chownSync(directory, 0, 0);
  chmodSync(directory, 0o750);
  server = createServer((socket) => socket.on('error', () => {}).end('220 no TLS here\r\n'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => server.close());

/** What the program writes on a terminal of so many columns, a row a row. */
async function rowsAt(columns: number, args: readonly string[]): Promise<readonly string[]> {
  const terminal = program(tree().root, { args, columns });
  await terminal.exit();
  return terminal.output.replace(/(\r\n)+$/, '').split('\r\n');
}

/** Rows of diffs: from their head to the next empty line. */
function isDiffIn(rows: readonly string[]): readonly boolean[] {
  let inside = false;
  return rows.map((row) => {
    inside = row !== '' && (inside || row.startsWith('--- '));
    return inside;
  });
}

/** Nothing that could be broken between words: a path, a command. */
const inOnePiece = /^ *(?:[-+~] |-> )?(?:\S+|(?:chgrp|chown|--set|momentum-secure) .*)$/;

const words = (text: string) => text.split(/\s+/).filter(Boolean).join(' ');

const PLAN = ['plan', '--set', 'databaseSsl=offer', '--set', 'tls.inbound=poodle-fix'];

describe.each([40, 60, 100])('in %i columns', (columns) => {
  test.each([
    ['doctor', ['doctor']],
    ['plan', PLAN],
    ['status', ['status']],
    ['--help', ['--help']],
    ['an error', ['plan', '--set', 'databaseSsl=sometimes']],
  ])('%s is broken between words, and nothing of it is lost', async (_, args) => {
    const [rows, piped] = [await rowsAt(columns, args), await tree().secure(...args)];
    const isDiff = isDiffIn(rows);
    const tooLong = rows.filter((row, at) => row.length >= columns && !isDiff[at] && !inOnePiece.test(row));
    expect(tooLong).toEqual([]);
    expect(words(rows.join('\n'))).toBe(words(piped.out + piped.err));
  });

  test('verify has what it asked and what was answered in rows that fit', async () => {
    const { port } = server.address() as { port: number };
    const rows = await rowsAt(columns, ['verify', '--host', '127.0.0.1', '--port', String(port)]);
    expect(rows.filter((row) => row.length >= columns)).toEqual([]);
    expect(words(rows.join('\n'))).toContain('not TLS');
  });
});

test('lines of a diff are as they are in the file, also where the terminal has to break them', async () => {
  const [rows, piped] = [await rowsAt(40, PLAN), (await tree().secure(...PLAN)).out.trimEnd().split('\n')];
  const diffOf = (lines: readonly string[]) => lines.filter((_, at) => isDiffIn(lines)[at]);
  expect(diffOf(rows)).toEqual(diffOf(piped));
  expect(diffOf(rows).some((row) => row.length >= 40)).toBe(true);
});

test('what the history tells is broken too', async () => {
  expect((await tree().secure('apply', '--yes', '--fix', ...PLAN.slice(1))).exit).toBe(0);
  for (const args of [['show', '1'], ['history'], ['drift']]) {
    const rows = await rowsAt(40, args);
    const isDiff = isDiffIn(rows);
    expect(rows.filter((row, at) => row.length >= 40 && !isDiff[at] && !inOnePiece.test(row))).toEqual([]);
  }
});
