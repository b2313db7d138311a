import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('docs/dependencies.md has a line for every dependency, and for nothing else', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json'));
  const listed = [...read('docs/dependencies.md').matchAll(/^\| (\S+) \|/gm)]
    .map(([, name]) => name)
    .filter((name) => !['package', '---'].includes(name ?? ''));
  expect(listed.toSorted()).toEqual([...Object.keys(dependencies), ...Object.keys(devDependencies)].toSorted());
});

test('the documents that the README and each other name are there', () => {
  for (const page of [
    'README.md',
    'CONTRIBUTING.md',
    'docs/commands.md',
    'docs/over-time.md',
    'docs/tls-policy.md',
    'docs/encrypted-passwords.md',
  ]) {
    for (const [, target = ''] of read(page).matchAll(/\]\(([^)#]+)\)/g)) {
      const path = page.startsWith('docs/') ? `docs/${target}` : target;
      expect(() => read(path), `${page} names ${target}`).not.toThrow();
    }
  }
});
