import { describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/operations/engine.ts';
import { plainDialogue } from '../../../steps/plain/plain-dialogue.ts';
import { plainWriter } from '../../../steps/plain/plain-text.ts';
import { InterruptedError } from '../../../steps/plain/prompter.ts';
import { runPlain } from '../../../steps/plain/run-plain.ts';
import { editedSince, failing, fakeEngine, inOrder, mendable } from '../fake-engine.ts';
import { stepTitled } from '../step-titled.ts';
import { scriptedPrompter } from './scripted-prompter.ts';

async function talk(answers: readonly string[], engine: Engine = fakeEngine(), columns = 80) {
  const prompter = scriptedPrompter(answers);
  const outcome = await plainDialogue({ engine, prompter, text: plainWriter(columns, { LANG: 'C' }) }, {});
  return { outcome, said: prompter.said, text: prompter.text() };
}

const asOffered = ['', '', '', '', '', '', ''];

describe('questions', () => {
  test('reach the end, with the answers that were given', async () => {
    const engine = fakeEngine();
    const { outcome, text } = await talk(['', '3', 'offer', '8443', 'relay7.example.net', '', '2', 'yes'], engine);
    expect(outcome.exitCode).toBe(0);
    expect(engine.calls.applies).toHaveLength(1);
    expect(engine.calls.plans).toEqual([
      {
        databaseSsl: 'require',
        webUiSsl: 'offer',
        webUi: { httpsPort: 8443 },
        certificates: { hostname: 'relay7.example.net', altNames: ['relay7'], keyBits: 3072 },
      },
    ]);
    expect(text).toContain('Restart services: Restarting PostgreSQL (msyspg)');
  });

  test('say the default aloud, the help before the question and why a row cannot be chosen', async () => {
    const { text } = await talk([...asOffered, 'no']);
    expect(text).toContain('Number 1 to 3, Enter for 1 (Off): ');
    expect(text).toContain('Type it, or Enter for 443: ');
    expect(text).toContain('3. Require (not here: this Apache has no mod_ssl)');
    expect(text.indexOf('PostgreSQL gets a private key')).toBeLessThan(text.indexOf('Number 1 to 3'));
    expect(text).toMatch(stepTitled('SSL for the database'));
  });

  test('a wrong answer is asked again, with what was wrong', async () => {
    const { text } = await talk(['', '7', 'x', '1', '3', '2', '99999', '443', 'q']);
    expect(text).toContain('Expected a number from 1 to 3, got 7.');
    expect(text).toContain('Require cannot be chosen here: this Apache has no mod_ssl.');
    expect(text).toContain('Expected a port from 1 to 65535, got 99999.');
  });

  test('< goes back, also over steps, and keeps what was answered', async () => {
    const engine = fakeEngine();
    const { text } = await talk(['', '3', '2', '8443', '<', '<', '<', '', '', '', '', '', '', 'no'], engine);
    expect(text).toContain('Type it, or Enter for 8443: ');
    expect(text).toContain('Number 1 to 3, Enter for 3 (Require): ');
    expect(engine.calls.plans[0]).toMatchObject({ databaseSsl: 'require', webUi: { httpsPort: 8443 } });
  });

  test('a password is typed hidden, is no answer, and reaches the plan and the apply', async () => {
    const engine = fakeEngine({ asksPassword: true });
    const { text } = await talk(['', 'short', 'a canary word', ...asOffered.slice(1), 'yes'], engine);
    expect(text).toContain('Expected eight signs or more. Try again.');
    expect(text).not.toContain('canary');
    expect(engine.calls.secrets).toEqual([{ servicePassword: 'a canary word' }, { servicePassword: 'a canary word' }]);
    expect(JSON.stringify([engine.calls.questions, engine.calls.plans])).not.toContain('canary');
  });

  test('? says the help again', async () => {
    const { text } = await talk(['', '?', 'q']);
    expect(text.match(/PostgreSQL gets a private key/g)).toHaveLength(2);
  });

  test.each([40, 80])('lines fit %i columns and are ASCII where the locale is', async (columns) => {
    const { said } = await talk([...asOffered, 'no'], fakeEngine(), columns);
    const isDiff = (line: string) => /^[-+ @#/]/.test(line) || line.includes(': ');
    for (const line of said.filter((one) => !isDiff(one))) expect(line.length).toBeLessThan(columns);
    expect(said.join('')).toMatch(/^[\x20-\x7e]*$/);
  });
});

describe('a host that was set up before', () => {
  test('begins with a summary, from which a number opens a step that leads back to it', async () => {
    const engine = fakeEngine({ before: editedSince });
    const { text } = await talk(['8', '1', '1', '', 'no'], engine);
    expect(text).toContain('postgresql.conf was edited since it was left by 0003');
    expect(text).toContain('1. SSL for the database: changed: Off -> Require');
    expect(text).toContain('Expected a number from 1 to 3, got 8.');
    expect(text).toContain('1. Off (now): no TLS');
    expect(text).toMatch(/1\. SSL for the database: Off\n/);
    expect(engine.calls.plans).toEqual([{ databaseSsl: 'off' }]);
  });

  test('with nothing to do it says so and ends with 0', async () => {
    const engine = fakeEngine({ before: { ...editedSince, again: {} }, nothingToDo: true });
    const { outcome } = await talk([''], engine);
    expect(outcome).toMatchObject({ exitCode: 0, summary: [expect.stringContaining('Nothing to change')] });
    expect(engine.calls.plans).toEqual([{}]);
  });
});

describe('applying', () => {
  test.each([
    ['Enter', ''],
    ['no', 'no'],
    ['q', 'q'],
  ])('%s at the question applies nothing and says so', async (_name, answer) => {
    const engine = fakeEngine();
    const { outcome } = await talk([...asOffered, answer], engine);
    expect(outcome).toMatchObject({ exitCode: 0 });
    expect(outcome.summary.join(' ')).toContain('Nothing was written.');
    expect(engine.calls.applies).toHaveLength(0);
  });

  test('anything but yes and no is asked again', async () => {
    const engine = fakeEngine();
    await talk([...asOffered, 'perhaps', 'YES'], engine);
    expect(engine.calls.applies).toHaveLength(1);
  });

  test('the preview is a unified diff, with the services and what they interrupt', async () => {
    const { text } = await talk([...asOffered, 'no']);
    expect(text).toContain('@@ -40,5 +40,5 @@\n');
    expect(text).toContain('\n-#ssl = off\n+ssl = on\n');
    expect(text).toContain('PostgreSQL (msyspg) restarts. 2 sessions end');
  });

  test('a failing check lets nothing be applied until it is put right', async () => {
    let looks = 0;
    const engine = fakeEngine({ findings: () => (looks++ === 0 ? [failing] : [inOrder]) });
    const { text } = await talk([...asOffered, '', 'yes'], engine);
    expect(text).toContain('1 check fails.');
    expect(engine.calls.applies).toHaveLength(1);
  });

  test('p has that put right which can be', async () => {
    const engine = fakeEngine({ findings: (fix) => (fix ? [inOrder] : [mendable]) });
    const { text } = await talk([...asOffered, 'x', 'p', 'yes'], engine);
    expect(text).toContain('or: type p below, and it is done together with the changes');
    expect(text).toContain('x is nothing that can be answered here.');
    expect(text).toContain('1 put right together with the changes');
    expect(engine.calls.fixes).toEqual([undefined, true]);
    expect(engine.calls.applies).toHaveLength(1);
  });

  test('where there is nothing to change it says so and asks nothing', async () => {
    const { outcome } = await talk(asOffered, fakeEngine({ nothingToDo: true }));
    expect(outcome.exitCode).toBe(0);
    expect(outcome.summary.join(' ')).toContain('Nothing to change');
  });
});

describe('trouble', () => {
  test('an error at the beginning is told and is no success', async () => {
    const { outcome } = await talk([], fakeEngine({ surveyFails: () => new Error('This is no Momentum tree') }));
    expect(outcome).toMatchObject({ exitCode: 1, summary: ['This is no Momentum tree', 'Nothing was written.'] });
  });

  test('a plan that cannot be made can be tried again', async () => {
    let tries = 0;
    const engine = fakeEngine({ planFails: () => (tries++ === 0 ? new Error('pg_hba.conf, line 12') : undefined) });
    const { text } = await talk([...asOffered, '', 'yes'], engine);
    expect(text).toContain('pg_hba.conf, line 12');
    expect(engine.calls.applies).toHaveLength(1);
  });

  test('Ctrl-C while something is asked ends it before anything is written', async () => {
    const engine = fakeEngine();
    await expect(talk(['', '3'], engine)).rejects.toBeInstanceOf(InterruptedError);
    expect(engine.calls.applies).toHaveLength(0);
  });

  test('without a terminal nothing is asked', async () => {
    const stdin = { isTTY: false } as unknown as typeof process.stdin;
    const explain = (error: unknown) => ({ what: String(error), next: [], exitCode: 1 });
    const outcome = await runPlain({ engine: fakeEngine(), stdin, stdout: process.stdout, env: {}, initialAnswers: {}, explain });
    expect(outcome.exitCode).toBe(64);
  });
});

describe('something is wrong', () => {
  test('a message is pasted line by line, and what it leads to put right', async () => {
    const engine = fakeEngine();
    const { outcome, text } = await talk(['w', '1', 'CFG-07961 failed to stat', 'Reconfigure failed.', '', '', 'yes'], engine);
    expect(engine.calls.doctor).toEqual([
      { text: 'CFG-07961 failed to stat\nReconfigure failed.' },
      ['installer-files-unreadable'],
      'apply',
    ]);
    expect(text).toMatch(/drwxr-x--- root:root[\s\S]*found here[\s\S]*not the matter/);
    expect(outcome.exitCode).toBe(0);
  });

  test('a fault is searched by words; < leads back to the beginning, and nothing was done', async () => {
    const engine = fakeEngine();
    const { outcome } = await talk(['w', '2', 'nothing like it', 'umask', '1', '<', '<', '<', 'q'], engine);
    expect(engine.calls.doctor).toEqual([{ symptom: 'umask-in-login-files' }]);
    expect(outcome.exitCode).toBe(0);
  });

  test('is offered where the apply failed, whose exit code stays', async () => {
    const ended = { outcome: 'rolled-back', id: '7', findings: [], exitCode: 4, said: [], next: [] } as const;
    const { outcome, text } = await talk([...asOffered, 'yes', 'w', '<'], fakeEngine({ applyEnds: [ended] }));
    expect(text).toContain('w to find out what is wrong');
    expect(outcome.exitCode).toBe(4);
  });
});
