import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { issueAuthority, signLeaf } from '../../src/tls/certificate/authority.ts';
import { generateRsaKey, issuePair } from '../../src/tls/certificate/issue.ts';
import { program, type Ran, run, secure, sharedScratch, sharedTree, type Tree } from './support.ts';

const DATABASE = 'var/db/msyspg';
const WEB = 'opt/msys/ecwebui/config/site';
const REPOSITORY = 'var/ecconfigd/apache';

/** What a client gets to see, asked of the socket. */
async function served(tree: Tree, what: 'database' | 'https'): Promise<string> {
  const { doc } = await tree.secureJson(
    ...['verify', '--host', '127.0.0.1', '--port', String(tree.ports[what])],
    ...['--starttls', what === 'database' ? 'postgres' : 'none'],
  );
  return doc.targets[0].certificate.fingerprint256;
}

function onDisk(tree: Tree, directory: string): X509Certificate {
  return new X509Certificate(tree.read(`${directory}/server.crt`));
}

function daysOf(certificate: X509Certificate): number {
  return Math.round((new Date(certificate.validTo).getTime() - Date.now()) / 86_400_000);
}

/** Puts a pair where a service's own is, as its owner. */
function putPair(tree: Tree, directory: string, keyPem: string, certificatePem: string): void {
  tree.write(`${directory}/server.key`, keyPem, 0o600);
  tree.write(`${directory}/server.crt`, certificatePem);
}

const worked = ({ exit, out, err }: Ran) => expect(exit, out.slice(-1500) + err.slice(-1500)).toBe(0);

