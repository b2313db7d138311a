import { chmodSync, chownSync, mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { makeTree, removeTree, run, secureJson, sharedScratch, sharedTree, type Tree } from './support.ts';

const CONF = 'var/db/msyspg/postgresql.conf';
const HBA = 'var/db/msyspg/pg_hba.conf';
const HTTPD = 'opt/msys/ecwebui/config/httpd.conf';
const INCLUDE = 'opt/msys/ecwebui/config/momentum-secure-ssl.conf';
const SITE = 'opt/msys/ecwebui/config/site';

interface Finding {
  readonly id: string;
  readonly status: string;
  readonly what: string;
  readonly evidence: readonly string[];
}

const failing = (findings: readonly Finding[]) => findings.filter(({ status }) => status === 'fail');
const find = (findings: readonly Finding[], id: string) => findings.find((finding) => finding.id === id);

/** A certificate of a small CA, as a customer's own would be. */
async function issueByCa(directory: string, names: string, days = 30): Promise<{ ca: string; key: string; certificate: string }> {
  const [ca, caKey, key, request, certificate, extensions] = ['ca.crt', 'ca.key', 'own.key', 'own.csr', 'own.crt', 'ext'].map(
    (name) => `${directory}/${name}`,
  ) as [string, string, string, string, string, string];
  writeFileSync(extensions, `subjectAltName=${names}\n`);
  const openssl = async (...args: string[]) => {
    const ran = await run(['openssl', ...args]);
    expect(ran.exit, ran.err).toBe(0);
  };
  await openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-subj',
    '/CN=Example CA',
    '-days',
    '99',
    '-keyout',
    caKey,
    '-out',
    ca,
  );
  await openssl('req', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=db1.example.com', '-keyout', key, '-out', request);
  const signing = ['-CA', ca, '-CAkey', caKey, '-CAcreateserial', '-extfile', extensions, '-days', String(days)];
  await openssl('x509', '-req', '-in', request, ...signing, '-out', certificate);
  return { ca, key, certificate };
}

describe('both choices, in every order', () => {
  const tree = sharedTree({ servers: true });

  async function seen(): Promise<string> {
    const [plain, secured] = [await tree().psql('127.0.0.1', 'disable'), await tree().psql('127.0.0.1', 'require')];
    const [http, https] = [await tree().http(), await tree().curl(`https://127.0.0.1:${tree().ports.https}/`, '-k')];
    return `psql plain ${plain.exit} TLS ${secured.exit}, http ${http.status} https ${https.status || 'none'}`;
  }

  const states = {
    off: 'psql plain 0 TLS 2, http 200 https none',
    offer: 'psql plain 0 TLS 0, http 200 https 200',
    require: 'psql plain 2 TLS 0, http 302 https 200',
  } as const;

  test('off, offer and require each do what they say, whichever came before; off leaves no trace', async () => {
    const stock = tree().snapshot();
    for (const mode of ['offer', 'require', 'offer', 'off', 'require', 'off'] as const) {
      await tree().apply({ databaseSsl: mode, webUiSsl: mode });
      expect(await seen(), mode).toBe(states[mode]);
      const { doc } = await tree().secureJson('status');
      expect(doc.answers, mode).toMatchObject({ databaseSsl: mode, webUiSsl: mode });
      if (mode === 'off') expect(tree().snapshot()).toEqual(stock);
    }
  });

  test('one choice leaves the other alone, and null takes back what was ours', async () => {
    const stock = tree().snapshot();
    await tree().apply({ webUiSsl: 'offer' });
    await tree().apply({ databaseSsl: true });
    expect(await seen()).toBe('psql plain 2 TLS 0, http 200 https 200');
    await tree().apply({ webUiSsl: null, databaseSsl: null });
    expect(tree().snapshot()).toEqual(stock);
    expect((await tree().plan({ webUiSsl: null, databaseSsl: null })).exit).toBe(0);
  });
});

describe('rules that the operator has in pg_hba.conf', () => {
  const tree = sharedTree({ servers: true });

  test.each([
    [
      'reject, hostnogssenc, hostnossl and replication',
      `host all all 10.0.0.0/8 reject
hostnogssenc all all 127.0.0.0/8 trust
hostnossl all all ::0/0 trust
host replication all 0.0.0.0/0 trust
hostnossl replication,all +ecuser samehost trust`,
    ],
    ['@file, and lines that go on', 'host @databases.txt all 127.0.0.0/8 trust\nhost all \\\n  all ::1/128 \\\n  trust'],
  ])('%s: plain text is refused all the same, and the lines keep their bytes', async (_, lines) => {
    const stock = tree().read(HBA);
    tree().write('var/db/msyspg/databases.txt', 'ecelerity\npostgres replication\n', 0o600);
    tree().edit(HBA, (text) => `${lines.replaceAll('\n', '\r\n')}\r\n${text}`);
    const mine = tree().facts(HBA);
    expect((await tree().init('msyspg', 'restart')).exit).toBe(0);
    expect((await tree().psql('127.0.0.1', 'disable')).exit).toBe(0);
    await tree().apply({ databaseSsl: 'require' });
    for (const address of ['127.0.0.1', '127.0.0.2', '::1'])
      for (const replication of [{}, { replication: 'database' }, { replication: 'true' }]) {
        const plain = await tree().psql(address, 'disable', replication);
        expect(plain.err, `${address} ${JSON.stringify(replication)}`).toMatch(/pg_hba\.conf rejects/);
      }
    expect((await tree().psql('127.0.0.1', 'require')).exit).toBe(0);
    await tree().apply({ databaseSsl: 'off' });
    expect(tree().facts(HBA)).toEqual(mine);
    tree().write(HBA, stock);
  });
});

describe('sessions in plain text that are there now', () => {
  const tree = sharedTree({ servers: true });

  test('are named before, with who and from where, and end with the restart', async () => {
    const held = await tree().session('disable');
    const { doc } = await tree().plan({ databaseSsl: 'require' });
    const named = find(doc.findings, 'database-plain-session');
    expect(named).toMatchObject({
      status: 'warn',
      what: expect.stringMatching(/^ecuser is connected in plain text from 127\.0\.0\.1/),
    });
    expect(named?.evidence.join()).toMatch(/ecelerity.*held/);
    expect(doc.services[0].interrupts.join()).toMatch(
      /Ends the session of ecuser on ecelerity from 127\.0\.0\.1 \(held\), plain text/,
    );
    const { out } = await tree().apply({ databaseSsl: 'require' });
    expect(out).toContain('ecuser is connected in plain text from 127.0.0.1');
    expect(await held.answers()).toBe(false);
    const secured = await tree().session('require');
    expect(find((await tree().plan({ databaseSsl: 'off' })).doc.findings, 'database-plain-session')).toBeUndefined();
    secured.end();
  });
});

describe('postgresql.conf as operators leave it', () => {
  const tree = sharedTree({ servers: true });

  async function restarted(change: (text: string) => string): Promise<string> {
    const stock = tree().read(CONF);
    tree().edit(CONF, change);
    const started = await tree().init('msyspg', 'restart');
    expect(started.exit, started.err).toBe(0);
    return stock;
  }

  test('CRLF, no newline at the end, and ALTER SYSTEM SET ssl = off: on where it takes effect, off as it was', async () => {
    await run(['mkdir', '-p', tree().at('var/db/msyspg/more')]);
    tree().write('var/db/msyspg/more/10.conf', 'ssl = off\nwork_mem = 5MB\n', 0o600);
    await run(['chown', '-R', `--reference=${tree().at(CONF)}`, tree().at('var/db/msyspg/more')]);
    const stock = await restarted((text) => `${text.replaceAll('\n', '\r\n')}include_dir 'more'\r\n# the end`);
    expect((await tree().superuser('alter system set ssl = off')).exit).toBe(0);
    expect((await tree().superuser("alter system set ssl_min_protocol_version = 'TLSv1'")).exit).toBe(0);
    const before = tree().snapshot();
    await tree().apply({ databaseSsl: 'require' });
    expect((await tree().superuser('show ssl')).out).toBe('on\n');
    expect((await tree().superuser('show ssl_min_protocol_version')).out).toBe('TLSv1.2\n');
    expect((await tree().superuser('show work_mem')).out).toBe('5MB\n');
    expect((await tree().plan({ databaseSsl: 'require' })).exit).toBe(0);
    await tree().apply({ databaseSsl: 'off' });
    expect(tree().snapshot()).toEqual(before);
    await tree().superuser('alter system reset all');
    await restarted(() => stock);
  });

  test("the operator's own ssl = on with a CA's pair elsewhere and TLS 1.3 stays; off turns that line off, null gives it back", async () => {
    const scratch = tree().at('etc/pki');
    await run(['mkdir', '-p', scratch]);
    const { ca, key, certificate } = await issueByCa(scratch, 'DNS:localhost,IP:127.0.0.1');
    await run(['chown', '-R', `--reference=${tree().at(CONF)}`, scratch]);
    await run(['chmod', '600', key]);
    const lines = [
      'ssl = on',
      "ssl_cert_file = '/etc/pki/own.crt'",
      "ssl_key_file = '/etc/pki/own.key'",
      "ssl_min_protocol_version = 'TLSv1.3'",
    ];
    const stock = await restarted((text) => `${text}${lines.join('\n')}\n`);
    const before = tree().snapshot();
    const files = [readFileSync(key), readFileSync(certificate)];
    expect((await tree().plan({})).exit).toBe(0);
    expect((await tree().plan({ databaseSsl: 'offer' })).doc.changes).toEqual([]);
    const { doc } = await tree().plan({ databaseSsl: 'require' });
    expect(doc.changes.map((change: { path: string }) => change.path)).toEqual([`/${HBA}`]);
    await tree().apply({ databaseSsl: 'require' });
    expect([readFileSync(key), readFileSync(certificate)]).toEqual(files);
    expect((await tree().psql('localhost', 'verify-full', { sslrootcert: ca })).exit).toBe(0);
    const { doc: verified } = await tree().secureJson('verify');
    expect(verified.targets[0].protocols).toMatchObject({ 'TLSv1.2': 'refused', 'TLSv1.3': 'accepted' });
    // Names that do not fit are no reason to replace what somebody else issued.
    expect((await tree().plan({ certificates: { hostname: 'other.example.com' } })).doc.changes).toEqual([]);
    await tree().apply({ databaseSsl: 'off' });
    expect((await tree().superuser('show ssl')).out).toBe('off\n');
    expect(tree().read(CONF)).toContain('ssl = off\nssl_cert_file');
    await tree().apply({ databaseSsl: null });
    expect(tree().snapshot()).toEqual(before);
    await restarted(() => stock);
  });

  test('ssl_cert_file that names nothing: the data directory gets a pair, and the setting is overruled', async () => {
    const stock = tree().read(CONF);
    tree().edit(CONF, (text) => `${text}ssl_cert_file = '/etc/pki/gone.crt'\nssl_key_file = '/etc/pki/gone.key'\n`);
    await tree().apply({ databaseSsl: 'require' });
    const sslrootcert = tree().at('var/db/msyspg/server.crt');
    expect((await tree().psql('localhost', 'verify-full', { sslrootcert })).exit).toBe(0);
    expect((await tree().plan({ databaseSsl: 'require' })).exit).toBe(0);
    await tree().apply({ databaseSsl: 'off' });
    tree().write(CONF, stock);
  });

  test('a line after our block that undoes it is overruled by moving the block', async () => {
    const stock = tree().read(CONF);
    await tree().apply({ databaseSsl: 'offer' });
    tree().edit(CONF, (text) => `${text}ssl = off\n`);
    await tree().apply({ databaseSsl: 'offer' });
    expect((await tree().superuser('show ssl')).out).toBe('on\n');
    expect((await tree().plan({ databaseSsl: 'offer' })).exit).toBe(0);
    const { doc } = await tree().plan({ databaseSsl: 'off' });
    expect(find(doc.findings, 'databasessl-edited-since')?.what).toContain(`/${CONF} was edited since`);
    await tree().apply({ databaseSsl: 'off' });
    expect(tree().read(CONF)).toBe(`${stock}ssl = off\n`);
    tree().write(CONF, stock);
  });

  test('rules that let in over TLS only: offer says that plain text stays refused, off that nobody would get in', async () => {
    const [conf, hba] = [tree().read(CONF), tree().read(HBA)];
    await tree().apply({ databaseSsl: 'offer' });
    tree().edit(HBA, (text) => text.replace(/^host /gm, 'hostssl '));
    const { doc: status } = await tree().secureJson('status');
    expect(status.answers.databaseSsl).toBe('require');
    expect((await tree().plan({ databaseSsl: 'require' })).doc.changes).toEqual([]);
    expect(find((await tree().plan({ databaseSsl: 'offer' })).doc.findings, 'database-rules-need-tls')?.status).toBe('warn');
    expect((await tree().secure('apply', '--yes', '--set', 'databaseSsl=off')).exit).toBe(3);
    tree().write(HBA, hba);
    await tree().apply({ databaseSsl: 'off' });
    expect(tree().read(CONF)).toBe(conf);
  });

  test('PostgreSQL that is stopped stays stopped, and starts with the new files by its own script', async () => {
    await tree().init('msyspg', 'stop');
    await tree().apply({ databaseSsl: 'require' });
    expect(tree().pid('msyspg')).toBeUndefined();
    expect((await tree().init('msyspg', 'start')).exit).toBe(0);
    expect((await tree().psql('127.0.0.1', 'disable')).exit).toBe(2);
    await tree().apply({ databaseSsl: 'off' });
  });

  test('--no-services touches files alone: nothing is stopped, started or asked', async () => {
    const before = [tree().pid('msyspg'), tree().pid('ecwebconsole')];
    const { doc } = await tree().plan({ databaseSsl: 'require', webUiSsl: 'require' }, '--no-services');
    expect(doc.services.map(({ action }: { action: string }) => action)).toEqual(['none', 'none']);
    await tree().apply({ databaseSsl: 'require', webUiSsl: 'require' }, '--no-services');
    expect([tree().pid('msyspg'), tree().pid('ecwebconsole')]).toEqual(before);
    expect((await tree().psql('127.0.0.1', 'disable')).exit).toBe(0);
    // The files say one thing and the servers do another: that is what verify is for.
    const { exit, doc: verified } = await tree().secureJson('verify');
    expect(exit).toBe(2);
    expect(failing(verified.findings).map(({ id }) => id)).toEqual(expect.arrayContaining(['database-tls', 'web-ui-tls']));
    expect((await tree().secureJson('verify', '--no-services')).exit).toBe(0);
    await tree().apply({ databaseSsl: 'off', webUiSsl: 'off' }, '--no-services');
    expect([tree().pid('msyspg'), tree().pid('ecwebconsole')]).toEqual(before);
  });
});

describe('certificates', () => {
  const tree = sharedTree({ servers: true });
  const scratch = sharedScratch();
  const facts = async (path: string) => (await run(['openssl', 'x509', '-in', tree().at(path), '-noout', '-text'])).out;
  const serial = async (path: string) => (await run(['openssl', 'x509', '-in', tree().at(path), '-noout', '-serial'])).out;
  const wanted = {
    databaseSsl: 'offer',
    certificates: { hostname: 'db1.example.com', altNames: ['db1', '192.0.2.10', '127.0.0.1'], keyBits: 3072, days: 90 },
  };

  test('the facts that plan shows are those that are made', async () => {
    const { doc } = await tree().plan(wanted);
    const notes = doc.changes.flatMap(({ notes: said }: { notes: string[] }) => said).join('\n');
    expect(notes).toMatch(
      /3072 bits[\s\S]*for db1\.example\.com, SHA-256, good for 90 days[\s\S]*Names: db1\.example\.com, db1, 192\.0\.2\.10, 127\.0\.0\.1/,
    );
    await tree().apply(wanted);
    const text = await facts('var/db/msyspg/server.crt');
    expect(text).toContain('Public-Key: (3072 bit)');
    expect(text).toContain('Subject: CN = db1.example.com');
    expect(text).toContain('DNS:db1.example.com, DNS:db1, IP Address:192.0.2.10, IP Address:127.0.0.1');
    const ends = (days: number) =>
      run(['openssl', 'x509', '-in', tree().at('var/db/msyspg/server.crt'), '-noout', '-checkend', String(days * 86_400)]);
    expect((await ends(89)).exit).toBe(0);
    expect((await ends(91)).exit).toBe(1);
  });

  test('days alone reissue nothing; a name or a length does', async () => {
    const before = await serial('var/db/msyspg/server.crt');
    for (const certificates of [{ ...wanted.certificates, days: 10 }, { days: 10 }])
      expect((await tree().plan({ databaseSsl: 'offer', certificates })).doc.changes).toEqual([]);
    for (const change of [{ hostname: 'db2.example.com' }, { altNames: ['db1'] }, { keyBits: 2048 }]) {
      const { doc } = await tree().plan({ certificates: { ...wanted.certificates, ...change } });
      expect(doc.changes.map(({ path }: { path: string }) => path)).toEqual([
        '/var/db/msyspg/server.key',
        '/var/db/msyspg/server.crt',
      ]);
    }
    await tree().apply({ certificates: { ...wanted.certificates, hostname: 'db2.example.com' } });
    expect(await serial('var/db/msyspg/server.crt')).not.toBe(before);
    expect((await tree().secureJson('verify')).exit).toBe(0);
  });

  test('a certificate that is on the disk and not served is a fail, with both fingerprints', async () => {
    const names = ['server.key', 'server.crt'].map((name) => tree().at(`var/db/msyspg/${name}`));
    const saved = names.map((name) => readFileSync(name));
    const { key, certificate } = await issueByCa(scratch(), 'DNS:localhost');
    for (const [index, from] of [key, certificate].entries()) writeFileSync(names[index] as string, readFileSync(from));
    const { exit, doc } = await tree().secureJson('verify');
    expect(exit).toBe(2);
    const found = find(doc.findings, 'database-certificate-served');
    expect(found?.evidence).toEqual([
      expect.stringMatching(/^served [0-9A-F:]{95}$/),
      expect.stringMatching(/^on disk [0-9A-F:]{95}$/),
    ]);
    for (const [index, bytes] of saved.entries()) writeFileSync(names[index] as string, bytes);
    await tree().apply({ databaseSsl: 'off' });
  });

  test('a CA-issued pair in the usual place is kept until it is asked for a self-signed one, and off gives it back', async () => {
    const { ca, key, certificate } = await issueByCa(scratch(), 'DNS:localhost');
    tree().write('var/db/msyspg/server.key', readFileSync(key, 'latin1'), 0o600);
    tree().write('var/db/msyspg/server.crt', readFileSync(certificate, 'latin1'));
    const before = tree().snapshot();
    await tree().apply({ databaseSsl: 'require', certificates: { hostname: 'else.example.com' } });
    expect((await tree().psql('localhost', 'verify-full', { sslrootcert: ca })).exit).toBe(0);
    const { doc } = await tree().plan({ databaseSsl: 'require', certificates: { database: { source: 'self-signed' } } });
    expect(doc.changes.map(({ path }: { path: string }) => path)).toEqual([
      '/var/db/msyspg/server.key',
      '/var/db/msyspg/server.crt',
    ]);
    await tree().apply({ databaseSsl: 'require', certificates: { database: { source: 'self-signed' } } });
    const sslrootcert = tree().at('var/db/msyspg/server.crt');
    expect((await tree().psql('localhost', 'verify-full', { sslrootcert })).exit).toBe(0);
    expect((await tree().plan({ databaseSsl: 'require', certificates: { database: { source: 'self-signed' } } })).exit).toBe(0);
    await tree().apply({ databaseSsl: 'off' });
    expect(tree().snapshot()).toEqual(before);
  });

  test('a key that does not match is refused where it could be a CA pair, and an expired self-signed pair is replaced', async () => {
    const { certificate } = await issueByCa(scratch(), 'DNS:localhost');
    tree().write('var/db/msyspg/server.crt', readFileSync(certificate, 'latin1'));
    await run(['openssl', 'genrsa', '-out', tree().at('var/db/msyspg/server.key'), '2048']);
    const { doc } = await tree().plan({ databaseSsl: 'require' });
    expect(
      failing(doc.findings)
        .map(({ what }) => what)
        .join(),
    ).toContain('does not match');
    expect((await tree().secure('apply', '--yes', '--set', 'databaseSsl=require')).exit).toBe(3);
    const key = tree().at('var/db/msyspg/server.key');
    const past = ['-not_before', '20200101000000Z', '-not_after', '20210101000000Z'];
    const made = await run([
      'openssl',
      'req',
      '-x509',
      '-key',
      key,
      '-subj',
      '/CN=old',
      ...past,
      '-out',
      tree().at('var/db/msyspg/server.crt'),
    ]);
    if (made.exit !== 0) {
      // OpenSSL before 3.4 cannot date a request back: `ca` can, or a certificate of minus one day.
      const old = ['openssl', 'x509', '-req', '-days', '-1', '-signkey', key, '-out', tree().at('var/db/msyspg/server.crt')];
      const { out: request } = await run(['openssl', 'req', '-new', '-key', key, '-subj', '/CN=old']);
      expect((await run(old, { input: request })).exit).toBe(0);
    }
    const { doc: planned } = await tree().plan({ databaseSsl: 'require' });
    expect(planned.changes[0].why.join()).toContain('ran out on');
    await tree().apply({ databaseSsl: 'require' });
    expect(await facts('var/db/msyspg/server.crt')).toContain('mail1.example.com');
  });
});

describe("the web UI's httpd.conf as operators leave it", () => {
  const tree = sharedTree({ servers: true });

  /** The stock site with the plain one in a virtual host of the operator's own. */
  const virtualHost = (text: string, port: number) => {
    const [head = '', tail = ''] = text.split(/^Alias \/login/m);
    const [rules = '', rest = ''] = `Alias /login${tail}`.split(/^LogFormat/m);
    return `${head}<VirtualHost *:${port}>\n    ServerName console.example.com:${port}\n    SSLEngine off\n${rules}</VirtualHost>\n\nLogFormat${rest}`.replace(
      '    SSLEngine off\n',
      '',
    );
  };

  async function restarted(change: (text: string) => string): Promise<{ stock: string; page: string }> {
    const stock = tree().read(HTTPD);
    tree().edit(HTTPD, change);
    const started = await tree().init('ecwebconsole', 'restart');
    expect(started.exit, started.err).toBe(0);
    return { stock, page: (await tree().http()).body };
  }

  test('a plain virtual host with aliases and rewrite rules, CRLF: its TLS twin shows the same login page', async () => {
    const { stock, page } = await restarted((text) => virtualHost(text, tree().ports.http).replaceAll('\n', '\r\n'));
    expect(page).toContain('Momentum web console');
    const before = tree().snapshot();
    await tree().apply({ webUiSsl: 'require' });
    expect(await tree().http('/login')).toMatchObject({
      status: '302',
      location: `https://127.0.0.1:${tree().ports.https}/login`,
    });
    for (const path of ['/', '/login']) expect(await tree().https(path)).toMatchObject({ status: '200', body: page });
    expect((await tree().plan({ webUiSsl: 'require' })).exit).toBe(0);
    await tree().apply({ webUiSsl: 'offer' });
    expect((await tree().http('/login')).status).toBe('200');
    await tree().apply({ webUiSsl: 'off' });
    expect(tree().snapshot()).toEqual(before);
    await restarted(() => stock);
  });

  test('two plain sites by name, in a file that is included: each has its twin', async () => {
    const { http } = tree().ports;
    tree().write(
      'opt/msys/ecwebui/config/sites/a.conf',
      ['first', 'second']
        .map(
          (name) =>
            `<VirtualHost *:${http}>\n ServerName ${name}.example.com\n Alias /who "/opt/msys/ecwebui/htdocs/${name}.html"\n</VirtualHost>\n`,
        )
        .join(''),
    );
    for (const name of ['first', 'second']) tree().write(`opt/msys/ecwebui/htdocs/${name}.html`, `<title>${name}</title>`);
    const { stock } = await restarted((text) => `${text}Include "/opt/msys/ecwebui/config/sites/*.conf"\n`);
    const before = tree().snapshot();
    await tree().apply({ webUiSsl: 'require' });
    for (const name of ['first', 'second']) {
      const host = `${name}.example.com`;
      const sent = await tree().http('/who', '-H', `Host: ${host}`);
      expect(sent).toMatchObject({ status: '302', location: `https://${host}:${tree().ports.https}/who` });
      const resolve = ['-k', '--resolve', `${host}:${tree().ports.https}:127.0.0.1`];
      expect((await tree().curl(sent.location, ...resolve)).body).toBe(`<title>${name}</title>`);
    }
    expect((await tree().plan({ webUiSsl: 'require' })).exit).toBe(0);
    await tree().apply({ webUiSsl: 'off' });
    expect(tree().snapshot()).toEqual(before);
    rmSync(tree().at('opt/msys/ecwebui/config/sites'), { recursive: true });
    await restarted(() => stock);
  });

  test('an SSL virtual host of the operator is adjusted, not doubled, and its CA pair kept; on Solaris _default_ goes', async () => {
    await run(['mkdir', '-p', tree().at('etc/pki')]);
    const { ca, key } = await issueByCa(tree().at('etc/pki'), 'DNS:localhost');
    await run(['chown', `--reference=${tree().at(SITE)}`, key]);
    const port = tree().ports.https;
    const own = `LoadModule ssl_module "/opt/msys/3rdParty/apache/modules/mod_ssl.so"
Listen 127.0.0.1:${port}
<VirtualHost _default_:${port}>
  SSLEngine on
  SSLCertificateFile /etc/pki/own.crt
  SSLCertificateKeyFile /etc/pki/own.key
  RewriteEngine On
  RewriteOptions Inherit
</VirtualHost>
`;
    const { stock, page } = await restarted((text) => text + own);
    tree().write('etc/release', '  Oracle Solaris 10 1/13 s10s_u11wos_24a SPARC\n');
    const before = tree().snapshot();
    expect((await tree().secureJson('status')).doc.answers.webUiSsl).toBe('offer');
    expect((await tree().plan({})).doc.changes).toEqual([]);
    const { doc } = await tree().plan({ webUiSsl: 'require', webUi: { httpsPort: 8443 } });
    expect(find(doc.findings, 'web-ui-solaris')?.what).toContain('_default_');
    expect(find(doc.findings, 'web-ui-port-is-set')?.what).toContain(`port ${port}`);
    await tree().apply({ webUiSsl: 'require' });
    expect(tree().read(HTTPD)).toContain(`<VirtualHost *:${port}>`);
    expect(tree().read(INCLUDE)).not.toContain('SSLEngine');
    expect((await tree().http()).status).toBe('302');
    expect((await tree().curl(`https://localhost:${port}/`, '--cacert', ca)).body).toBe(page);
    expect((await tree().plan({ webUiSsl: 'require' })).exit).toBe(0);
    const { doc: off } = await tree().plan({ webUiSsl: 'off' });
    expect(find(off.findings, 'web-ui-own-tls')?.what).toContain('stays on');
    await tree().apply({ webUiSsl: 'off' });
    expect(tree().snapshot()).toEqual(before);
    rmSync(tree().at('etc/release'));
    await restarted(() => stock);
  });

  test('without mod_rewrite the redirect is by mod_alias; another port is where it is asked for, and moves when asked again', async () => {
    const { stock, page } = await restarted((text) => text.replace(/^(LoadModule rewrite_module|Rewrite).*\n/gm, ''));
    const before = tree().snapshot();
    const other = tree().ports.https + 30;
    await tree().apply({ webUiSsl: 'require', webUi: { httpsPort: other } });
    expect((await tree().http('/login')).location).toBe(`https://mail1.example.com:${other}/login`);
    expect((await tree().https('/', other)).body).toBe(page);
    expect((await tree().plan({ webUiSsl: 'require' })).exit).toBe(0);
    await tree().apply({ webUi: { httpsPort: tree().ports.https } });
    expect((await tree().https('/')).body).toBe(page);
    await tree().apply({ webUiSsl: 'off' });
    expect(tree().snapshot()).toEqual(before);
    await restarted(() => stock);
  });

  test('a port that somebody else holds, and one where plain HTTP is served, are preflight failures', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(tree().ports.https, '127.0.0.1', resolve));
    const taken = await tree().secureJson('apply', '--yes', '--set', 'webUiSsl=offer');
    server.close();
    expect(taken.exit).toBe(3);
    expect(taken.doc).toMatchObject({ changed: false, outcome: 'refused', id: null });
    expect(failing(taken.doc.findings)[0]?.what).toMatch(/taken by another program/);
    const { doc } = await tree().plan({ webUiSsl: 'offer', webUi: { httpsPort: tree().ports.http } });
    expect(find(doc.findings, 'web-ui-port-is-plain')?.status).toBe('fail');
  });

  test('a sign of a proxy that ends TLS is a warning that require would lead in a circle', async () => {
    const stock = tree().read(HTTPD);
    tree().edit(HTTPD, (text) => `${text}LogFormat "%{X-Forwarded-Proto}i" proxied\n`);
    const { doc } = await tree().plan({ webUiSsl: 'require' });
    expect(find(doc.findings, 'web-ui-proxy-loop')).toMatchObject({
      status: 'warn',
      evidence: [expect.stringContaining('X-Forwarded-Proto')],
    });
    expect(find((await tree().plan({ webUiSsl: 'offer' })).doc.findings, 'web-ui-proxy-loop')).toBeUndefined();
    tree().write(HTTPD, stock);
  });

  test('without mod_ssl the plan says so and apply refuses', async () => {
    rmSync(tree().at('opt/msys/3rdParty/apache/modules/mod_ssl.so'));
    const { doc, exit } = await tree().plan({ webUiSsl: 'require' });
    expect(exit).toBe(2);
    expect(find(doc.findings, 'mod-ssl-missing')?.status).toBe('fail');
    expect((await tree().secure('apply', '--yes', '--set', 'webUiSsl=require')).exit).toBe(3);
  });
});

