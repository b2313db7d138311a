import { check } from './check.ts';
import { installTestNeeds } from './install-test-needs.ts';
import { run } from './run.ts';

/** What `npm test` does: what npm cannot bring, the checks, then every test, real servers included. */
function test(): boolean {
  try {
    installTestNeeds();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return false;
  }
  const checked = process.argv.length > 2 || check();
  const built = run('node', ['scripts/build.ts']);
  // Files named on the command line are run alone, without the checks: for work on one of them.
  const passed = built && run('vitest', ['run', ...process.argv.slice(2)]);
  return checked && passed;
}

process.exitCode = test() ? 0 : 1;
