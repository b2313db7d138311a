import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { forceForwardSecrecy } from '../../src/tls/cipher-list.ts';
import { encodeIntegers } from '../../src/tls/dh/der.ts';
import { groupPem } from '../../src/tls/dh/write.ts';
import type { StartTls } from '../../src/tls/probe/endpoint.ts';
import { question } from '../../src/tls/probe/question.ts';
import { type Scan, scanEndpoint } from '../../src/tls/probe/scan.ts';
import { type Protocol, protocols } from '../../src/tls/protocol.ts';
import { type ApacheSite, apacheProgram, type RunningApache, startApache } from '../tls/servers/apache.ts';
import { freePort } from '../tls/servers/child.ts';
import { type LegacyOptions, legacyNodesMissing, startLegacy } from '../tls/servers/legacy.ts';
import { makePlace, type Place } from '../tls/servers/place.ts';
import { findPostfix, startPostfix } from '../tls/servers/postfix.ts';
import { type Cluster, makeCluster, postgresPrograms } from '../tls/servers/postgres.ts';
import { connect, opensslServer, serve } from '../tls/support.ts';

let place: Place;
beforeAll(async () => {
  place = await makePlace();
});
afterAll(() => place?.remove());

const scan = (port: number, starttls: StartTls = 'none', timeoutMs = 5000): Promise<Scan> =>
  scanEndpoint(connect, { host: '127.0.0.1', port, starttls, servername: 'localhost' }, { timeoutMs, now: new Date() });

const outcomes = (found: Scan) => Object.fromEntries(protocols.map((protocol) => [protocol, found.protocols[protocol].outcome]));
const only = (accepted: readonly Protocol[]) =>
  Object.fromEntries(protocols.map((protocol) => [protocol, accepted.includes(protocol) ? 'accepted' : 'refused']));

/** Every version right, and POODLE found where SSLv3 is on and nowhere else. */
async function expectAccepted(port: number, accepted: readonly Protocol[], starttls: StartTls = 'none'): Promise<Scan> {
  const found = await scan(port, starttls);
  expect(outcomes(found)).toEqual(only(accepted));
  expect(found.poodle.verdict).toBe(accepted.includes('SSLv3') ? 'vulnerable' : 'not-vulnerable');
  return found;
}

const legacyMissing = legacyNodesMissing();
if (legacyMissing !== undefined) console.warn(`Not tested against SSLv2 and SSLv3: ${legacyMissing}`);

/** All sets of `members` but the empty one. */
function subsets<T>(members: readonly T[]): readonly (readonly T[])[] {
  const sets = Array.from({ length: 2 ** members.length }, (_, bits) => members.filter((_, place) => bits & (1 << place)));
  return sets.slice(1);
}

describe.skipIf(legacyMissing !== undefined)('OpenSSL 1.0.1 with', () => {
  const switches = [
    ['SSLv2', 'SSL_OP_NO_SSLv2'],
    ['SSLv3', 'SSL_OP_NO_SSLv3'],
    ['TLSv1.0', 'SSL_OP_NO_TLSv1'],
    ['TLSv1.1', 'SSL_OP_NO_TLSv1_1'],
    ['TLSv1.2', 'SSL_OP_NO_TLSv1_2'],
  ] as const;
  type Old = (typeof switches)[number][0];
  const start = async (options: Omit<LegacyOptions, 'pair' | 'options'>, on: readonly Old[]) => {
    const without = switches.filter(([protocol]) => !on.includes(protocol)).map(([, option]) => option);
    const server = await startLegacy({ pair: place, options: without, ...options });
    onTestFinished(server.stop);
    return server.port;
  };
  const all = switches.map(([protocol]) => protocol);

  test.each(subsets(all).map((set) => ({ set, name: set.join(' ') })))('$name', async ({ set }) => {
    await expectAccepted(await start({ release: '0.10.42' }, set), set);
  });

  test.each(['smtp', 'postgres'] as const)('each version alone, all, and the POODLE fix, over %s', async (starttls) => {
    for (const set of [...all.map((each) => [each]), all, all.slice(2)]) {
      await expectAccepted(await start({ release: '0.10.42', starttls }, set), set, starttls);
    }
  });

  test('its last release, which has no SSLv2', async () => {
    await expectAccepted(await start({ release: '0.10.48' }, all), all.slice(1));
    await expectAccepted(await start({ release: '0.10.48' }, all.slice(2)), all.slice(2));
  });

  test('SSLv3 but without CBC: no POODLE', async () => {
    const found = await scan(await start({ release: '0.10.42', ciphers: 'RC4-SHA' }, ['SSLv3', 'TLSv1.0']));
    expect(outcomes(found)).toEqual(only(['SSLv3', 'TLSv1.0']));
    expect(found.poodle).toMatchObject({ verdict: 'not-vulnerable', detail: expect.stringContaining('without CBC') });
    expect(found.cbc.outcome).toBe('refused');
  });

  test('TLS_FALLBACK_SCSV, where there is something to fall back to', async () => {
    expect((await scan(await start({ release: '0.10.42' }, all))).fallbackScsv.outcome).toBe('supported');
    expect((await scan(await start({ release: '0.10.42' }, ['TLSv1.1']))).fallbackScsv.outcome).toBe('not-needed');
  });

  test('RSA key exchange only: no DHE, and a certificate all the same', async () => {
    const found = await scan(await start({ release: '0.10.42', starttls: 'smtp' }, ['SSLv3']), 'smtp');
    expect(found).toMatchObject({ dhe: { outcome: 'refused' }, certificate: { subject: 'localhost' }, daysLeft: 29 });
  });
});

