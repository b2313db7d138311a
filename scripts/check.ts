import { checkImports } from './imports.ts';
import { run } from './run.ts';

/** Everything that is found without running the program: types, lint and form, unused code, who imports whom. */
export function check(): boolean {
  const steps: readonly (readonly [what: string, passes: () => boolean])[] = [
    ['types (tsc)', () => run('tsc', [])],
    ['lint and format (biome)', () => run('biome', ['check', '--error-on-warnings'])],
    ['unused code (knip)', () => run('knip', ['--no-progress'])],
    ['import table', () => checkImports()],
  ];
  const failed = steps.filter(([, passes]) => !passes()).map(([what]) => what);
  console.log(failed.length === 0 ? 'check: all passed' : `check failed: ${failed.join(', ')}`);
  return failed.length === 0;
}

if (process.argv[1] === import.meta.filename) process.exitCode = check() ? 0 : 1;
