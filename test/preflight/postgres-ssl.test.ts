import { describe, expect, test } from 'vitest';
import { postgresSsl } from '../../src/preflight/postgres-ssl.ts';
import { planned, see, stockTree } from './support.ts';

const POSTGRES = '/opt/msys/3rdParty/bin/postgres';
const PG_CONFIG = '/opt/msys/3rdParty/bin/pg_config';
const ELF = '\x7fELF\x02\x01\x01';
const ANSWERS = { databaseSsl: 'offer' } as const;

describe('how PostgreSQL was built', () => {
  test('cannot be told from a stand-in, which is a warning', async () => {
    expect((await see(postgresSsl, await planned(await stockTree(), ANSWERS))).statuses).toEqual(['warn']);
  });

  test('is read from the program: one that is linked to OpenSSL passes, another one fails', async () => {
    for (const [text, status] of [
      [`${ELF} SSL_CTX_new `, 'pass'],
      [`${ELF} nothing `, 'fail'],
    ] as const) {
      const tree = await stockTree();
      tree.write(POSTGRES, text, { mode: 0o755 });
      expect((await see(postgresSsl, await planned(tree, ANSWERS))).statuses).toEqual([status]);
    }
  });

  test('is asked of pg_config where the program is a launcher', async () => {
    for (const [options, status] of [
      ["'--prefix=/opt' '--with-openssl'", 'pass'],
      ["'--with-ssl=openssl'", 'pass'],
      ["'--prefix=/opt'", 'fail'],
    ] as const) {
      const tree = await stockTree();
      tree.write(PG_CONFIG, `#!/bin/sh\ncat <<'END'\n${options}\nEND\n`, { mode: 0o755 });
      const { statuses, text } = await see(postgresSsl, await planned(tree, ANSWERS));
      expect(statuses).toEqual([status]);
      expect(text).toContain(PG_CONFIG);
    }
  });

  test('does not matter where TLS stays off', async () => {
    expect((await see(postgresSsl, await planned(await stockTree(), { webUiSsl: 'offer' }))).findings).toEqual([]);
  });
});
