import { createHash } from 'node:crypto';
import { TLSSocket } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { postgresLogin } from '../../../src/tls/probe/login.ts';
import { connect, localPair, serve } from '../support.ts';

const PASSWORD = 'Canary-2231';
const options = { user: 'ecuser', database: 'ecelerity', password: PASSWORD, timeoutMs: 2000 };

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeUInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
}

const request = (code: number, rest = Buffer.alloc(0)) => message('R', Buffer.concat([Buffer.from([0, 0, 0, code]), rest]));
const OK = request(0);
const WRONG = message('E', Buffer.from('SFATAL\0C28P01\0Mpassword authentication failed\0\0'));

/** A PostgreSQL without SSL that asks `question`, and takes one answer for right. */
async function database(question: Buffer, right?: Buffer) {
  const heard: Buffer[] = [];
  const port = await serve((socket) => {
    socket.on('data', (chunk: Buffer) => {
      heard.push(chunk);
      if (chunk.length === 8) socket.write('N');
      else if (chunk[0] === 0) socket.write(question);
      else if (chunk[0] === 0x70) socket.write(right !== undefined && chunk.equals(message('p', right)) ? OK : WRONG);
    });
  });
  return { port, heard: () => Buffer.concat(heard).toString('latin1') };
}

describe('a login to PostgreSQL', () => {
  const salt = Buffer.from([1, 2, 3, 4]);
  const md5 = (...parts: (string | Buffer)[]) => parts.reduce((so, part) => so.update(part), createHash('md5')).digest('hex');

  test('with md5 sends the salted hash, and never the password', async () => {
    const right = Buffer.from(`md5${md5(md5(PASSWORD, 'ecuser'), salt)}\0`);
    const { port, heard } = await database(request(5, salt), right);
    expect(await postgresLogin(connect, { host: '127.0.0.1', port }, options)).toMatchObject({ outcome: 'accepted' });
    expect(heard()).not.toContain(PASSWORD);
  });

  test('says so where the password is wrong, and where none is asked for', async () => {
    const other = await database(request(5, salt), Buffer.from('another\0'));
    expect((await postgresLogin(connect, { host: '127.0.0.1', port: other.port }, options)).outcome).toBe('refused');
    const trusting = await database(OK);
    expect((await postgresLogin(connect, { host: '127.0.0.1', port: trusting.port }, options)).outcome).toBe('not-asked');
  });

  test('a password in plain text goes no further than this machine', async () => {
    const { port, heard } = await database(request(3), Buffer.from(`${PASSWORD}\0`));
    expect((await postgresLogin(connect, { host: '127.0.0.1', port }, options)).outcome).toBe('accepted');
    const here = (address: { port: number; timeoutMs: number }) => connect({ ...address, host: '127.0.0.1' });
    const far = await database(request(3), Buffer.from(`${PASSWORD}\0`));
    expect((await postgresLogin(here, { host: '192.0.2.1', port: far.port }, options)).outcome).toBe('unknown');
    expect([heard().includes(PASSWORD), far.heard().includes(PASSWORD)]).toEqual([true, false]);
  });

  test('nor over TLS to a server that nobody vouches for: it may be anybody in between', async () => {
    const heard: Buffer[] = [];
    const { keyPem: key, certificatePem: cert } = await localPair();
    const port = await serve((socket) => {
      socket.once('data', () => {
        socket.write('S');
        const tls = new TLSSocket(socket, { isServer: true, key, cert });
        tls.on('error', () => {});
        tls.on('data', (chunk: Buffer) => {
          heard.push(chunk);
          tls.write(request(3));
        });
      });
    });
    const here = (address: { port: number; timeoutMs: number }) => connect({ ...address, host: '127.0.0.1' });
    expect((await postgresLogin(here, { host: '192.0.2.1', port }, options)).outcome).toBe('unknown');
    expect(Buffer.concat(heard).toString('latin1')).toContain('ecuser');
    expect(Buffer.concat(heard).toString('latin1')).not.toContain(PASSWORD);
  });

  test('ends with one that asks for ever', async () => {
    const port = await serve((socket) => {
      socket.on('data', (chunk: Buffer) => socket.write(chunk.length === 8 ? 'N' : request(5, salt)));
    });
    expect((await postgresLogin(connect, { host: '127.0.0.1', port }, options)).outcome).toBe('unknown');
  });

  test('proves nothing where something else answers, or nobody', async () => {
    const mail = await database(Buffer.from('220 mail ESMTP\r\n'));
    expect((await postgresLogin(connect, { host: '127.0.0.1', port: mail.port }, options)).outcome).toBe('unknown');
    expect((await postgresLogin(connect, { host: '127.0.0.1', port: 1 }, options)).outcome).toBe('unknown');
  });
});
