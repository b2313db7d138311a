import { spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSandbox, type SandboxReport } from '../../src/sandbox/index.ts';

// What the tests themselves make is ordinary, whoever runs them.
process.umask(0o022);

const root = process.getuid?.() === 0;
const environment = { PATH: '/usr/bin:/bin' };
/** Who makes and uses the sandbox; as root, an ordinary user is played by nobody. */
const people = root
  ? [
      { name: 'root', drop: [] },
      { name: 'an ordinary user', drop: dropTo(65_534) },
    ]
  : [{ name: 'an ordinary user', drop: [] }];

function dropTo(uid: number): string[] {
  return ['setpriv', '--reuid', String(uid), '--regid', String(uid), '--clear-groups', '--'];
}

describe.each(people)('a sandbox with servers, made by $name', ({ drop }) => {
  let work: string;
  let report: SandboxReport;
  const at = (path: string) => join(report.directory, path);
  const password = () => readFileSync(at('opt/msys/etc/.svcpasswd'), 'utf8').trim();

  function run(argv: readonly string[], extra: Record<string, string> = {}) {
    const [program = '', ...args] = [...drop, ...argv];
    const done = spawnSync(program, args, { env: { ...environment, ...extra }, cwd: '/', encoding: 'utf8', timeout: 60_000 });
    return { exit: done.status, out: done.stdout, err: done.stderr };
  }

  /** An init script with nothing in its environment, a narrow umask, another directory and a spare descriptor. */
  function init(service: string, ...verbs: string[]): Promise<{ exit: number | null; out: string; err: string }> {
    const spare = openSync(join(work, 'spare'), 'w');
    const script = 'umask 0077; cd /usr; exec env -i "$@"';
    const [program = '', ...args] = [...drop, '/bin/sh', '-c', script, 'sh', at(`etc/init.d/${service}`), ...verbs];
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe', spare, spare, spare], env: environment });
    let [out, err] = ['', ''];
    child.stdout?.on('data', (text) => {
      out += text;
    });
    child.stderr?.on('data', (text) => {
      err += text;
    });
    // `close` comes when the pipes have ended: a daemon that kept one would hold this up.
    return new Promise((resolve) =>
      child.on('close', (exit) => {
        closeSync(spare);
        resolve({ exit, out, err });
      }),
    );
  }

  function psql(host: string, user: string, extra: Record<string, string> = {}) {
    const connection = ['-h', host, '-p', String(report.ports.database), '-U', user, '-d', 'ecelerity'];
    return run([at('opt/msys/3rdParty/bin/psql'), '-w', '-X', '-At', ...connection, '-c', 'SELECT current_user'], extra);
  }

  const pid = (path: string) => Number(readFileSync(at(path), 'utf8').split('\n')[0]);
  const curl = (path: string) => run(['curl', '-sS', '-i', `http://127.0.0.1:${report.ports.http}${path}`]);

  beforeAll(async () => {
    work = mkdtempSync('/var/tmp/ms-real-');
    chmodSync(work, drop.length > 0 ? 0o777 : 0o755);
    const module = join(import.meta.dirname, '../../src/sandbox/index.ts');
    const script = join(work, 'make.mjs');
    const directory = join(work, 'tree');
    writeFileSync(
      script,
      `import { createSandbox } from ${JSON.stringify(module)};
       console.log(JSON.stringify(await createSandbox({ directory: ${JSON.stringify(directory)}, withServers: true })));`,
    );
    const [program = '', ...args] = [...drop, process.execPath, script];
    const made = spawnSync(program, args, { encoding: 'utf8', timeout: 60_000 });
    expect(made.stderr).toBe('');
    report = JSON.parse(made.stdout);
  });

  afterAll(() => {
    const module = join(import.meta.dirname, '../../src/sandbox/index.ts');
    if (report && existsSync(report.directory)) {
      const script = `import { removeSandbox } from ${JSON.stringify(module)}; await removeSandbox(${JSON.stringify(report.directory)});`;
      run([process.execPath, '--input-type=module', '-e', script]);
    }
    rmSync(work, { recursive: true, force: true });
  });

  test('the database wants the service password over TCP, at each loopback address', () => {
    for (const host of ['127.0.0.1', '127.0.0.2', '::1']) {
      expect(psql(host, 'ecuser', { PGPASSWORD: password() })).toMatchObject({ exit: 0, out: 'ecuser\n' });
      expect(psql(host, 'ecuser')).toMatchObject({ exit: 2, err: expect.stringContaining('no password supplied') });
      expect(psql(host, 'ecuser', { PGPASSWORD: 'wrong' }).err).toContain('password authentication failed');
    }
    expect(psql('127.0.0.1', 'msyspg', { PGPASSWORD: password() }).exit).toBe(2);
  });

  test('the database trusts its Unix socket, in a directory that only its account enters', () => {
    expect(statSync(at('var/run/msyspg')).mode & 0o777).toBe(0o700);
    expect(psql(at('var/run/msyspg'), 'msyspg')).toMatchObject({ exit: 0, out: 'msyspg\n' });
  });

  test('the login page is what / leads to, by IPv4 and IPv6', () => {
    for (const path of ['/', '/login']) expect(curl(path).out).toMatch(/^HTTP\/1\.1 200 [\s\S]*Momentum web console/);
    expect(curl('/static/console.css').out).toContain('font:');
    expect(curl('/absent').out).toMatch(/^HTTP\/1\.1 404 /);
    expect(run(['curl', '-sS', `http://[::1]:${report.ports.http}/`]).out).toContain('Momentum web console');
  });

  test('nothing of the sandbox is open to others than this machine', () => {
    const listening = run(['cat', '/proc/net/tcp', '/proc/net/tcp6'])
      .out.split('\n')
      .map((line) => line.trim().split(/\s+/));
    const ours = listening.filter(
      (fields) => fields[3] === '0A' && Object.values(report.ports).includes(Number.parseInt(fields[1]?.split(':')[1] ?? '', 16)),
    );
    // 127.x.y.z and ::1 as the kernel writes them.
    for (const fields of ours) expect(fields[1]).toMatch(/^(0[0-9A-F]00007F|0{24}01000000):/);
    expect(ours.length).toBe(5);
  });

  test('configuration files hold paths of the tree, never of this machine', () => {
    for (const path of [
      'opt/msys/ecwebui/config/httpd.conf',
      'var/db/msyspg/postgresql.conf',
      'opt/msys/ecelerity/etc/conf/default/ecelerity.conf',
    ]) {
      expect(readFileSync(at(path), 'utf8')).not.toContain(work);
    }
    expect(readFileSync(at('var/db/msyspg/postgresql.conf'), 'utf8')).toMatch(/^#ssl = off$/m);
    expect(readFileSync(at('opt/msys/ecwebui/config/httpd.conf'), 'utf8')).not.toMatch(/^LoadModule ssl/m);
  });

  test.each([
    { service: 'msyspg', file: 'var/db/msyspg/postmaster.pid', account: 'msyspg' },
    { service: 'ecwebconsole', file: 'var/run/ecwebui/httpd.pid', account: 'ecuser' },
  ])(
    '$service: its init script needs nothing, may be called twice, and leaves nothing of the caller behind',
    async ({ service, file, account }) => {
      const first = pid(file);
      expect(await init(service, 'start')).toMatchObject({ exit: 0 });
      expect(pid(file)).toBe(first);
      for (const verb of ['stop', 'stop', 'start', 'start'])
        expect(await init(service, verb), verb).toMatchObject({ exit: 0, out: '', err: '' });
      const second = pid(file);
      expect(second).not.toBe(first);
      expect(await init(service, 'restart')).toMatchObject({ exit: 0 });
      expect(pid(file)).not.toBe(second);
      const owner = report.accounts.find((each) => each.name === account);
      expect(readFileSync(`/proc/${pid(file)}/status`, 'utf8')).toMatch(
        new RegExp(`^Uid:\\t${owner?.uid}\\t${owner?.uid}\\t`, 'm'),
      );
      if (root) {
        const descriptors = readdirSync(`/proc/${pid(file)}/fd`).map((name) => readlinkSync(`/proc/${pid(file)}/fd/${name}`));
        expect(descriptors).not.toContain(join(work, 'spare'));
      }
      expect(await init(service)).toMatchObject({ exit: 1, out: 'Usage: {start|stop|restart}\n' });
      expect(await init(service, 'reload')).toMatchObject({ exit: 1 });
      expect(curl('/login').exit).toBe(0);
      expect(psql('127.0.0.1', 'ecuser', { PGPASSWORD: password() }).exit).toBe(0);
    },
  );

  test('httpd: an include of the tree serves TLS; a broken one fails, and says where in paths of the tree', async () => {
    const site = '/opt/msys/ecwebui/config/site';
    const include = at('opt/msys/ecwebui/config/momentum-secure-ssl.conf');
    const stock = readFileSync(at('opt/msys/ecwebui/config/httpd.conf'), 'utf8');
    const edit = (path: string, content: string) => run(['/bin/sh', '-c', 'printf %s "$2" > "$1"', 'sh', path, content]);
    expect(run([at('opt/msys/ecelerity/bin/create_ssl_cert'), 'ecwebui', 'localhost', site]).exit).toBe(0);
    const block = `LoadModule ssl_module /opt/msys/3rdParty/apache/modules/mod_ssl.so
Listen 127.0.0.1:${report.ports.https}
<VirtualHost *:${report.ports.https}>
  SSLEngine on
  SSLCertificateFile "${site}/server.crt"
  SSLCertificateKeyFile "${site}/server.key"
</VirtualHost>
`;
    edit(include, block);
    edit(at('opt/msys/ecwebui/config/httpd.conf'), `${stock}Include "/opt/msys/ecwebui/config/momentum-secure-ssl.conf"\n`);
    const httpd = at('opt/msys/3rdParty/apache/sbin/httpd');
    expect(run([httpd, '-t'])).toMatchObject({ exit: 0, err: expect.stringContaining('Syntax OK') });
    expect(run([httpd, '-S']).out).toContain('(/opt/msys/ecwebui/config/momentum-secure-ssl.conf:3)');
    expect(await init('ecwebconsole', 'restart')).toMatchObject({ exit: 0 });
    const page = run(['curl', '-sS', '--cacert', at(`${site}/server.crt`), `https://localhost:${report.ports.https}/login`]);
    expect(page).toMatchObject({ exit: 0, out: expect.stringContaining('Momentum web console') });

    expect(run([httpd, '-k', 'graceful'])).toMatchObject({ exit: 0 });
    expect(curl('/login').exit).toBe(0);

    edit(include, `${block}SSLNonsense on\n`);
    const message = /Syntax error on line 8 of \/opt\/msys\/ecwebui\/config\/momentum-secure-ssl\.conf/;
    expect(run([httpd, '-t'])).toMatchObject({ exit: 1, err: expect.stringMatching(message) });
    const before = pid('var/run/ecwebui/httpd.pid');
    expect(run([httpd, '-k', 'graceful'])).toMatchObject({ exit: 1, err: expect.stringMatching(message) });
    expect(pid('var/run/ecwebui/httpd.pid')).toBe(before);
    expect(await init('ecwebconsole', 'restart')).toMatchObject({ exit: 1, err: expect.stringMatching(message) });

    edit(include, block);
    run(['openssl', 'genrsa', '-out', at(`${site}/server.key`), '2048']);
    expect(run([httpd, '-t']).exit).toBe(0);
    expect(await init('ecwebconsole', 'start')).toMatchObject({ exit: 1, err: expect.stringContaining('do not match') });
    edit(at('opt/msys/ecwebui/config/httpd.conf'), stock);
    expect(await init('ecwebconsole', 'start')).toMatchObject({ exit: 0 });
    expect(readdirSync(at('tmp'))).toEqual([]);
  });

  test('postgres: paths of the tree work in its configuration; what keeps it from starting is said', async () => {
    const configuration = at('var/db/msyspg/postgresql.conf');
    const stock = readFileSync(configuration, 'utf8');
    expect(run([at('opt/msys/ecelerity/bin/create_ssl_cert'), 'msyspg', 'localhost', '/var/db/msyspg', 'msyspg']).exit).toBe(0);
    run(['mkdir', at('etc/msyspg')]);
    run(['cp', at('var/db/msyspg/server.crt'), at('etc/msyspg/other.crt')]);
    run(['/bin/sh', '-c', 'echo "log_connections = on" > "$1"', 'sh', at('etc/msyspg/more.conf')]);
    const append = (lines: string) => run(['/bin/sh', '-c', 'printf "%s\\n" "$2" >> "$1"', 'sh', configuration, lines]);
    append("ssl = on\nssl_cert_file = '/etc/msyspg/other.crt'\ninclude '/etc/msyspg/more.conf'");
    expect(await init('msyspg', 'restart')).toMatchObject({ exit: 0, err: '' });
    expect(
      psql('127.0.0.1', 'ecuser', {
        PGPASSWORD: password(),
        PGSSLMODE: 'verify-full',
        PGHOST: 'localhost',
        PGSSLROOTCERT: at('etc/msyspg/other.crt'),
      }).err,
    ).toContain('does not match host name');
    expect(
      psql('localhost', 'ecuser', { PGPASSWORD: password(), PGSSLMODE: 'verify-full', PGSSLROOTCERT: at('etc/msyspg/other.crt') })
        .exit,
    ).toBe(0);

    run(['chmod', '0644', at('var/db/msyspg/server.key')]);
    expect(await init('msyspg', 'restart')).toMatchObject({ exit: 1, err: expect.stringContaining('has group or world access') });
    expect(await init('msyspg', 'stop')).toMatchObject({ exit: 0 });
    run(['chmod', '0600', at('var/db/msyspg/server.key')]);
    run(['/bin/sh', '-c', 'printf %s "$2" > "$1"', 'sh', configuration, stock]);
    expect(await init('msyspg', 'start')).toMatchObject({ exit: 0 });
  });

  test('after removal nothing listens, no process is left, and the directory is gone', async () => {
    const pids = [pid('var/db/msyspg/postmaster.pid'), pid('var/run/ecwebui/httpd.pid')];
    const module = join(import.meta.dirname, '../../src/sandbox/index.ts');
    const script = `import { removeSandbox } from ${JSON.stringify(module)}; await removeSandbox(${JSON.stringify(report.directory)});`;
    expect(run([process.execPath, '--input-type=module', '-e', script])).toMatchObject({ exit: 0, err: '' });
    expect(existsSync(report.directory)).toBe(false);
    for (const port of [report.ports.database, report.ports.http]) expect(await connects(port)).toBe(false);
    for (const each of pids) expect(existsSync(`/proc/${each}/cwd/PG_VERSION`)).toBe(false);
  });
});

test.runIf(root)('two sandboxes at once do not meet; one that another account made is not removed', async () => {
  const work = mkdtempSync('/var/tmp/ms-real-');
  chmodSync(work, 0o755);
  try {
    const made = await Promise.all(
      ['3.6.6', '4.2.1'].map((momentum) => createSandbox({ directory: join(work, momentum), momentum, withServers: true })),
    );
    expect(made.map((each) => each.services)).toEqual([['msyspg', 'ecwebconsole'], ['msyspg']]);
    const { removeSandbox } = await import('../../src/sandbox/index.ts');
    for (const each of made) {
      for (const port of [each.ports.database, ...(each.services.includes('ecwebconsole') ? [each.ports.http] : [])])
        expect(await connects(port)).toBe(true);
      await removeSandbox(each.directory);
    }
    const strange = join(work, 'strange');
    mkdirSync(join(strange, '.momentum-secure-sandbox'), { recursive: true });
    appendFileSync(join(strange, '.momentum-secure-sandbox/sandbox.json'), '{}');
    spawnSync('chown', ['-R', '65534', strange]);
    await expect(removeSandbox(strange)).rejects.toThrow(/belongs to another account \(uid 65534\)/);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
});

test('one whose maker was killed half-way is removed, with what it left running', async () => {
  const work = mkdtempSync('/var/tmp/ms-real-');
  chmodSync(work, 0o755);
  const module = join(import.meta.dirname, '../../src/sandbox/index.ts');
  const { removeSandbox } = await import('../../src/sandbox/index.ts');
  try {
    for (const moment of ['Writing', 'Initialising', 'Starting']) {
      const directory = join(work, moment);
      const script = `import { createSandbox } from ${JSON.stringify(module)};
        await createSandbox({ directory: ${JSON.stringify(directory)}, withServers: true, onProgress: (what) => console.log(what) });`;
      const maker = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
      maker.stdout.on('data', (text) => {
        if (String(text).includes(moment)) setTimeout(() => maker.kill('SIGKILL'), 50);
      });
      await new Promise((resolve) => maker.once('exit', resolve));
      await removeSandbox(directory);
      expect(existsSync(directory)).toBe(false);
      expect(spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).stdout).not.toContain(directory);
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
});

function connects(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}