describe.skipIf(!existsSync(apacheProgram))('Apache with SSLProtocol', () => {
  const sites = {
    all: ['all', ['TLSv1.0', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']],
    '1.0': ['TLSv1', ['TLSv1.0']],
    '1.1': ['TLSv1.1', ['TLSv1.1']],
    '1.2': ['TLSv1.2', ['TLSv1.2']],
    '1.3': ['TLSv1.3', ['TLSv1.3']],
    // Apache makes one range of what is next to its newest: what lies below a hole is configured, and not spoken.
    hole: ['-all +TLSv1.1 +TLSv1.3', ['TLSv1.3']],
    intermediate: ['all -SSLv3 -TLSv1 -TLSv1.1', ['TLSv1.2', 'TLSv1.3']],
  } as const;
  type Site = keyof typeof sites | 'ffdhe3072' | 'aead' | 'forced';
  let apache: RunningApache<Site>;
  const forced = forceForwardSecrecy('ALL:@SECLEVEL=0');
  beforeAll(async () => {
    const plain = Object.entries(sites).map(([name, [value]]): [string, ApacheSite] => [name, { protocols: value }]);
    apache = await startApache(place, {
      ...Object.fromEntries(plain),
      ffdhe3072: { protocols: 'TLSv1.2', dhPem: groupPem('ffdhe3072') },
      aead: { protocols: 'TLSv1.2', ciphers: 'ECDHE+AESGCM' },
      forced: { protocols: 'TLSv1.2', ciphers: forced.refused ? '' : forced.string },
    } as Record<Site, ApacheSite>);
  });
  afterAll(() => apache?.stop());

  test.each(Object.keys(sites) as (keyof typeof sites)[])('%s', async (name) => {
    const found = await expectAccepted(apache.ports[name], sites[name][1]);
    expect(found).toMatchObject({ certificate: { subject: 'localhost', altNames: ['localhost', '127.0.0.1'] }, daysLeft: 29 });
  });

  test('a group of ours is named; CBC and fallback are told', async () => {
    expect(await scan(apache.ports.ffdhe3072)).toMatchObject({
      dhe: { outcome: 'accepted', bits: 3072, group: 'ffdhe3072', verdict: { verdict: 'good' } },
      cbc: { outcome: 'accepted' },
      fallbackScsv: { outcome: 'not-needed' },
    });
    expect(await scan(apache.ports.aead)).toMatchObject({ dhe: { outcome: 'refused' }, cbc: { outcome: 'refused' } });
    expect(await scan(apache.ports.intermediate)).toMatchObject({ fallbackScsv: { outcome: 'supported' } });
    expect(await scan(apache.ports['1.3'])).toMatchObject({
      dhe: { outcome: 'not-applicable' },
      cbc: { outcome: 'not-applicable' },
    });
  });

  test('forced forward secrecy takes RSA key exchange away, and nothing else', async () => {
    const withRsa = async (port: number) => {
      const endpoint = { host: '127.0.0.1', port, starttls: 'none' } as const;
      return (await question(connect, endpoint, 'TLSv1.2', { suites: [0x009c, 0x003c, 0x002f] }, 5000)).outcome;
    };
    expect(await withRsa(apache.ports['1.2'])).toBe('accepted');
    expect(await withRsa(apache.ports.forced)).toBe('refused');
    expect(await scan(apache.ports.forced)).toMatchObject({ dhe: { outcome: 'accepted' }, cbc: { outcome: 'accepted' } });
  });
});

describe.skipIf(postgresPrograms() === undefined)('PostgreSQL with ssl_min_protocol_version and ssl_max_protocol_version', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await makeCluster(place);
  });
  const start = async (settings: Readonly<Record<string, string>>) => {
    const server = await cluster.start(settings);
    onTestFinished(server.stop);
    return server.port;
  };
  const permissive = { ssl_ciphers: 'ALL:@SECLEVEL=0' };

  test.each([
    ['TLSv1', '', ['TLSv1.0', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']],
    ['TLSv1', 'TLSv1', ['TLSv1.0']],
    ['TLSv1.1', 'TLSv1.2', ['TLSv1.1', 'TLSv1.2']],
    ['TLSv1.2', '', ['TLSv1.2', 'TLSv1.3']],
    ['TLSv1.3', '', ['TLSv1.3']],
  ] as const)('%s and "%s"', async (least, most, accepted) => {
    const port = await start({ ...permissive, ssl_min_protocol_version: least, ssl_max_protocol_version: most });
    await expectAccepted(port, accepted, 'postgres');
  });

  test('TLSv1, at the security level of Debian: configured, and not spoken', async () => {
    const port = await start({ ssl_min_protocol_version: 'TLSv1' });
    await expectAccepted(port, ['TLSv1.2', 'TLSv1.3'], 'postgres');
  });
});

describe('Postfix with smtpd_tls_protocols', () => {
  const sites = {
    'from TLSv1': ['>=TLSv1', ['TLSv1.0', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']],
    'TLSv1.0 to TLSv1.1': ['>=TLSv1, <=TLSv1.1', ['TLSv1.0', 'TLSv1.1']],
    'from TLSv1.2': ['>=TLSv1.2', ['TLSv1.2', 'TLSv1.3']],
    'a hole': ['!TLSv1.1, !TLSv1.2', ['TLSv1.0', 'TLSv1.3']],
  } as const;

  test('each set over STARTTLS', async (context) => {
    const programs = findPostfix(place);
    if (typeof programs === 'string') return context.skip(`no Postfix: ${programs}`);
    const names = Object.keys(sites) as (keyof typeof sites)[];
    const values = Object.fromEntries(names.map((name) => [name, sites[name][0]])) as Record<keyof typeof sites, string>;
    const postfix = await startPostfix(place, programs, values);
    onTestFinished(postfix.stop);
    for (const name of names) await expectAccepted(postfix.ports[name], sites[name][1], 'smtp');
    expect(await scan(postfix.ports['from TLSv1.2'], 'smtp')).toMatchObject({
      certificate: { subject: 'localhost' },
      daysLeft: 29,
    });
  });
});

describe('openssl s_server', () => {
  test('shows the size and the name of its group', async () => {
    const file = join(place.directory, 'ffdhe2048.pem');
    await writeFile(file, groupPem('ffdhe2048'));
    const ours = await scan(await opensslServer('-tls1_2', '-dhparam', file));
    expect(ours.dhe).toMatchObject({ outcome: 'accepted', bits: 2048, group: 'ffdhe2048', verdict: { verdict: 'good' } });
  });

  test('with 1024 bits is named for Logjam', async () => {
    const weak = await scan(await opensslServer('-tls1_2', '-cipher', 'ALL:@SECLEVEL=0', '-dhparam', await modp1024()));
    expect(weak.dhe).toMatchObject({
      bits: 1024,
      group: 'modp2',
      verdict: { verdict: 'refused', why: expect.stringContaining('Logjam') },
    });
  });
});

/** The 1024 bits that Apache had built in for years: RFC 2409, group 2. */
async function modp1024(): Promise<string> {
  const { getDiffieHellman } = await import('node:crypto');
  const der = encodeIntegers([getDiffieHellman('modp2').getPrime(), Buffer.from([2])]);
  const file = join(place.directory, 'modp2.pem');
  await writeFile(file, `-----BEGIN DH PARAMETERS-----\n${der.toString('base64')}\n-----END DH PARAMETERS-----\n`);
  return file;
}

describe('what is no TLS server is named, within its time-out:', () => {
  /** Where this runs out, the outcome says so: any other came before. */
  const neverMs = 100_000;
  const every = (outcome: string) => Object.fromEntries(protocols.map((protocol) => [protocol, outcome]));
  const kinds: readonly StartTls[] = ['none', 'smtp', 'postgres'];

  test.each(kinds)('one that hangs (%s)', async (starttls) => {
    const found = await scan(await serve(() => {}), starttls, 400);
    expect(outcomes(found)).toEqual(every('timeout'));
    expect(found.poodle.verdict).toBe('unknown');
  });

  test.each(kinds)('one that speaks garbage (%s)', async (starttls) => {
    const port = await serve((socket) => socket.write(Buffer.from('\x00\x01\xfe garbage\r\n', 'latin1')));
    const found = await scan(port, starttls, neverMs);
    expect(outcomes(found)).toEqual(every('not-tls'));
    expect(found.poodle.verdict).toBe('unknown');
  });

  test.each(kinds)('one that closes (%s)', async (starttls) => {
    const found = await scan(await serve((socket) => socket.end()), starttls, neverMs);
    expect(outcomes(found)).toEqual(every('unknown'));
    expect(found.poodle.verdict).toBe('unknown');
  });

  test('nobody at all', async () => {
    expect(outcomes(await scan(await freePort(), 'none', neverMs))).toEqual(every('unreachable'));
  });
});