describe('certificates with one day left', () => {
  const tree = sharedTree({ servers: true });
  const facts = { hostname: 'mail1.example.com', altNames: [], keyBits: 2048, days: 1 } as const;

  beforeAll(async () => {
    await tree().apply({ databaseSsl: 'require', webUiSsl: 'require', 'certificates.days': 1 });
    const { privateKey } = await generateRsaKey(2048);
    const authority = await issueAuthority({ name: 'Example Inc CA', keyBits: 2048, days: 365 }, new Date());
    putPair(tree(), REPOSITORY, privateKey, await signLeaf(privateKey, facts, authority, new Date()));
    const unrelated = await issuePair(facts, { now: new Date() });
    putPair(tree(), 'opt/msys/ecelerity/etc/certs', unrelated.keyPem, unrelated.certificatePem);
  });

  test("are renewed with their names, served at once, and come back by rollback; a CA's and an unrelated one stay", async () => {
    const before = { database: await served(tree(), 'database'), web: await served(tree(), 'https'), pid: tree().pid('msyspg') };
    const snapshot = tree().snapshot();
    const pairs = () => [`${REPOSITORY}/server.key`, `${REPOSITORY}/server.crt`].map((path) => tree().facts(path));
    const foreign = pairs();
    const names = onDisk(tree(), DATABASE).subjectAltName;

    const renewed = await tree().secureJson('renew', '--yes');
    worked(renewed);
    expect(renewed.doc).toMatchObject({ changed: true, outcome: 'applied', id: '0002' });
    expect(renewed.doc.findings).toContainEqual(
      expect.objectContaining({
        id: 'certificate-ecconfigd',
        status: 'warn',
        what: expect.stringContaining('issued by Example Inc CA'),
      }),
    );
    expect(JSON.stringify(renewed.doc.findings)).toContain('certificate request ecconfigd');

    for (const [directory, what, old] of [
      [DATABASE, 'database', before.database],
      [WEB, 'https', before.web],
    ] as const) {
      const certificate = onDisk(tree(), directory);
      expect(daysOf(certificate)).toBe(365);
      expect(await served(tree(), what)).toBe(certificate.fingerprint256);
      expect(certificate.fingerprint256).not.toBe(old);
      expect(tree().facts(`${directory}/server.key`).mode).toBe(0o600);
    }
    expect(onDisk(tree(), DATABASE).subjectAltName).toBe(names);
    // A reload is enough: nobody's session ended.
    expect(tree().pid('msyspg')).toBe(before.pid);
    expect(pairs()).toEqual(foreign);
    const touched = Object.entries(tree().snapshot()).filter(([path, row]) => snapshot[path] !== row);
    expect(touched.map(([path]) => path).sort()).toEqual(
      [DATABASE, WEB].flatMap((at) => [`${at}/server.crt`, `${at}/server.key`]).sort(),
    );

    const again = await tree().secureJson('renew', '--yes');
    expect(again.doc).toMatchObject({ changed: false, outcome: 'unchanged', id: null });

    worked(await tree().secure('rollback', '--yes'));
    expect(await served(tree(), 'database')).toBe(before.database);
    expect(await served(tree(), 'https')).toBe(before.web);
    expect(tree().snapshot()).toEqual(snapshot);
  });

  test('with --same-key the key stays, to the byte', async () => {
    const key = tree().facts(`${DATABASE}/server.key`);
    worked(await tree().secure('renew', 'msyspg', '--same-key', '--yes'));
    expect(tree().facts(`${DATABASE}/server.key`)).toEqual(key);
    expect(daysOf(onDisk(tree(), DATABASE))).toBe(365);
    expect(await served(tree(), 'database')).toBe(onDisk(tree(), DATABASE).fingerprint256);
  });

  test("by an authority of the host's own, clients that know it go on through every renewal", async () => {
    const local = ['--set', 'certificates.database.source=local-ca', '--set', 'certificates.webUi.source=local-ca'];
    worked(await tree().secure('renew', 'msyspg', 'ecwebui', '--force', '--yes', ...local));
    const authority = join(scratch(), 'ca.crt');
    writeFileSync(authority, tree().read('var/lib/momentum-secure/ca/ca-1.crt'));
    const works = async () => {
      expect(await tree().psql('localhost', 'verify-full', { sslrootcert: authority })).toMatchObject({ exit: 0, out: '1\n' });
      const page = await tree().curl(`https://localhost:${tree().ports.https}/`, '--cacert', authority);
      expect(page).toMatchObject({ exit: 0, status: '200' });
    };
    await works();
    const before = await served(tree(), 'database');
    // Nobody has to say it again: it is renewed as it is.
    worked(await tree().secure('renew', '--force', '--yes', 'msyspg', 'ecwebui'));
    expect(await served(tree(), 'database')).not.toBe(before);
    await works();
  });

  test('where PostgreSQL was started with another pair than its files now name, nothing is done; a stray pair is named', async () => {
    const [conf, stray] = [tree().read(`${DATABASE}/postgresql.conf`), 'opt/msys/3rdParty/share/postgresql/server.crt'];
    tree().write(stray, tree().read(`${DATABASE}/server.crt`));
    tree().write(`${DATABASE}/other.crt`, tree().read(`${DATABASE}/server.crt`));
    const renew = () => tree().secureJson('renew', 'msyspg', '--force', '--yes');
    const finding = (id: string, status: string) => expect.objectContaining({ id: `certificate-msyspg-${id}`, status });
    tree().edit(`${DATABASE}/postgresql.conf`, (text) => `${text}\nssl_cert_file = 'other.crt'\n`);
    const refused = await renew();
    expect(refused).toMatchObject({ exit: 3, doc: { outcome: 'refused' } });
    expect(refused.doc.findings).toContainEqual(finding('place', 'fail'));
    tree().write(`${DATABASE}/postgresql.conf`, conf);
    const renewed = await renew();
    worked(renewed);
    expect(renewed.doc.findings).toContainEqual(finding('stray', 'warn'));
    expect(renewed.doc.findings).not.toContainEqual(finding('place', 'fail'));
  });

  const scratch = sharedScratch();
});

