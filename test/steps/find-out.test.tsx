import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { isAscii, keySequences as key, widest } from '../components/harness.tsx';
import { editedSince, failing, fakeEngine } from './fake-engine.ts';
import { openWizard } from './screen.tsx';
import { stepTitled } from './step-titled.ts';

const { enter, down } = key;
const pasted = "CFG-07961 failed to stat '/opt/msys/etc/installer/ecelerity.d/': Permission denied";
const paste = (text: string) => `\u001b[200~${text}\u001b[201~`;

describe('something is wrong', () => {
  test('a message of several lines is pasted, told with its evidence, put right and proven', async () => {
    const engine = fakeEngine();
    const screen = await openWizard(engine);
    expect(screen.frame()).toContain('w finds out what is wrong');
    await screen.press('w', enter, enter);
    expect(screen.frame()).toContain('Paste the message first');
    await screen.press(paste(`\u001b[31m${pasted}\u001b[0m\r\nReconfigure failed.`));
    expect(screen.frame()).toMatch(/Permission denied\s*\n.*Reconfigure failed\./);
    await screen.press(enter);
    expect(engine.calls.doctor).toEqual([{ text: `${pasted}\nReconfigure failed.` }]);
    expect(screen.frame()).toMatch(
      /FAIL [\s\S]*drwxr-x--- root:root[\s\S]*found here[\s\S]*line 1, 2 times[\s\S]*not the matter/,
    );
    await screen.press(enter);
    expect(screen.frame()).toContain('[x]');
    await screen.press(' ', enter);
    expect(screen.frame()).toContain('Mark what is to be put right');
    await screen.press(' ', enter);
    expect(screen.frame()).toContain('Preview');
    await screen.press('a', enter);
    expect(engine.calls.doctor).not.toContain('apply');
    await screen.press('a', 'y');
    expect(engine.calls.doctor.slice(1)).toEqual([['installer-files-unreadable'], 'apply']);
    expect(screen.frame()).toContain('Proven: ecuser can read what it needs');
    await screen.press(enter);
    expect(screen.left[0]).toMatchObject({
      exitCode: 0,
      summary: expect.arrayContaining(['Proven: ecuser can read what it needs']),
    });
  });

  test('lines that a terminal does not say it pastes are one text: none of them is a key', async () => {
    const engine = fakeEngine();
    const screen = await openWizard(engine);
    await screen.press('w', enter, `${pasted}\rquit\rq`);
    expect(screen.left).toEqual([]);
    await screen.press(enter);
    expect(engine.calls.doctor).toEqual([{ text: `${pasted}\nquit\nq` }]);
  });

  test('a fault is found by words of people; Esc leads back, and out again to the dialogue with its answers', async () => {
    const engine = fakeEngine();
    const screen = await openWizard(engine);
    await screen.press(enter, down, ' ', 'w', down, enter, 'does not start');
    expect(screen.frame()).toContain('1 of 2 found');
    await screen.press(enter);
    expect(engine.calls.doctor).toEqual([{ symptom: 'installer-files-unreadable' }]);
    await screen.press(key.escape);
    expect(screen.frame()).toContain('Which fault?');
    await screen.press(key.escape, key.escape);
    expect(screen.frame()).toMatch(stepTitled('SSL for the database'));
    expect(screen.frame()).toContain('(*) Offer');
  });

  test.each([
    ['the summary of a host that was set up before', { before: editedSince }, []],
    ['a failing preflight', { findings: () => [failing] }, ['g', key.end, enter, 'g', key.end, key.up, enter]],
    ['an error at the beginning', { surveyFails: () => new Error('not a Momentum tree') }, []],
  ])('is offered on %s', async (_where, options, keys) => {
    const screen = await openWizard(fakeEngine(options));
    await screen.press(...keys);
    expect(screen.frame()).toContain('w find fault');
    await screen.press('w');
    expect(screen.frame()).toContain('I have a message');
  });

  test('an apply that did not go well leads there, and leaving there is still its exit code', async () => {
    const ended = {
      outcome: 'rolled-back',
      id: '7',
      findings: [],
      exitCode: 4,
      said: ['The web console does not answer'],
      next: [],
    } as const;
    const screen = await openWizard(fakeEngine({ applyEnds: [ended] }));
    await screen.press('g', key.end, enter, 'a', 'y');
    expect(screen.frame()).toContain('w find fault');
    await screen.press('w', 'q');
    expect(screen.left[0]).toMatchObject({ exitCode: 4, summary: expect.arrayContaining(['The web console does not answer']) });
  });

  test.each([
    [40, 16],
    [60, 20],
  ])('every screen fits %i x %i, in ASCII', async (columns, rows) => {
    const screen = await openWizard(fakeEngine(), { columns, rows });
    await screen.press('w', enter, paste(`${pasted}\n`.repeat(20)), enter, key.pageDown, enter, enter);
    for (const drawn of screen.frames()) {
      const frame = stripVTControlCharacters(drawn);
      expect(widest(frame)).toBeLessThanOrEqual(columns);
      expect(frame.split('\n').length).toBeLessThanOrEqual(rows + 1);
      expect(isAscii(frame)).toBe(true);
    }
    expect(screen.frames().join('\n')).toContain('lines above');
  });
});
