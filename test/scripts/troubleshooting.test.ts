import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { troubleshootingPage } from '../../scripts/troubleshooting-page.ts';
import { symptoms } from '../../src/symptoms/index.ts';

test('docs/troubleshooting.md is what the catalogue says: `npm run docs` makes it', () => {
  const page = readFileSync(new URL('../../docs/troubleshooting.md', import.meta.url), 'utf8');
  expect(page).toBe(troubleshootingPage(symptoms));
});

test('every fault has its section, with its messages word for word', () => {
  const page = troubleshootingPage(symptoms);
  for (const { id, messages } of symptoms) {
    expect(page).toContain(`\n## ${id}\n`);
    for (const { example } of messages) expect(page).toContain(`    ${example.split('\n')[0]}`);
  }
});
