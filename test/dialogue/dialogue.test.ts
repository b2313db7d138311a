import { describe, expect, test } from 'vitest';
import { type DialogueAction, reduceDialogue } from '../../src/dialogue/reduce.ts';
import {
  answersFrom,
  closedBecause,
  type Dialogue,
  heldValue,
  positionOf,
  problemsOf,
  startDialogue,
} from '../../src/dialogue/state.ts';
import type { Question } from '../../src/model/question.ts';

const modes = [
  { value: 'off', label: 'Off' },
  { value: 'offer', label: 'Offer' },
  { value: 'require', label: 'Require', disabled: 'no mod_ssl' },
];
const select = (key: string, choice: string): Question => ({
  kind: 'select',
  key,
  choice,
  title: key,
  help: [],
  options: modes,
  default: 'off',
});
const port: Question = {
  kind: 'text',
  key: 'webUi.httpsPort',
  choice: 'webUiSsl',
  title: 'HTTPS port',
  help: [],
  default: '443',
  validate: (input) => (/^\d+$/.test(input) ? undefined : `Expected a port, got ${input}`),
};
const names: Question = {
  kind: 'text',
  key: 'certificates.altNames',
  choice: 'certificates',
  title: 'Other names',
  help: [],
  default: 'mail1',
  validate: () => undefined,
};
const all = [select('databaseSsl', 'databaseSsl'), select('webUiSsl', 'webUiSsl'), port, names];

const start = (questions: readonly Question[] = all) => startDialogue(questions, { databaseSsl: 'SSL for the database' });
const having = (state: Dialogue, ...actions: readonly DialogueAction[]) => actions.reduce(reduceDialogue, state);
const next: DialogueAction = { type: 'next' };
const answer = (key: string, value: string): DialogueAction => ({ type: 'answer', key, value });
const jump = (to: string): DialogueAction => ({ type: 'jump', to });

describe('steps', () => {
  test('there is one for each choice that asks something, between welcome and what follows the answers', () => {
    expect(start().steps.map((step) => step.id)).toEqual([
      'welcome',
      'databaseSsl',
      'webUiSsl',
      'certificates',
      'preflight',
      'preview',
      'apply',
      'done',
    ]);
    expect(start().steps[1]?.title).toBe('SSL for the database');
  });

  test('without questions about certificates there is no step for them', () => {
    expect(start([port]).steps.map((step) => step.id)).toEqual(['welcome', 'webUiSsl', 'preflight', 'preview', 'apply', 'done']);
  });

  test('the position counts from one', () => {
    expect(positionOf(having(start(), next, next))).toEqual({ at: 3, of: 8 });
  });

  test('when the step one is at vanishes with its questions, the one before it is shown', () => {
    const state = having(start(), jump('certificates'), { type: 'questions', questions: all.slice(0, 3) });
    expect(state.current).toBe('webUiSsl');
  });
});

