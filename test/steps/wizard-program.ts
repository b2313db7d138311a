/**
 * A program for tests and for looking at the screens: the wizard, or with `plain` the prompts, on
 * this terminal, over an engine of paper. Bundled by bundle.ts.
 */
import { fakeEngine } from './fake-engine.ts';

const [face, pause = '0', applyPause = '30', asks = ''] = process.argv.slice(2);
const options = {
  engine: fakeEngine({ pauseMs: Number(pause), applyPauseMs: Number(applyPause), asksPassword: asks === 'password' }),
  stdin: process.stdin,
  stdout: process.stdout,
  env: process.env,
  initialAnswers: {},
  explain: (error: unknown) => ({ what: String(error), next: [], exitCode: 1 }),
};
const run =
  face === 'plain'
    ? (await import('../../steps/plain/run-plain.ts')).runPlain
    : (await import('../../steps/run-wizard.tsx')).runWizard;
const { exitCode } = await run(options);
process.exit(exitCode);
