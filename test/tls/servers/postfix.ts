import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, type RunningServer, startOn } from './child.ts';
import { accountOf, isRoot, type Place } from './place.ts';

/** Where Postfix is: `/` when it is installed, or the directory that its package was unpacked to. */
export interface PostfixPrograms {
  readonly root: string;
}

/**
 * Postfix as it is installed, or else unpacked from Debian's package into `place`: nothing is installed, no
 * daemon of the machine is started and no mail account made. Otherwise, why there is none.
 */
export function findPostfix(place: Place): PostfixPrograms | string {
  if (!isRoot) return 'its master runs as root only';
  if (existsSync('/usr/lib/postfix/sbin/master')) return { root: '' };
  const directory = place.directory;
  const download = spawnSync('apt-get', ['download', '-q', 'postfix'], { cwd: directory, encoding: 'utf8', timeout: 60_000 });
  const deb = readdirSync(directory).find((name) => /^postfix_.*\.deb$/.test(name));
  if (download.status !== 0 || deb === undefined)
    return `apt-get download postfix failed: ${download.stderr ?? download.error?.message}`;
  const root = join(directory, 'postfix-package');
  const unpack = spawnSync('dpkg', ['-x', join(directory, deb), root], { encoding: 'utf8', timeout: 60_000 });
  return unpack.status === 0 ? { root } : `dpkg -x failed: ${unpack.stderr}`;
}

export interface RunningPostfix<Name extends string> {
  readonly ports: Readonly<Record<Name, number>>;
  readonly stop: RunningServer['stop'];
}

const queues = ['pid', 'private', 'public', 'active', 'incoming', 'maildrop', 'defer', 'deferred', 'hold', 'corrupt', 'bounce'];

/** One Postfix with STARTTLS on a port for each value of `smtpd_tls_protocols`. */
export async function startPostfix<Name extends string>(
  place: Place,
  { root }: PostfixPrograms,
  sites: Readonly<Record<Name, string>>,
): Promise<RunningPostfix<Name>> {
  const work = join(place.directory, 'postfix');
  const [etc, queue, data] = ['etc', 'queue', 'data'].map((name) => join(work, name)) as [string, string, string];
  // Any account will do for the processes without rights, if it is not the one that deliveries run as.
  const [owner, drop] = [await accountOf('postfix', 'backup', 'daemon'), await accountOf('list', 'games')];
  for (const directory of [work, etc, queue, data, ...queues.map((name) => join(queue, name))]) await mkdir(directory);
  for (const directory of [data, ...queues.slice(1).map((name) => join(queue, name))]) {
    await chown(directory, owner.uid, owner.gid);
  }
  const names = Object.keys(sites) as Name[];
  const ports = {} as Record<Name, number>;
  for (const name of names) ports[name] = await freePort();
  const libraries = root === '' ? {} : { LD_LIBRARY_PATH: `${root}/usr/lib/postfix` };
  const settings = {
    compatibility_level: '3.6',
    queue_directory: queue,
    data_directory: data,
    daemon_directory: `${root}/usr/lib/postfix/sbin`,
    command_directory: `${root}/usr/sbin`,
    mail_owner: owner.name,
    setgid_group: drop.name,
    import_environment: ['MAIL_CONFIG', ...Object.entries(libraries).map((entry) => entry.join('='))].join(' '),
    inet_interfaces: 'loopback-only',
    inet_protocols: 'ipv4',
    myhostname: 'localhost.localdomain',
    alias_maps: '',
    local_recipient_maps: '',
    maillog_file: join(work, 'log'),
    maillog_file_prefixes: work,
    smtpd_tls_security_level: 'may',
    smtpd_tls_key_file: place.keyFile,
    smtpd_tls_cert_file: place.certFile,
    tls_medium_cipherlist: 'ALL:@SECLEVEL=0',
    smtpd_client_connection_count_limit: '50',
  };
  await writeFile(
    join(etc, 'main.cf'),
    Object.entries(settings)
      .map((entry) => `${entry.join(' = ')}\n`)
      .join(''),
  );
  const services = [
    ...names.map((name) => `127.0.0.1:${ports[name]} inet n - n - - smtpd -o { smtpd_tls_protocols = ${sites[name]} }`),
    'tlsmgr unix - - n - 1 tlsmgr',
    'anvil unix - - n - 1 anvil',
    'rewrite unix - - n - - trivial-rewrite',
    'postlog unix-dgram n - n - 1 postlogd',
  ];
  await writeFile(join(etc, 'master.cf'), `${services.join('\n')}\n`);
  const argv = [`${settings.daemon_directory}/master`, '-c', etc, '-d'];
  const last = ports[names.at(-1) as Name];
  const { stop } = await startOn(last, { argv, environment: { MAIL_CONFIG: etc, ...libraries } });
  return { ports, stop };
}