describe('moving', () => {
  test('back, forward and jumps keep every answer', () => {
    const state = having(
      start(),
      jump('webUiSsl'),
      answer('webUi.httpsPort', '8443'),
      jump('welcome'),
      next,
      { type: 'back' },
      jump('preview'),
    );
    expect(heldValue(state, port)).toBe('8443');
    expect(state.current).toBe('preview');
  });

  test('next stays at a wrong answer and says why, and the answer is kept', () => {
    const state = having(start(), jump('webUiSsl'), answer('webUi.httpsPort', 'x'), next);
    expect(state.current).toBe('webUiSsl');
    expect(state.refused).toEqual({ 'webUi.httpsPort': 'Expected a port, got x' });
    expect(heldValue(state, port)).toBe('x');
  });

  test('back and jump leave a step whose answer is wrong, and it is still there on return', () => {
    const wrong = having(start(), jump('webUiSsl'), answer('webUi.httpsPort', 'x'), next);
    expect(having(wrong, { type: 'back' }).current).toBe('databaseSsl');
    const jumped = having(wrong, jump('preview'));
    expect(jumped.current).toBe('preview');
    expect(problemsOf(jumped).map((problem) => problem.step.id)).toEqual(['webUiSsl']);
    expect(heldValue(having(jumped, jump('webUiSsl')), port)).toBe('x');
  });

  test('a row that is disabled is refused with its reason', () => {
    const state = having(start(), jump('webUiSsl'), answer('webUiSsl', 'require'), next);
    expect(state.refused.webUiSsl).toBe('Require cannot be chosen here: no mod_ssl');
  });

  test('a question that does not apply at all holds nobody up and answers nothing', () => {
    const closed: Question = {
      ...(all[1] as Question & { kind: 'select' }),
      options: modes.map((mode) => ({ ...mode, disabled: 'Momentum 4' })),
    };
    const state = having(start([closed]), jump('webUiSsl'), next);
    expect(state.current).toBe('preflight');
    expect(answersFrom(state)).toEqual({});
  });

  test('apply opens only when the preview is confirmed, and there is no way back from it', () => {
    const atPreview = having(start(), jump('apply'), jump('preview'), next);
    expect(atPreview.current).toBe('preview');
    expect(closedBecause(atPreview, 'apply')).toContain('confirmed');
    const applying = having(atPreview, { type: 'confirm' });
    expect(applying.current).toBe('apply');
    expect(having(applying, { type: 'back' }, jump('welcome')).current).toBe('apply');
    expect(having(applying, { type: 'finish' }, { type: 'back' }).current).toBe('done');
  });

  test('the first step has none before it', () => {
    expect(having(start(), { type: 'back' }).current).toBe('welcome');
  });
});

describe('answers', () => {
  test('nothing is answered that was neither changed nor confirmed', () => {
    expect(answersFrom(having(start(), jump('preview')))).toEqual({});
  });

  test('going on confirms what the step shows', () => {
    expect(answersFrom(having(start(), next, next))).toEqual({ databaseSsl: 'off' });
  });

  test('dotted keys become nested, numbers numbers and lists lists', () => {
    const state = having(start(), answer('webUi.httpsPort', '8443'), answer('certificates.altNames', 'a, b  192.0.2.1'));
    expect(answersFrom(state)).toEqual({ webUi: { httpsPort: 8443 }, certificates: { altNames: ['a', 'b', '192.0.2.1'] } });
  });

  test('an answer that cannot be used is left out', () => {
    expect(answersFrom(having(start(), answer('webUi.httpsPort', 'x')))).toEqual({});
  });

  test('the answer of a question that vanished is not used, and is back with the question', () => {
    const gone = having(start(), answer('webUi.httpsPort', '8443'), { type: 'questions', questions: [all[0] as Question] });
    expect(answersFrom(gone)).toEqual({});
    expect(answersFrom(having(gone, { type: 'questions', questions: all }))).toEqual({ webUi: { httpsPort: 8443 } });
  });

  test('what was brought along stands in the fields and stays under what is answered here', () => {
    const brought = { databaseSsl: 'offer', certificates: { days: 90, altNames: ['a', 'b'] } } as const;
    const state = startDialogue(all, {}, brought);
    expect(heldValue(state, names)).toBe('a, b');
    expect(heldValue(state, all[0] as Question)).toBe('offer');
    expect(answersFrom(having(state, answer('certificates.altNames', 'c')))).toEqual({
      databaseSsl: 'offer',
      certificates: { days: 90, altNames: ['c'] },
    });
    expect(brought.certificates.altNames).toEqual(['a', 'b']);
  });

  test('a default that follows from other answers moves until it is confirmed', () => {
    const moved = { ...names, default: 'mail2' } as Question;
    const state = having(start(), { type: 'questions', questions: [moved] });
    expect(heldValue(state, moved)).toBe('mail2');
    const confirmed = having(start(), jump('certificates'), next, { type: 'questions', questions: [moved] });
    expect(heldValue(confirmed, moved)).toBe('mail1');
  });
});

