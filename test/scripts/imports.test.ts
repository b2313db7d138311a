import { expect, test } from 'vitest';
import { forbiddenImports, projectFiles } from '../../scripts/imports.ts';

test('every import of the project is one that the table allows', () => {
  expect(forbiddenImports(projectFiles())).toEqual([]);
});

test('planning that would get hold of the machine is found', () => {
  const files = new Map([['src/choices/x.ts', "import { LocalMachine } from '../apply/local-machine.ts';"]]);
  expect(forbiddenImports(files)).toEqual(['src/choices/x.ts: choices may not import apply']);
});

test('a command that loads screens at once is found', () => {
  const files = new Map([['src/commands/x.ts', "import { runWizard } from '../../steps/run-wizard.tsx';"]]);
  expect(forbiddenImports(files)).toEqual(['src/commands/x.ts: commands may import steps only lazily']);
});
