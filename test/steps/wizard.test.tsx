import { describe, expect, test } from 'vitest';
import { explaining } from '../../steps/trouble.ts';
import { isAscii, keySequences as key, widest } from '../components/harness.tsx';
import { editedSince, failing, fakeEngine, inOrder, mendable, stale } from './fake-engine.ts';
import { openWizard } from './screen.tsx';
import { stepTitled } from './step-titled.ts';

const { enter, down, tab } = key;
const ctrlC = '\u0003';
/** From the welcome to the preflight, taking what is offered. */
const throughTheQuestions = Array.from({ length: 7 }, () => enter);
/** From anywhere outside a text field to the preview. */
const toPreview = ['g', key.end, enter];

describe('walking', () => {
  test('reaches the last screen, with the answers that were given', async () => {
    const engine = fakeEngine();
    const screen = await openWizard(engine);
    expect(screen.frame()).toContain('Momentum 3.6.6 (manager, MTA)');
    expect(screen.frame()).toMatch(/warn SSL for the database: off\n.*Clients talk.*\n ok {3}SSL for the web UI: require/);
    await screen.press(enter, down, down, enter, enter, enter, enter, enter, enter);
    expect(screen.frame()).toMatch(stepTitled('Preflight'));
    await screen.press(enter);
    expect(screen.frame()).toMatch(stepTitled('Preview'));
    await screen.press(enter);
    expect(screen.frame()).toContain('Apply these changes?');
    expect(engine.calls.applies).toHaveLength(0);
    await screen.press('y');
    expect(screen.frame()).toMatch(stepTitled('Done'));
    expect(screen.frame()).toContain('Undo it with: momentum-secure rollback 7');
    expect(screen.frame()).toMatch(/What is left for you[\s\S]*What was proved/);
    await screen.press(enter);
    expect(screen.left).toHaveLength(1);
    expect(screen.left[0]?.exitCode).toBe(0);
    expect(screen.left[0]?.summary.join('\n')).toContain('What is left for you:');
    expect(engine.calls.plans.at(-1)).toEqual({
      databaseSsl: 'require',
      webUiSsl: 'offer',
      webUi: { httpsPort: 443 },
      certificates: { hostname: 'mail1.example.com', altNames: ['mail1'], keyBits: 2048 },
    });
  });

  test('pressing Enter alone never applies: the question is answered no', async () => {
    const engine = fakeEngine();
    const screen = await openWizard(engine);
    await screen.press(...throughTheQuestions, enter, enter, enter);
    expect(screen.frame()).toMatch(stepTitled('Preview'));
    expect(engine.calls.applies).toHaveLength(0);
  });

  test('Esc goes back and keeps every answer', async () => {
    const screen = await openWizard(fakeEngine());
    await screen.press(enter, down, down, enter, key.escape);
    expect(screen.frame()).toContain('> (*) Require');
  });

  test('a wrong answer keeps one on its screen and says why; jumping away and back keeps it', async () => {
    const screen = await openWizard(fakeEngine());
    await screen.press(enter, enter, enter, '\u0015', '99999', enter);
    expect(screen.frame()).toMatch(stepTitled('SSL for the web UI'));
    expect(screen.frame()).toContain('Expected a port from 1 to 65535, got 99999');
    await screen.press('\u0007', key.home, enter);
    expect(screen.frame()).toMatch(stepTitled('Secure this Momentum'));
    await screen.press('g', down, down, enter, tab);
    expect(screen.frame()).toContain('99999');
  });

  test('a preview with answers that cannot be used says which, and goes there', async () => {
    const engine = fakeEngine();
    const screen = await openWizard(engine);
    await screen.press(enter, enter, enter, '\u0015', 'x', key.escape, ...toPreview);
    expect(screen.frame()).toContain('HTTPS port: Expected a port from 1 to 65535, got x');
    expect(engine.calls.plans).toHaveLength(0);
    await screen.press(enter);
    expect(screen.frame()).toMatch(stepTitled('SSL for the web UI'));
  });

  test('a question that follows from an answer comes and goes with it', async () => {
    const screen = await openWizard(fakeEngine());
    await screen.press(enter, enter);
    expect(screen.frame()).toContain('HTTPS port');
    await screen.press(key.up, enter);
    expect(screen.frame()).toMatch(stepTitled('Certificates'));
    await screen.press(key.escape);
    expect(screen.frame()).not.toContain('HTTPS port');
  });

  test('a default that follows from what is typed beside it moves along', async () => {
    const screen = await openWizard(fakeEngine());
    await screen.press('g', key.home, down, down, down, enter, '\u0015', 'relay7.example.net', enter);
    expect(screen.frame()).toContain('relay7_');
  });

  test('letters that are commands elsewhere are text in a text field', async () => {
    const screen = await openWizard(fakeEngine());
    await screen.press('g', key.home, down, down, down, enter, 'gq');
    expect(screen.frame()).toContain('mail1.example.comgq');
    expect(screen.left).toHaveLength(0);
  });
});

