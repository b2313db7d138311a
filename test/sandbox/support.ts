import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach } from 'vitest';

// What the tests themselves make is ordinary, whoever runs them.
process.umask(0o022);

const made: string[] = [];

/** A directory of the test's own that the tree's accounts can get through; removed when the test has ended. */
export function workDirectory(): string {
  const path = mkdtempSync('/var/tmp/ms-test-');
  made.push(path);
  return path;
}

afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

/** `path -> mode owner group kind` of all that is below `root`. */
export function listing(root: string): Map<string, string> {
  const rows = new Map<string, string>();
  for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    const facts = lstatSync(join(root, name));
    rows.set(
      `/${name}`,
      `${(facts.mode & 0o7777).toString(8)} ${facts.uid} ${facts.gid} ${facts.isDirectory() ? 'directory' : 'file'}`,
    );
  }
  return rows;
}
