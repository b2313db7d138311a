import { expect, test } from 'vitest';
import { compareLoginPages, type LoginPage } from '../../src/services/ecwebui/login-page.ts';

const page = (over: Partial<Extract<LoginPage, { kind: 'page' }>> = {}): LoginPage => ({
  kind: 'page',
  over: 'plain text',
  status: 200,
  path: '/login',
  title: 'Momentum',
  body: '<title>Momentum</title>',
  ...over,
});

test.each([
  ['byte for byte the same', page(), page({ over: 'TLS' }), 'pass'],
  ['a token in the form is another at every call', page(), page({ body: '<title>Momentum</title>token=2' }), 'pass'],
  ['another title', page(), page({ body: 'x', title: 'It works!' }), 'fail'],
  ['another status', page(), page({ status: 404 }), 'fail'],
  ['another path', page(), page({ path: '/', body: 'x' }), 'fail'],
  ['gone', page(), { kind: 'none', why: 'refused' } as const, 'fail'],
  ['there was none before', { kind: 'none', why: 'refused' } as const, page(), 'warn'],
])('%s', (_, before, after, status) => {
  expect(compareLoginPages(before, after).status).toBe(status);
});