describe('a password', () => {
  const typed = 'q?canary word';

  test('is asked as stars, kept beside the answers, and handed to the plan and the apply alone', async () => {
    const engine = fakeEngine({ asksPassword: true });
    const screen = await openWizard(engine);
    await screen.press(enter, 'short', enter);
    expect(screen.frame()).toContain('*****_');
    expect(screen.frame()).toContain('Expected eight signs or more');
    await screen.press('\u0015', typed);
    expect(screen.frame()).toContain('*'.repeat(typed.length));
    await screen.press(enter, key.escape, enter);
    expect(screen.frame()).toContain('*'.repeat(typed.length));
    await screen.press('\u0007', key.end, enter, enter, 'y');
    expect(engine.calls.secrets).toEqual([{ servicePassword: typed }, { servicePassword: typed }]);
    expect(JSON.stringify([engine.calls.questions, engine.calls.plans])).not.toContain('canary');
    expect(screen.frames().join('')).not.toContain('canary');
  });
});

describe('a host that was set up before', () => {
  test('begins with a summary: what somebody edited, what is taken into the plan, and every step to be opened', async () => {
    const engine = fakeEngine({ before: editedSince });
    const screen = await openWizard(engine);
    expect(screen.frame()).toMatch(stepTitled('Summary'));
    expect(screen.frame()).toContain('Since entry 0003 of 2026-11-21');
    expect(screen.frame()).toContain('FAIL /var/db/msyspg/postgresql.conf was edited since it was left by 0003, line 42');
    expect(screen.frame()).toMatch(/SSL for the database +changed: Off -> Require/);
    expect(screen.frame()).toContain('1 step is changed');
    await screen.press(down, enter);
    expect(screen.frame()).toContain('> (*) Require');
    expect(screen.frame()).toContain('( ) Off (now)');
    await screen.press(key.home, enter);
    expect(screen.frame()).toMatch(/SSL for the database +Off/);
    expect(screen.frame()).toContain('nothing is changed so far');
    await screen.press(enter);
    expect(screen.frame()).toMatch(stepTitled('Preflight'));
    expect(engine.calls.plans).toEqual([{ databaseSsl: 'off' }]);
    await screen.press(key.escape);
    expect(screen.frame()).toMatch(stepTitled('Summary'));
  });

  test('what is not opened is not answered: the host keeps what it has', async () => {
    const engine = fakeEngine({ before: { ...editedSince, again: {} }, nothingToDo: true });
    const screen = await openWizard(engine);
    await screen.press(enter);
    expect(engine.calls.plans).toEqual([{}]);
    expect(screen.frame()).toContain('Nothing to change');
    await screen.press(enter);
    expect(screen.left[0]?.exitCode).toBe(0);
  });

  test('the summary fits 40 x 20, in ASCII', async () => {
    const screen = await openWizard(fakeEngine({ before: editedSince }), { columns: 40, rows: 20 });
    expect(widest(screen.frame())).toBeLessThanOrEqual(40);
    expect(screen.frame().split('\n')).toHaveLength(20);
    expect(isAscii(screen.frame())).toBe(true);
    expect(screen.frame()).toContain('> (*) Go on');
    await screen.resize(40, 14);
    await screen.press(key.end);
    expect(screen.frame()).toContain('> ( ) Certificates');
  });
});

