import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { run, sharedScratch, sharedTree } from './support.ts';

const BOTH = { databaseSsl: 'require', webUiSsl: 'require' };
const OFF = { databaseSsl: 'off', webUiSsl: 'off' };
const ADDRESSES = ['127.0.0.1', '127.0.0.2', '::1'];

describe('a first install, by command line only', () => {
  const tree = sharedTree({ servers: true });
  const scratch = sharedScratch();
  let stock: Record<string, string>;
  let page: string;

  test('a stock tree is healthy: status and verify find no fail', async () => {
    stock = tree().snapshot();
    page = (await tree().http()).body;
    expect(page).toContain('Momentum web console');
    for (const command of ['status', 'verify']) {
      const { exit, doc } = await tree().secureJson(command);
      expect(exit).toBe(0);
      expect(doc.findings.filter((finding: { status: string }) => finding.status === 'fail')).toEqual([]);
    }
  });

  test('plan exits 2, says what would change, and changes nothing', async () => {
    const { exit, doc } = await tree().plan(BOTH);
    expect(exit).toBe(2);
    expect(doc.changed).toBe(true);
    expect(doc.changes.map((change: { path: string }) => change.path)).toEqual([
      '/var/db/msyspg/server.key',
      '/var/db/msyspg/server.crt',
      '/var/db/msyspg/postgresql.conf',
      '/var/db/msyspg/pg_hba.conf',
      '/opt/msys/ecwebui/config/site/server.key',
      '/opt/msys/ecwebui/config/site/server.crt',
      '/opt/msys/ecwebui/config/momentum-secure-ssl.conf',
      '/opt/msys/ecwebui/config/httpd.conf',
    ]);
    expect(doc.services.map(({ service, action }: { service: string; action: string }) => [service, action])).toEqual([
      ['msyspg', 'restart'],
      ['ecwebui', 'restart'],
    ]);
    expect(tree().snapshot()).toEqual(stock);
    expect(existsSync(tree().at('var/lib/momentum-secure'))).toBe(false);
  });

  test('apply writes exactly what plan said, and both services are restarted', async () => {
    const before = [tree().pid('msyspg'), tree().pid('ecwebconsole')];
    const { doc: plan } = await tree().plan(BOTH);
    for (const { path, before: was } of plan.changes) {
      expect(was === null, path).toBe(!existsSync(tree().at(path)));
      if (was !== null) expect(was.sha256, path).toBe(tree().facts(path).sha256);
    }
    const { exit, doc, err } = await tree().secureJson(
      'apply',
      '--yes',
      '--set',
      'databaseSsl=require',
      '--set',
      'webUiSsl=require',
    );
    expect(exit, err).toBe(0);
    expect(doc).toMatchObject({ changed: true, outcome: 'applied', id: '0001' });
    expect(doc.findings).toBeInstanceOf(Array);
    for (const { path, after } of plan.changes) {
      const is = tree().facts(path);
      expect(Number.parseInt(after.mode, 8), path).toBe(is.mode);
      // A key and its certificate are made when they are applied.
      if (after.sha256 !== null) expect(after.sha256, path).toBe(is.sha256);
      else expect(path).toMatch(/server\.(key|crt)$/);
    }
    expect(tree().pid('msyspg')).not.toBe(before[0]);
    expect(tree().pid('ecwebconsole')).not.toBe(before[1]);
  });

  test.each(ADDRESSES)('psql without TLS is refused from %s, and with TLS it connects', async (address) => {
    for (const replication of [{}, { replication: 'database' }, { replication: 'true' }]) {
      const refused = await tree().psql(address, 'disable', replication);
      expect(refused.exit, JSON.stringify(replication)).toBe(2);
      expect(refused.err).toMatch(/pg_hba\.conf rejects .*no encryption/);
    }
    expect(await tree().psql(address, 'require')).toMatchObject({ exit: 0, out: '1\n' });
  });

  test('psql that verifies everything connects with our certificate as its root, by name and by address', async () => {
    const sslrootcert = tree().at('var/db/msyspg/server.crt');
    for (const host of ['localhost', ...ADDRESSES])
      expect(await tree().psql(host, 'verify-full', { sslrootcert }), host).toMatchObject({ exit: 0, out: '1\n' });
    const other = await tree().psql('localhost', 'verify-full', {
      sslrootcert: tree().at('opt/msys/ecwebui/config/site/server.crt'),
    });
    expect(other.err).toContain('certificate verify failed');
  });

  test('the Unix socket is as it was', async () => {
    expect(await tree().superuser('show ssl')).toMatchObject({ exit: 0, out: 'on\n' });
  });

  test('HTTP is sent to HTTPS, and HTTPS shows the login page as it was', async () => {
    const sent = await tree().http('/login?next=%2Fhome');
    expect(sent.status).toBe('302');
    expect(sent.location).toBe(`https://127.0.0.1:${tree().ports.https}/login?next=%2Fhome`);
    for (const path of ['/', '/login']) expect(await tree().https(path)).toMatchObject({ exit: 0, status: '200', body: page });
    expect((await tree().https('/static/console.css')).body).toContain('font:');
    const followed = await tree().http('/', '-L', '-k');
    expect(followed.body).toContain(page);
    expect((await tree().curl(`http://[::1]:${tree().ports.http}/`)).location).toBe(`https://[::1]:${tree().ports.https}/`);
  });

  test('nothing older than TLS 1.2 is spoken', async () => {
    const { doc, exit } = await tree().secureJson('verify');
    expect(exit).toBe(0);
    expect(doc.ok).toBe(true);
    expect(doc.targets.map((target: { service: string }) => target.service)).toEqual([
      'msyspg',
      'msyspg',
      'msyspg',
      'ecwebui',
      'ecwebui',
    ]);
    for (const { protocols, certificate } of doc.targets) {
      expect(protocols).toEqual({
        SSLv2: 'refused',
        SSLv3: 'refused',
        'TLSv1.0': 'refused',
        'TLSv1.1': 'refused',
        'TLSv1.2': 'accepted',
        'TLSv1.3': 'accepted',
      });
      expect(certificate.subject).toBe('mail1.example.com');
    }
  });

  test('plan again exits 0 with nothing changed, with the answers and without any', async () => {
    for (const answers of [BOTH, {}]) {
      const { exit, doc } = await tree().plan(answers);
      expect(exit).toBe(0);
      expect(doc).toMatchObject({ changed: false, changes: [], services: [] });
    }
    const { doc } = await tree().secureJson('apply', '--yes', '--set', 'databaseSsl=require', '--set', 'webUiSsl=require');
    expect(doc).toMatchObject({ changed: false, outcome: 'unchanged', id: null });
  });

  test('status tells the answers that are in force, and the certificates', async () => {
    const { exit, doc } = await tree().secureJson('status');
    expect(exit).toBe(0);
    expect(doc.momentum).toEqual({ version: '3.6.6', roles: expect.arrayContaining(['database', 'mta', 'web']) });
    const everything = ['SSLv2', 'SSLv3', 'TLSv1.0', 'TLSv1.1', 'TLSv1.2'];
    const tls = { inbound: everything, outbound: everything };
    const dhe = { enabled: true, parameters: 'built-in', force: false };
    expect(doc.answers).toEqual({ ...BOTH, webUi: { httpsPort: tree().ports.https }, tls, dhe, encryptedPasswords: false });
    expect(doc.tlsPolicy).toBeInstanceOf(Array);
    for (const [index, service] of ['msyspg', 'ecwebui'].entries()) {
      const certificate = doc.certificates[index];
      expect(certificate).toMatchObject({ service, subject: 'mail1.example.com' });
      expect(certificate.altNames).toEqual(
        expect.arrayContaining(['mail1.example.com', 'mail1', 'localhost', '127.0.0.1', '::1']),
      );
      expect([364, 365]).toContain(certificate.daysLeft);
      expect(Date.parse(certificate.notAfter)).toBeGreaterThan(Date.now());
      const { out } = await run([
        'openssl',
        'x509',
        '-in',
        tree().at(certificate.path),
        '-noout',
        '-checkend',
        String(363 * 86_400),
      ]);
      expect(out).toContain('will not expire');
    }
  });

  test('history, show and explain say what was done, in JSON and for people', async () => {
    const { doc: history } = await tree().secureJson('history');
    expect(history).toEqual([{ id: '0001', at: expect.any(String), doing: 'apply', answers: BOTH, changed: 8 }]);
    const { doc: shown } = await tree().secureJson('show', '1');
    expect(shown).toMatchObject({ id: '0001', answers: BOTH });
    expect(shown.changes).toHaveLength(8);
    expect((await tree().secure('show', '0001')).out).toContain('+ssl = on');
    expect((await tree().secureJson('explain', 'databaseSsl')).doc).toMatchObject({
      key: 'databaseSsl',
      undo: expect.any(String),
    });
  });

  test('what was kept, and what was recorded, only root can read', async () => {
    const { out } = await run(['find', tree().at('var/lib/momentum-secure'), '-perm', '/077']);
    expect(out).toBe('');
  });

  test('off gives back the original bytes, modes and owners, and plain text works again', async () => {
    await tree().apply(OFF);
    expect(tree().snapshot()).toEqual(stock);
    expect(await tree().psql('127.0.0.1', 'disable')).toMatchObject({ exit: 0, out: '1\n' });
    expect((await tree().psql('127.0.0.1', 'require')).err).toContain('server does not support SSL');
    expect(await tree().http()).toMatchObject({ status: '200', body: page });
    expect((await tree().curl(`https://localhost:${tree().ports.https}/`, '-k')).exit).toBe(7);
    expect((await tree().plan(OFF)).exit).toBe(0);
  });

  test('rollback of the newest puts back what off had taken away, rollback of that one takes it away again', async () => {
    const { doc, exit } = await tree().secureJson('rollback', '--yes');
    expect(exit).toBe(0);
    expect(doc).toMatchObject({ changed: true, outcome: 'applied', id: '0003' });
    expect((await tree().psql('127.0.0.1', 'disable')).exit).toBe(2);
    expect((await tree().http()).status).toBe('302');
    expect((await tree().secure('rollback', '--yes')).exit).toBe(0);
    expect(tree().snapshot()).toEqual(stock);
  });

  test('standard output holds results alone, progress goes to standard error', async () => {
    const { out, err } = await tree().apply({ databaseSsl: 'offer' });
    expect(err).toContain('Restarting PostgreSQL');
    expect(out).not.toContain('Restarting');
    expect(out).toContain('Applied as');
    await tree().apply(OFF);
  });

  test('--log-file holds what happened, with times, for its owner alone', async () => {
    const log = `${scratch()}/secure.log`;
    await tree().apply({ databaseSsl: 'offer' }, '--log-file', log);
    await tree().apply(OFF, '--log-file', log, '--verbose', '--no-color', '--password-file', '/nonexistent');
    const text = readFileSync(log, 'utf8');
    for (const line of text.trimEnd().split('\n')) expect(line).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /);
    expect(text).toMatch(/Restarting PostgreSQL[\s\S]*Applied as[\s\S]*Ended with exit code 0[\s\S]*Ended with exit code 0/);
    expect((await run(['stat', '-c', '%a', log])).out).toBe('600\n');
  });
});