describe('a tree where the server could not take it', () => {
  async function on<T>(momentum: string, look: (tree: Tree) => Promise<T>): Promise<T> {
    const tree = await makeTree({ momentum });
    try {
      return await look(tree);
    } finally {
      await removeTree(tree);
    }
  }

  test.each([
    ['3.2.1', '8.3'],
    ['3.6.6', '9.0'],
  ])('Momentum %s with PostgreSQL %s: nothing is written that it would not start with', (momentum, version) =>
    on(momentum, async (tree) => {
      expect(tree.read('var/db/msyspg/PG_VERSION').trim()).toBe(version);
      const stock = tree.snapshot();
      tree.edit(CONF, (text) => text.replace(/\n$/, ''));
      await tree.apply({ databaseSsl: 'require' });
      const block = /begin database-ssl[^\n]*\n([\s\S]*)# momentum-secure: end/.exec(tree.read(CONF))?.[1];
      expect(block?.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual(['ssl = on']);
      expect(tree.facts('var/db/msyspg/server.key').mode).toBe(0o600);
      await tree.apply({ databaseSsl: 'off' });
      tree.edit(CONF, (text) => `${text}\n`);
      expect(tree.snapshot()).toEqual(stock);
    }),
  );

  test('Momentum 4.x and 5.x: the web UI choice does not apply and says why; the database choice does', async () => {
    for (const momentum of ['4.2.1', '5.0.0', '5.2.0']) {
      await on(momentum, async (tree) => {
        const { exit, doc } = await tree.plan({ webUiSsl: 'require' });
        expect(exit, momentum).toBe(0);
        expect(find(doc.findings, 'web-ui-ssl-not-here')).toMatchObject({
          status: 'warn',
          what: expect.stringContaining('nginx'),
        });
        expect((await tree.secureJson('status')).exit).toBe(0);
        await tree.apply({ databaseSsl: 'require' });
        const lines = tree.read(momentum === '5.2.0' ? 'var/lib/pgsql/data/postgresql.conf' : CONF);
        expect(lines.includes('ssl = on')).toBe(true);
        expect(lines.includes("\nssl_min_protocol_version = 'TLSv1.2'")).toBe(momentum !== '4.2.1');
        expect((await tree.plan({ databaseSsl: 'require' })).exit).toBe(0);
      });
    }
  });

  test('older than 3.2: the choices do not exist, and it says so', () =>
    on('3.1.2', async (tree) => {
      const { exit, doc } = await tree.plan({ databaseSsl: 'require', webUiSsl: 'require' });
      expect(exit).toBe(0);
      expect(doc.changed).toBe(false);
      for (const id of ['database-absent', 'web-ui-ssl-not-here'])
        expect(find(doc.findings, id)?.what).toContain('came with 3.2');
      const { doc: status } = await tree.secureJson('status');
      expect(find(status.findings, 'momentum-too-old')?.what).toContain('older than 3.2');
      expect(status.answers).toEqual({});
    }));

  test('where the record of what stood there is lost, off takes our lines out, and once more changes nothing', () =>
    on('3.6.6', async (tree) => {
      const stock = [CONF, HBA, HTTPD].map((path) => tree.read(path));
      for (const between of [[], ['offer']]) {
        await tree.apply({ databaseSsl: 'require', webUiSsl: 'require' });
        rmSync(tree.at('var/lib/momentum-secure'), { recursive: true });
        const off = { databaseSsl: 'off', webUiSsl: 'off' };
        for (const mode of between) await tree.apply({ databaseSsl: mode, webUiSsl: mode });
        await tree.apply(off);
        expect([CONF, HBA, HTTPD].map((path) => tree.read(path))).toEqual(stock);
        expect((await tree.plan(off)).doc.changes).toEqual([]);
      }
    }));

  test('a data directory elsewhere, by the init script or by a link of root, is where the pair and the settings go', () =>
    on('3.6.6', async (tree) => {
      await run(['mv', tree.at('var/db/msyspg'), tree.at('opt/pgdata')]);
      tree.edit('etc/init.d/msyspg', (text) => `${text}\nPGDATA="/opt/pgdata"\n`);
      const { doc } = await tree.plan({ databaseSsl: 'require' });
      expect(doc.changes.map(({ path }: { path: string }) => path)).toContain('/opt/pgdata/server.key');
      tree.edit('etc/init.d/msyspg', (text) => text.replace('\nPGDATA="/opt/pgdata"\n', ''));
      await run(['ln', '-s', '/opt/pgdata', tree.at('var/db/msyspg')]);
      await tree.apply({ databaseSsl: 'require' });
      expect(readFileSync(tree.at('opt/pgdata/postgresql.conf'), 'utf8')).toContain('ssl = on');
      expect((await tree.plan({ databaseSsl: 'require' })).exit).toBe(0);
    }));
});

describe('files that cannot be understood, and trees that are half there', () => {
  const tree = sharedTree();

  async function broken(path: string, text: string | undefined, look: () => Promise<void>): Promise<void> {
    const stock = tree().read(path);
    const { mode, uid, gid } = tree().facts(path);
    if (text === undefined) rmSync(tree().at(path));
    else tree().write(path, text);
    const before = tree().snapshot();
    await look();
    expect(tree().snapshot()).toEqual(before);
    tree().write(path, stock);
    chmodSync(tree().at(path), mode);
    chownSync(tree().at(path), uid, gid);
  }

  test.each([
    [CONF, "ssl = 'on\n", 'databaseSsl', '/var/db/msyspg/postgresql.conf:1:'],
    [HBA, 'local all all trust\nhost all\n', 'databaseSsl', '/var/db/msyspg/pg_hba.conf:2:'],
    [HTTPD, 'Listen 80\n<VirtualHost *:80>\n', 'webUiSsl', '/opt/msys/ecwebui/config/httpd.conf:2:'],
  ])('%s: file and line; status and plan go on, apply refuses and changes nothing', async (path, text, choice, place) => {
    await broken(path, text, async () => {
      const status = await tree().secureJson('status');
      expect(status.exit).toBe(2);
      expect(
        failing(status.doc.findings)
          .map(({ what }) => what)
          .join('\n'),
      ).toContain(place);
      const other = choice === 'databaseSsl' ? 'webUiSsl' : 'databaseSsl';
      const plan = await tree().plan({ [choice]: 'require', [other]: 'require' });
      expect(plan.exit).toBe(1);
      expect(JSON.stringify(failing(plan.doc.findings))).toContain(place);
      expect(plan.doc.changes.flatMap(({ choices }: { choices: string[] }) => choices)).toContain(other);
      const apply = await tree().secureJson('apply', '--yes', '--set', `${choice}=require`);
      expect(apply.exit).toBe(1);
      expect(apply.doc).toMatchObject({ changed: false, outcome: 'refused', id: null });
      expect(apply.err).toContain(place);
    });
  });

  test.each([
    [HBA, 'databaseSsl'],
    [CONF, 'databaseSsl'],
    ['var/db/msyspg/PG_VERSION', 'databaseSsl'],
    [HTTPD, 'webUiSsl'],
    ['etc/init.d/msyspg', 'databaseSsl'],
    ['etc/passwd', 'databaseSsl'],
    ['opt/msys/ecelerity/sbin/ecelerity', 'databaseSsl'],
  ])('%s is missing: clear words from every command, never a crash', async (path, choice) => {
    await broken(path, undefined, async () => {
      const said = [await tree().secureJson('status'), await tree().plan({ [choice]: 'require' })];
      if (path.endsWith('.conf') || path.endsWith('PG_VERSION'))
        said.push(await tree().secureJson('apply', '--yes', '--no-services', '--set', `${choice}=require`));
      for (const { exit, err } of said) {
        expect([0, 1, 2, 3], err).toContain(exit);
        expect(err).not.toMatch(/TypeError|ReferenceError|at \w+ \(|undefined/);
      }
    });
  });

  test('a directory in the place of ecelerity.conf: what is asked of it fails, what is not goes on', async () => {
    const main = 'opt/msys/ecelerity/etc/conf/default/ecelerity.conf';
    await broken(main, undefined, async () => {
      mkdirSync(tree().at(main));
      for (const answers of [{ 'tls.inbound': 'poodle-fix' }, { 'dhe.enabled': true }, { encryptedPasswords: true }]) {
        const { exit, doc } = await tree().plan(answers);
        expect([exit, doc.changes]).toEqual([1, []]);
        expect(JSON.stringify(failing(doc.findings))).toContain(`/${main}: it is no regular file`);
      }
      expect(await tree().plan({ databaseSsl: 'require' })).toMatchObject({ exit: 2 });
      rmdirSync(tree().at(main));
    });
  });

  test('to somebody who may not look, what cannot be seen is a warning and no fail', async () => {
    const main = 'opt/msys/ecelerity/etc/conf/default/ecelerity.conf';
    const under = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups', '--'];
    chmodSync(tree().at(main), 0o600);
    const closed = await secureJson(['--root', tree().root, 'status'], { under });
    chmodSync(tree().at(main), 0o644);
    expect(closed.exit).toBe(0);
    expect(find(closed.doc.findings, 'tlsprotocols-unreadable')).toMatchObject({ status: 'warn' });
    const { exit, doc } = await secureJson(['--root', tree().root, 'status'], { under });
    expect(exit).toBe(0);
    expect(find(doc.findings, 'databasessl-unreadable')).toMatchObject({
      status: 'warn',
      what: expect.stringContaining('EACCES'),
    });
    expect(doc.answers.webUiSsl).toBe('off');
  });
});

describe('secrets', () => {
  const tree = sharedTree({ servers: true });
  const scratch = sharedScratch();

  test('the service password, and a password in a line beside an edit, are never shown or recorded', async () => {
    const canary = 'Canary-7f3a9b';
    const secret = tree().password();
    tree().write(
      'opt/msys/etc/installer/ecelerity.d/ecdb.conf',
      `Datasource "ecdb" {\n uri = ("pgsql:host=127.0.0.1;dbname=ecelerity;user=ecuser;password=${canary}")\n}\n`,
    );
    tree().edit(
      CONF,
      (text) => `${text}# primary_conninfo = 'host=x user=ecuser password=Beside-41c7'\n# ${secret}\n# again ${canary}\n`,
    );
    const log = `${scratch()}/log`;
    const answers = ['--set', 'databaseSsl=require', '--set', 'webUiSsl=require', '--log-file', log, '--verbose'];
    const said = [
      await tree().secure('plan', ...answers),
      await tree().secure('plan', ...answers, '--json'),
      await tree().secure('apply', '--yes', ...answers),
      await tree().secure('show', '1'),
      await tree().secure('show', '1', '--json'),
      await tree().secure('status', '--json', '--verbose'),
      await tree().secure('verify'),
      await tree().secure('history', '--json'),
      await tree().secure('rollback', '--yes', '--log-file', log),
    ];
    for (const { exit } of said) expect([0, 2]).toContain(exit);
    // Originals hold the operator's bytes as they were; everything that is written about them must not.
    const written = await run([
      'sh',
      '-c',
      'find "$1" -name "*.json" -exec cat {} +',
      'sh',
      tree().at('var/lib/momentum-secure'),
    ]);
    const all = [...said.flatMap(({ out, err }) => [out, err]), readFileSync(log, 'utf8'), written.out].join('\n');
    for (const leak of [secret, canary, 'Beside-41c7', 'PRIVATE KEY-----\nM']) expect(all).not.toContain(leak);
    expect(all).toContain('********');
  });
});