describe('the configuration server', () => {
  const tree = sharedTree();
  const status = async () => (await tree().secureJson('status')).doc;

  test("without a pair is nothing to remark on; with one for another name than the URL's it is", async () => {
    const finding = expect.objectContaining({ id: 'ecconfigd-name', status: 'fail' });
    expect((await status()).findings).not.toContainEqual(expect.objectContaining({ id: expect.stringMatching(/ecconfigd/) }));
    worked(await createSslCert('other.example.com'));
    expect((await status()).findings).toContainEqual(finding);
    worked(await tree().secure('renew', 'ecconfigd', '--yes'));
    expect(onDisk(tree(), REPOSITORY).subject).toBe('CN=mail1.example.com');
    expect((await status()).findings).not.toContainEqual(finding);
    const { uid } = statSync(tree().at(REPOSITORY));
    expect(tree().facts(`${REPOSITORY}/server.key`)).toMatchObject({ mode: 0o600, uid });
  });

  test('keeps the one that svn was told to trust; a renewal says where that is', async () => {
    const pem = onDisk(tree(), REPOSITORY).raw.toString('base64');
    const rows = { ascii_cert: pem, failures: '8', 'svn:realmstring': 'https://mail1.example.com:2027' };
    const text = Object.entries(rows).map(([key, value]) => `K ${key.length}\n${key}\nV ${value.length}\n${value}\n`);
    tree().write('opt/msys/ecelerity/etc/.eccfg/auth/svn.ssl.server/0123', `${text.join('')}END\n`);
    const renewed = await tree().secureJson('renew', 'ecconfigd', '--force', '--yes');
    expect(renewed.doc.findings).toContainEqual(expect.objectContaining({ id: 'ecconfigd-pinned', status: 'warn' }));
  });

  test('puts everything back where what is served is not what was written', async () => {
    const at = `${REPOSITORY}/server`;
    const [key, cert] = [tree().read(`${at}.key`), tree().read(`${at}.crt`)];
    // A server that no init script restarts: it goes on with what it has read.
    const server = createServer({ key, cert });
    const port = Number(/:(\d+)\//.exec(tree().read('opt/msys/ecelerity/etc/cluster.boot'))?.[1]);
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    try {
      worked(await run([tree().at('etc/init.d/ecconfigd'), 'start']));
      const renewed = await tree().secureJson('renew', 'ecconfigd', '--force', '--yes');
      expect(renewed).toMatchObject({ exit: 4, doc: { outcome: 'rolled-back', changed: false } });
      expect(JSON.stringify(renewed.doc)).toContain('serves another certificate');
      expect([tree().read(`${at}.key`), tree().read(`${at}.crt`)]).toEqual([key, cert]);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });

  test('is asked by the svn of the host, as ecuser, the way that nodes ask', async () => {
    const svn = 'opt/msys/3rdParty/bin/svn';
    const { uid } = statSync(tree().at(REPOSITORY));
    const refuses = 'svn: Server certificate verification failed: certificate has expired, issuer is not trusted';
    tree().write(
      svn,
      `#!/bin/sh\n[ "$(id -u)" = ${uid} ] || exit 3\ncase "$*" in *--trust-server-cert*) echo '${refuses}' >&2 ;; esac\nexit 1\n`,
      0o755,
    );
    worked(await run([tree().at('etc/init.d/ecconfigd'), 'start']));
    const { doc, exit } = await tree().secureJson('verify');
    expect(exit).toBe(2);
    expect(doc.findings).toContainEqual(
      expect.objectContaining({ id: 'ecconfigd-svn', status: 'fail', what: expect.stringContaining('certificate has expired') }),
    );
  });

  function createSslCert(hostname: string): Promise<Ran> {
    return run([tree().at('opt/msys/ecelerity/bin/create_ssl_cert'), 'ecconfigd', hostname, '/var/ecconfigd/apache']);
  }
});

/** A tree as `/`, with what else a program needs there. Gone with its namespace. */
const AS_ROOT = `
cd "$1"; node=$2; program=$3; shift 3
mkdir -p usr proc dev run/systemd/system opt/momentum-secure
for name in bin lib lib64; do [ -e $name ] || ln -sfn usr/$name $name; done
for name in usr proc dev; do mount --rbind /$name $name; done
mount --bind systemctl usr/bin/systemctl
touch opt/momentum-secure/node opt/momentum-secure/cli.mjs
mount --bind "$node" opt/momentum-secure/node
mount --bind "$program" opt/momentum-secure/cli.mjs
exec chroot . /opt/momentum-secure/node /opt/momentum-secure/cli.mjs "$@"`;

describe('the timer', () => {
  const tree = sharedTree();
  const JOB = 'etc/cron.d/momentum-secure';

  test('is shown, installed once, does what it says when run, and goes without a trace', async () => {
    await tree().apply({ databaseSsl: 'require', 'certificates.days': 1 });
    const [snapshot, old] = [tree().snapshot(), onDisk(tree(), DATABASE).fingerprint256];
    expect(await tree().secure('renew', '--install-timer')).toMatchObject({ exit: 64 });
    const installed = await tree().secure('renew', '--install-timer', '--yes');
    worked(installed);
    const [, , line = ''] = tree().read(JOB).split('\n');
    expect(installed.out).toContain(`+${line}`);
    expect(tree().facts(JOB)).toMatchObject({ mode: 0o644, uid: 0, gid: 0 });
    expect((await tree().secureJson('renew', '--install-timer', '--yes')).doc).toMatchObject({ changed: false });
    expect(onDisk(tree(), DATABASE).fingerprint256).toBe(old);

    // As cron runs it: with a bare environment, without a terminal.
    const words = line.split(' root ')[1] ?? '';
    worked(await run(['env', '-i', 'sh', '-c', words]));
    expect(onDisk(tree(), DATABASE).fingerprint256).not.toBe(old);
    worked(await tree().secure('rollback', '--yes'));

    worked(await tree().secure('renew', '--remove-timer', '--yes'));
    expect(tree().snapshot()).toEqual(snapshot);
  });

  test('takes the place of no file of somebody else', async () => {
    tree().write(JOB, '# mine\n');
    const refused = await tree().secureJson('renew', '--install-timer', '--yes');
    expect(refused).toMatchObject({ exit: 3, doc: { outcome: 'refused' } });
    expect((await tree().secureJson('renew', '--remove-timer', '--yes')).doc).toMatchObject({ changed: false });
    expect(tree().read(JOB)).toBe('# mine\n');
    rmSync(tree().at(JOB));
  });

  // The tree as the machine's own, with a systemd that notes what it is told.
  test.skipIf(spawnSync('unshare', ['-m', 'mount', '--bind', '/tmp', '/tmp']).status !== 0)(
    'systemd is told of a rollback too',
    async () => {
      const told = 'var/log/systemctl';
      tree().write('systemctl', `#!/bin/sh\necho "$*" >> /${told}\n`, 0o755);
      const atRoot = async (...args: string[]) => {
        tree().write(told, '');
        worked(
          await run(['unshare', '-m', 'sh', '-ec', AS_ROOT, 'sh', tree().root, process.execPath, program, ...args, '--yes']),
        );
        return tree().read(told).trimEnd().split('\n');
      };
      const [on, off] = [
        ['daemon-reload', 'start momentum-secure-renew.timer'],
        ['stop momentum-secure-renew.timer', 'daemon-reload'],
      ];
      expect(await atRoot('renew', '--install-timer')).toEqual(on);
      expect(await atRoot('rollback')).toEqual(off);
      expect(await atRoot('rollback')).toEqual(on);
      expect(await atRoot('renew', '--remove-timer')).toEqual(off);
      expect(await atRoot('rollback')).toEqual(on);
    },
  );
});

test.each([
  [['renew', 'ecelerity', '--yes'], /expected msyspg, ecwebui, ecconfigd, got ecelerity/],
  [['renew', '--install-timer', '--window', 'at night', '--yes'], /--window: expected FROM-TO/],
  [['renew', '--same-key', '--compromised', '--yes'], /leave one of the two out/],
  [
    ['renew', '--set', 'databaseSsl=off', '--yes'],
    /--set databaseSsl: renew takes certificates\.\* alone; momentum-secure apply/,
  ],
  [['renew', '--set', 'certificates.days=90', '--set', 'tls.inbound=modern', '--yes'], /--set tls\.inbound: renew takes/],
  [['renew', '--install-timer', '--set', 'certificates.days=90', '--yes'], /--set: it is not for the timer/],
  [['certificate', 'request', 'msyspg', '--set', 'dhe=true'], /--set dhe: certificate request takes certificates/],
  [['renew', '--days-left', 'soon', '--yes'], /--days-left: expected a whole number/],
])('%s is wrong usage', async (args, message) => {
  expect(await secure(args)).toMatchObject({ exit: 64, err: expect.stringMatching(message) });
});