describe('leaving', () => {
  test.each([
    ['q', 'q', 0],
    ['Ctrl-C', ctrlC, 130],
  ])('%s before the confirmation writes nothing and says so', async (_name, press, exitCode) => {
    for (const before of [[], [enter], throughTheQuestions, toPreview]) {
      const engine = fakeEngine();
      const screen = await openWizard(engine);
      await screen.press(...before, press);
      expect(screen.left[0]?.exitCode).toBe(exitCode);
      expect(screen.left[0]?.summary.join(' ')).toContain('Nothing was written.');
      expect(engine.calls.applies).toHaveLength(0);
      screen.close();
    }
  });

  test('Ctrl-C leaves from a text field, from the help and from the question, too', async () => {
    for (const before of [['g', key.home, down, down, down, enter], ['?'], [...toPreview, enter]]) {
      const screen = await openWizard(fakeEngine());
      await screen.press(...before, ctrlC);
      expect(screen.left[0]?.exitCode).toBe(130);
      screen.close();
    }
  });

  test('Ctrl-C during apply waits until everything is put back, and then exits with 130', async () => {
    const engine = fakeEngine({ applyPauseMs: 150 });
    const screen = await openWizard(engine);
    await screen.press(...toPreview, enter, 'y', 'q', ctrlC);
    expect(screen.left).toHaveLength(0);
    await screen.rest();
    await expect.poll(() => screen.frame()).toContain('Put back: everything is as it was before.');
    await screen.press(enter);
    expect(screen.left[0]?.exitCode).toBe(130);
    expect(screen.left[0]?.summary.join(' ')).toContain('Put back');
  });

  test('a stop from outside does what Ctrl-C does', async () => {
    const stop = new AbortController();
    const screen = await openWizard(fakeEngine(), { stop: stop.signal });
    stop.abort();
    await screen.rest();
    expect(screen.left[0]?.exitCode).toBe(130);
  });

  test('a stop from outside while it applies leaves by itself once everything is put back', async () => {
    const stop = new AbortController();
    const screen = await openWizard(fakeEngine({ applyPauseMs: 100 }), { stop: stop.signal });
    await screen.press(...toPreview, enter, 'y');
    expect(screen.frame()).toMatch(stepTitled('Apply'));
    stop.abort();
    await expect.poll(() => screen.left.length).toBe(1);
    expect(screen.left[0]).toMatchObject({ exitCode: 130 });
    expect(screen.left[0]?.summary.join(' ')).toContain('Put back');
  });

  test('a stop from outside on the last screen leaves it, and says what was done', async () => {
    const stop = new AbortController();
    const screen = await openWizard(fakeEngine(), { stop: stop.signal });
    await screen.press(...toPreview, enter, 'y');
    expect(screen.frame()).toMatch(stepTitled('Done'));
    stop.abort();
    await screen.rest();
    expect(screen.left[0]).toMatchObject({ exitCode: 130 });
    expect(screen.left[0]?.summary.join(' ')).toContain('Applied');
  });

  test('where there is nothing to change it says so and ends with 0', async () => {
    const engine = fakeEngine({ nothingToDo: true });
    const screen = await openWizard(engine);
    await screen.press(...toPreview);
    expect(screen.frame()).toContain('Nothing to change');
    await screen.press(enter);
    expect(screen.left[0]).toMatchObject({ exitCode: 0 });
    expect(engine.calls.applies).toHaveLength(0);
  });
});

describe('trouble', () => {
  test('a failing check keeps the changes from being applied, until it is put right', async () => {
    let findings = [inOrder, failing];
    const engine = fakeEngine({ findings: () => findings });
    const screen = await openWizard(engine);
    await screen.press(...throughTheQuestions, enter);
    expect(screen.frame()).toContain('FAIL /opt/msys/etc/installer/ecelerity.d cannot be read by ecuser.');
    expect(screen.frame()).toContain('do: chmod 0755 /opt/msys/etc/installer/ecelerity.d');
    expect(screen.frame()).toContain('1 check fails: put that right');
    await screen.press(...toPreview, enter);
    expect(screen.frame()).toContain('1 check fails in the preflight');
    findings = [inOrder];
    await screen.press('g', key.home, down, down, down, down, enter, 'r', enter, enter, 'y');
    expect(engine.calls.applies).toHaveLength(1);
  });

  test('what can be put right is, with one key, and shows among the changes; the same key takes it out again', async () => {
    const engine = fakeEngine({ findings: (fix) => (fix ? [inOrder] : [mendable, inOrder]) });
    const screen = await openWizard(engine);
    await screen.press(...throughTheQuestions);
    expect(screen.frame()).toContain('or: press p, and it is done together with the changes');
    await screen.press(enter);
    expect(screen.frame()).toContain('1 check fails: press p to have it put right with the changes');
    await screen.press('p');
    expect(screen.frame()).not.toContain('FAIL');
    expect(screen.frame()).toContain('fix  /opt/msys/etc/installer/ecelerity.d');
    expect(screen.frame()).toContain('p leave as it was');
    await screen.press('p');
    expect(screen.frame()).toContain('FAIL');
    await screen.press('p', enter);
    expect(screen.frame()).toContain('ecuser has to enter it');
    expect(engine.calls.fixes).toEqual([undefined, true, false, true]);
  });

  test('where nobody but the operator can put it right, no key is offered for it', async () => {
    const screen = await openWizard(fakeEngine({ findings: () => [failing] }));
    await screen.press(...throughTheQuestions, 'p');
    expect(screen.frame()).toContain('FAIL');
    expect(screen.frame()).not.toMatch(/press p| p put right/);
  });

  test('a plan that is stale when it is applied can be made again with the same answers', async () => {
    const engine = fakeEngine({ applyEnds: [stale] });
    const screen = await openWizard(engine);
    await screen.press(enter, down, down, enter, ...toPreview, enter, 'y');
    expect(screen.frame()).toMatch(stepTitled('Refused'));
    expect(screen.frame()).toContain('r plan it again');
    await screen.press('r');
    expect(screen.frame()).toMatch(stepTitled('Preflight'));
    await screen.press(enter, enter, 'y');
    expect(screen.frame()).toMatch(stepTitled('Done'));
    expect(engine.calls.plans.at(-1)).toEqual(engine.calls.plans[0]);
    await screen.press(enter);
    expect(screen.left[0]).toMatchObject({ exitCode: 0 });
  });

  test('an error of the engine is told, and can be tried again', async () => {
    let error: Error | undefined = new Error('Cannot read the file');
    const explain = (thrown: unknown) => ({ what: `${thrown}`, next: ['Run this as root.'], exitCode: 6 });
    const screen = await openWizard(explaining(fakeEngine({ surveyFails: () => error }), explain));
    expect(screen.frame()).toContain('Error: Cannot read the file');
    expect(screen.frame()).toContain('Run this as root.');
    await screen.press('q');
    expect(screen.left[0]).toMatchObject({ exitCode: 6 });
    error = undefined;
    await screen.press('r');
    expect(screen.frame()).toContain('Momentum 3.6.6');
  });

  test('leaving after such an error is not success', async () => {
    const screen = await openWizard(fakeEngine({ surveyFails: () => new Error('This is no Momentum tree') }));
    await screen.press('q');
    expect(screen.left[0]?.exitCode).toBe(1);
    expect(screen.left[0]?.summary).toContain('This is no Momentum tree');
  });

  test('a plan that cannot be made is told, and can be tried again', async () => {
    let error: Error | undefined = new Error('pg_hba.conf, line 12: cannot be understood');
    const screen = await openWizard(fakeEngine({ planFails: () => error }));
    await screen.press(...toPreview);
    expect(screen.frame()).toContain('pg_hba.conf, line 12: cannot be understood');
    error = undefined;
    await screen.press('r');
    expect(screen.frame()).toContain('/var/db/msyspg/server.key');
  });
});

