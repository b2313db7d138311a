import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { postgresPlain } from '../../../src/tls/probe/plain.ts';
import { parseErrorResponse, parseStartupAnswer, startupMessage } from '../../../src/tls/probe/postgres.ts';
import { connect, serve } from '../support.ts';

const who = { user: 'ecuser', database: 'ecelerity' };

function errorResponse(fields: Readonly<Record<string, string>>): Buffer {
  const body = Buffer.from(
    `${Object.entries(fields)
      .map(([key, value]) => `${key}${value}\0`)
      .join('')}\0`,
  );
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeUInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
}

const authentication = (code: number) => Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, code]);

/** A database that answers the startup message with `answer`. */
async function knock(answer: Buffer | string, timeoutMs = 2000) {
  const heard: Buffer[] = [];
  const port = await serve((socket) => {
    socket.on('data', (chunk: Buffer) => {
      heard.push(chunk);
      if (heard.length === 1) socket.write(answer);
    });
  });
  const attempt = await postgresPlain(connect, { host: '127.0.0.1', port }, { ...who, timeoutMs });
  return { attempt, heard: () => Buffer.concat(heard) };
}

describe('a plain attempt at PostgreSQL', () => {
  test('sends protocol 3.0 with the user and the database, and no SSLRequest', async () => {
    const { heard } = await knock(authentication(10));
    expect(heard().subarray(0, 8).toString('hex')).toBe('0000002800030000');
    expect(heard().subarray(8).toString('latin1')).toBe('user\0ecuser\0database\0ecelerity\0\0');
    expect(heard()).toEqual(startupMessage('ecuser', 'ecelerity'));
  });

  const message = 'no pg_hba.conf entry for host "127.0.0.1", user "ecuser", database "ecelerity", no encryption';
  test.each([
    ['no line that fits', { S: 'FATAL', V: 'FATAL', C: '28000', M: message, R: 'ClientAuthentication' }],
    ['a reject line', { S: 'FATAL', C: '28000', M: 'pg_hba.conf rejects connection', R: 'ClientAuthentication' }],
    [
      'a reject line up to 8.4',
      { S: 'FATAL', C: '28000', M: 'authentication failed for user "u": host rejected', R: 'auth_failed' },
    ],
  ])('is refused by %s', async (_, fields) => {
    const { attempt } = await knock(errorResponse(fields));
    expect(attempt).toMatchObject({ outcome: 'refused', detail: fields.M, error: { severity: 'FATAL', sqlState: '28000' } });
  });

  test.each([
    ['too many clients', { S: 'FATAL', C: '53300', M: 'sorry, too many clients already', R: 'ProcessStartupPacket' }],
    ['starting up', { S: 'FATAL', C: '57P03', M: 'the database system is starting up' }],
    ['ident, which came after the rules', { S: 'FATAL', C: '28000', M: 'Ident authentication failed', R: 'auth_failed' }],
  ])('that fails over %s proves nothing', async (_, fields) => {
    expect((await knock(errorResponse(fields))).attempt).toMatchObject({ outcome: 'unknown', detail: fields.M });
  });

  test('is asked for a password, by whichever method', async () => {
    for (const code of [3, 5, 10]) expect((await knock(authentication(code))).attempt.outcome).toBe('asks-password');
    expect((await knock(authentication(5))).attempt.detail).toContain('md5');
  });

  test('that is let in says goodbye', async () => {
    const { attempt, heard } = await knock(authentication(0));
    expect(attempt.outcome).toBe('let-in');
    await expect.poll(() => heard().subarray(-5).toString('hex')).toBe('5800000004');
  });

  test('tells what is no PostgreSQL, what is silent and what is not there', async () => {
    expect((await knock('HTTP/1.1 400 Bad Request\r\n')).attempt).toMatchObject({
      outcome: 'not-postgres',
      detail: expect.stringContaining('HTTP/1.1 400'),
    });
    expect((await knock('', 150)).attempt.outcome).toBe('timeout');
    const closing = await serve((socket) => socket.once('data', () => socket.destroy()));
    expect((await postgresPlain(connect, { host: '127.0.0.1', port: closing }, { ...who, timeoutMs: 2000 })).outcome).toBe(
      'unknown',
    );
    const nobody = () => Promise.reject(Object.assign(new Error('no'), { code: 'ECONNREFUSED' }));
    expect((await postgresPlain(nobody, { host: '127.0.0.1', port: 5432 }, { ...who, timeoutMs: 2000 })).outcome).toBe(
      'unreachable',
    );
  });
});

describe('the parser of PostgreSQL answers', () => {
  test('waits for the whole of an answer, byte by byte', () => {
    const whole = errorResponse({ S: 'FATAL', C: '28000', M: 'no' });
    for (let length = 0; length < whole.length; length += 1) {
      expect(parseStartupAnswer(whole.subarray(0, length))).toBeUndefined();
    }
    expect(parseStartupAnswer(whole)).toMatchObject({ kind: 'error', error: { message: 'no' } });
  });

  test('reads the plain text of a server that cannot fork', () => {
    expect(parseErrorResponse(Buffer.from('Ecould not fork\n\0'))).toMatchObject({ sqlState: '', message: 'could not fork' });
  });

  test('never throws on random bytes', () => {
    const bytes = fc.tuple(fc.constantFrom('E', 'R', 'N', ''), fc.uint8Array({ maxLength: 60 }));
    fc.assert(
      fc.property(bytes, ([first, rest]) => {
        const answer = parseStartupAnswer(Buffer.concat([Buffer.from(first), rest]));
        expect(answer === undefined || typeof answer.kind === 'string').toBe(true);
      }),
    );
  });
});