describe('questions that make an answer together', () => {
  const policy = (means: readonly string[]): Question => ({
    kind: 'select',
    key: 'tls.inbound',
    choice: 'tlsProtocols',
    title: 'policy',
    help: [],
    options: [
      { value: 'keep', label: 'keep' },
      { value: 'poodle-fix', label: 'poodle-fix' },
      { value: 'pick', label: 'pick', means },
      { value: 'back', label: 'back', means: null },
    ],
    default: 'poodle-fix',
  });
  const versions: Question = {
    kind: 'multi',
    key: 'tls.inbound.versions',
    fills: 'tls.inbound',
    choice: 'tlsProtocols',
    title: 'versions',
    help: [],
    options: ['TLSv1.1', 'TLSv1.2'].map((value) => ({ value, label: value })),
    default: ['TLSv1.2'],
    validate: (values) => (values.length === 0 ? 'Expected one' : undefined),
  };
  const scopes = (...names: readonly string[]): Question => ({
    kind: 'many',
    key: 'tls.scopes',
    choice: 'tlsProtocols',
    title: 'scopes',
    help: [],
    options: names.map((value) => ({ value, label: value })),
    default: names,
    all: 'all',
    none: 'global',
  });
  const consent: Question = {
    kind: 'confirm',
    key: 'tls.outbound.plain',
    fills: null,
    choice: 'tlsProtocols',
    title: 'in plain text?',
    help: [],
    default: false,
    insists: 'Then choose less',
  };
  const many = (key: string, value: readonly string[]): DialogueAction => ({ type: 'answer', key, value });

  test('an option may stand for a list, which the next question changes, or for null', () => {
    const picked = having(start([policy(['TLSv1.2']), versions]), answer('tls.inbound', 'pick'));
    expect(answersFrom(picked)).toEqual({ tls: { inbound: ['TLSv1.2'] } });
    const changed = having(picked, many('tls.inbound.versions', ['TLSv1.1', 'TLSv1.2']));
    expect(answersFrom(changed)).toEqual({ tls: { inbound: ['TLSv1.1', 'TLSv1.2'] } });
    expect(answersFrom(having(start([policy([])]), answer('tls.inbound', 'back')))).toEqual({ tls: { inbound: null } });
  });

  test('what was brought along is shown as the option that stands for it', () => {
    const brought = (inbound: readonly string[] | null | 'poodle-fix') =>
      heldValue(startDialogue([policy([])], {}, { tls: { inbound } }), policy([]));
    expect([brought(['TLSv1.2']), brought(null), brought('poodle-fix')]).toEqual(['pick', 'back', 'poodle-fix']);
  });

  test('all rows and none have words of their own; rows that come later are as the default has them', () => {
    const state = start([scopes('a', 'b')]);
    expect(answersFrom(having(state, many('tls.scopes', ['a', 'b'])))).toEqual({ tls: { scopes: 'all' } });
    expect(answersFrom(having(state, many('tls.scopes', [])))).toEqual({ tls: { scopes: 'global' } });
    const later = having(state, many('tls.scopes', ['b']), { type: 'questions', questions: [scopes('a', 'b', 'c')] });
    expect(answersFrom(later)).toEqual({ tls: { scopes: ['b', 'c'] } });
    const fewer = having(later, { type: 'questions', questions: [scopes('b')] });
    expect(answersFrom(fewer)).toEqual({ tls: { scopes: 'all' } });
  });

  test('what insists on a yes holds the dialogue up, and is no answer', () => {
    const state = start([policy([]), consent]);
    expect(having(state, next, next).refused).toEqual({ 'tls.outbound.plain': 'Then choose less' });
    expect(problemsOf(state)).toHaveLength(1);
    const agreed = having(state, { type: 'answer', key: 'tls.outbound.plain', value: true }, next, next);
    expect(agreed.current).toBe('preflight');
    expect(answersFrom(agreed)).toEqual({ tls: { inbound: 'poodle-fix' } });
  });
});