describe('screens', () => {
  test('help is there on every screen and lists its keys', async () => {
    const screen = await openWizard(fakeEngine());
    for (const step of [
      stepTitled('Secure this Momentum'),
      stepTitled('SSL for the database'),
      stepTitled('SSL for the web UI'),
      stepTitled('SSL for the web UI'),
      stepTitled('Certificates'),
      stepTitled('Certificates'),
      stepTitled('Certificates'),
      stepTitled('Preflight'),
      stepTitled('Preview'),
    ]) {
      expect(screen.frame()).toMatch(step);
      await screen.press('?');
      expect(screen.frame()).toMatch(/^ ?Keys$/m);
      await screen.press('?');
      await screen.press(enter);
    }
  });

  test.each([
    [40, 20],
    [60, 24],
    [100, 30],
    [200, 50],
  ])('at %i x %i every screen fits, in ASCII and without colour', async (columns, rows) => {
    const screen = await openWizard(fakeEngine(), { columns, rows });
    const fits = () => {
      expect(widest(screen.frame())).toBeLessThanOrEqual(columns);
      expect(screen.frame().split('\n')).toHaveLength(rows);
      expect(isAscii(screen.frame())).toBe(true);
    };
    fits();
    for (const press of ['?', '?', enter, enter, enter, enter, enter, enter, enter, 'g', key.escape, enter, 'f', 'f', 'a', 'y']) {
      await screen.press(press);
      fits();
    }
    expect(screen.frame()).toMatch(stepTitled('Done'));
  });

  test('in a narrow window Enter walks through the files, one at a time, to the question', async () => {
    const screen = await openWizard(fakeEngine(), { columns: 40, rows: 20 });
    await screen.press(...toPreview);
    expect(screen.frame()).not.toContain('RSA, 2048 bits');
    await screen.press(enter);
    expect(screen.frame()).toContain('RSA, 2048 bits');
    await screen.press(...Array.from({ length: 10 }, () => enter));
    expect(screen.frame()).toContain('Apply these changes?');
  });

  test('a window that changes its size keeps the screen and its answers', async () => {
    const screen = await openWizard(fakeEngine());
    await screen.press(enter, down, down, ' ');
    await screen.resize(40, 20);
    expect(widest(screen.frame())).toBeLessThanOrEqual(40);
    expect(screen.frame()).toContain('> (*) Require');
    await screen.resize(20, 5);
    expect(screen.frame()).toContain('30 x 10');
    await screen.resize(100, 30);
    expect(screen.frame()).toContain('(*) Require');
  });

  test('what was brought along is what the fields start from', async () => {
    const screen = await openWizard(fakeEngine(), { brought: { databaseSsl: 'require' } });
    await screen.press(enter);
    expect(screen.frame()).toContain('> (*) Require');
  });
});
