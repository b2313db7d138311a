import { type HostPath, hostPath } from '../model/paths.ts';

/** Where one PostgreSQL keeps its data by default, as whom it runs, and what starts it. */
export interface DatabaseLayout {
  readonly directory: HostPath;
  readonly account: string;
  /** Its name is that of the systemd unit too. */
  readonly init: HostPath;
}

const MSYSPG: DatabaseLayout = {
  directory: hostPath('/var/db/msyspg'),
  account: 'msyspg',
  init: hostPath('/etc/init.d/msyspg'),
};

/**
 * Every path of Momentum that the product looks at. Identical on Linux and Solaris; where versions
 * differ, the field's comment says so. A literal path anywhere else is a mistake.
 */
export const LAYOUT = {
  product: hostPath('/opt/msys'),
  ecelerity: hostPath('/opt/msys/ecelerity'),
  ecelerityProgram: hostPath('/opt/msys/ecelerity/sbin/ecelerity'),
  /** Of RHEL 8 and later: which TLS versions the system's own OpenSSL speaks. */
  cryptoPolicy: hostPath('/etc/crypto-policies/config'),
  redhatRelease: hostPath('/etc/redhat-release'),
  /** First of the places where relative includes are looked for. */
  eceleritySettings: hostPath('/opt/msys/ecelerity/etc'),
  /** Of the configuration repository: eccfg replaces the whole directory. */
  workingCopy: hostPath('/opt/msys/ecelerity/etc/conf'),
  ecelerityConf: hostPath('/opt/msys/ecelerity/etc/conf/default/ecelerity.conf'),
  /** Of the cluster manager. */
  managerConf: hostPath('/opt/msys/ecelerity/etc/conf/default/eccluster.conf'),
  ecelerityInit: hostPath('/etc/init.d/ecelerity'),
  /** Not documented; where our own sandbox and packages put it. */
  ecelerityPid: hostPath('/var/run/ecelerity/ecelerity.pid'),
  controlSocket: hostPath('/tmp/2025'),
  console: hostPath('/opt/msys/ecelerity/bin/ec_console'),
  eccfg: hostPath('/opt/msys/ecelerity/bin/eccfg'),
  validateConfig: hostPath('/opt/msys/ecelerity/bin/validate_config'),
  eccmgrInit: hostPath('/etc/init.d/eccmgr'),
  repository: hostPath('/var/ecconfigd/repo'),
  /** The Subversion server of ecconfigd: its pair, its logs. */
  ecconfigdSite: hostPath('/var/ecconfigd/apache'),
  ecconfigdProgram: hostPath('/opt/msys/ecelerity/sbin/ecconfigd'),
  ecconfigdInit: hostPath('/etc/init.d/ecconfigd'),
  /** Not documented; where our own sandbox puts it. */
  ecconfigdPid: hostPath('/var/run/ecelerity/ecconfigd.pid'),
  /** Where a node gets its configuration from: `repo=URL`. */
  clusterBoot: hostPath('/opt/msys/ecelerity/etc/cluster.boot'),
  /** What eccfg gives to svn as `--config-dir`. */
  svnSettings: hostPath('/opt/msys/ecelerity/etc/.eccfg'),
  svn: hostPath('/opt/msys/3rdParty/bin/svn'),
  /** 3.4 and newer: msgc replaced the message bus. */
  msgcConf: hostPath('/opt/msys/ecelerity/etc/conf/global/msgc_server.conf'),
  /** 4.x: the web UI behind nginx. */
  nginxWebUi: hostPath('/opt/msys/app/webui'),
  /** 3.x: answers of the installer, passwords among them. */
  lastInstall: hostPath('/opt/msys/etc/installer/lastinstall'),
  /** 4.x and 5.x: database host and service password, plain text. */
  databaseHost: hostPath('/opt/msys/etc/.dbhost'),
  servicePassword: hostPath('/opt/msys/etc/.svcpasswd'),
  /** Datasource overlays: 3.x node, 3.x manager, 4.x and 5.x. */
  datasources: [
    hostPath('/opt/msys/etc/installer/ecelerity.d/ecdb.conf'),
    hostPath('/opt/msys/etc/installer/eccmgr.d/ecdb.conf'),
    hostPath('/opt/msys/ecelerity/etc/conf/default/ecdb.conf'),
  ],
  /** Of PHP, OpenLDAP and others that Momentum brings. */
  thirdPartySettings: hostPath('/opt/msys/3rdParty/etc'),
  /** Of the OpenLDAP that Momentum brings: Momentum manual, "Configuring LDAPS". */
  ldapConf: hostPath('/opt/msys/3rdParty/etc/openldap/ldap.conf'),
  webUiDatasource: hostPath('/opt/msys/3rdParty/etc/php.d/ecdb.ini'),
  /** Momentum's own PostgreSQL up to 5.1, then the system's: RHEL 10, and PGDG's on RHEL 8 and 9. */
  msyspg: MSYSPG,
  databases: [
    MSYSPG,
    { directory: hostPath('/var/lib/pgsql/data'), account: 'postgres', init: hostPath('/etc/init.d/postgresql') },
    { directory: hostPath('/var/lib/pgsql/16/data'), account: 'postgres', init: hostPath('/etc/init.d/postgresql-16') },
  ],
  /** The prefix create_ssl_cert documents for msyspg, where PostgreSQL never looks. */
  documentedDatabasePrefix: hostPath('/opt/msys/3rdParty/share/postgresql'),
  databasePrograms: [
    hostPath('/opt/msys/3rdParty/bin'),
    hostPath('/opt/msys/3rdParty/pgsql/bin'),
    hostPath('/usr/pgsql-16/bin'),
    hostPath('/usr/bin'),
  ],
  /** Runs the services of 5.2 and later, at `/` alone. */
  systemctl: hostPath('/usr/bin/systemctl'),
  /** 3.2 to 3.6 only. */
  webUi: hostPath('/opt/msys/ecwebui'),
  webUiConf: hostPath('/opt/msys/ecwebui/config/httpd.conf'),
  webUiSite: hostPath('/opt/msys/ecwebui/config/site'),
  webUiInit: hostPath('/etc/init.d/ecwebconsole'),
  apacheProgram: hostPath('/opt/msys/3rdParty/apache/sbin/httpd'),
  apacheRoot: hostPath('/opt/msys/3rdParty/apache'),
  selinuxConfig: hostPath('/etc/selinux/config'),
  /** The kernel's own answer; only the running system's tree has it. */
  selinuxEnforce: hostPath('/sys/fs/selinux/enforce'),
  /** Signs of programs that watch services and move them to another node. */
  clusterManagers: [
    hostPath('/etc/corosync'),
    hostPath('/etc/cluster/cluster.conf'),
    hostPath('/etc/ha.d'),
    hostPath('/etc/drbd.conf'),
    hostPath('/etc/VRTSvcs'),
  ],
  /** Jobs by the clock: a file for each, read by cron itself. */
  cronJobs: hostPath('/etc/cron.d'),
  /** There while systemd runs the machine (sd_booted(3)). */
  systemdRuns: hostPath('/run/systemd/system'),
  /** Only Solaris has it. */
  solarisRelease: hostPath('/etc/release'),
  rpm: hostPath('/usr/bin/rpm'),
  hostname: hostPath('/etc/hostname'),
  /** systemd's: one a machine, or a clone that was made properly. */
  machineId: hostPath('/etc/machine-id'),
  networkConfig: hostPath('/etc/sysconfig/network'),
  hosts: hostPath('/etc/hosts'),
  /** Keeps passwords encrypted (module securecreds). Its manual page and the module's name different default places. */
  credmgr: hostPath('/opt/msys/ecelerity/bin/credmgr'),
  credmgrStore: {
    database: hostPath('/opt/msys/ecelerity/etc/credentials.db'),
    key: hostPath('/opt/msys/ecelerity/etc/credentials.key'),
  },
  securecredsStore: { database: hostPath('/opt/msys/etc/credentials.db'), key: hostPath('/opt/msys/etc/credentials.key') },
  /** What the console and the mail server share, in 3.x and since 4.0. */
  commonConfs: [
    hostPath('/opt/msys/ecelerity/etc/conf/default/webui-common.conf'),
    hostPath('/opt/msys/ecelerity/etc/conf/default/common.conf'),
  ],
  /** What a login shell reads before the account's own files, in its order. */
  profile: hostPath('/etc/profile'),
  profileDirectory: hostPath('/etc/profile.d'),
  bashrc: [hostPath('/etc/bashrc'), hostPath('/etc/bash.bashrc')],
  loginDefs: hostPath('/etc/login.defs'),
  pamDirectory: hostPath('/etc/pam.d'),
  sudoers: hostPath('/etc/sudoers'),
  sudoersDirectory: hostPath('/etc/sudoers.d'),
  environment: hostPath('/etc/environment'),
  localeConf: hostPath('/etc/locale.conf'),
  /** What gives sessions their locale before the login files do: RHEL 5 and 6 have i18n, Solaris default/init. */
  localeFiles: [
    hostPath('/etc/default/init'),
    hostPath('/etc/sysconfig/i18n'),
    hostPath('/etc/locale.conf'),
    hostPath('/etc/environment'),
  ],
  shadow: hostPath('/etc/shadow'),
  /** The kernel's own limit of a segment of shared memory; only the running system's tree has it. */
  shmmax: hostPath('/proc/sys/kernel/shmmax'),
  consolePasswords: hostPath('/opt/msys/ecelerity/etc/console_passwd'),
  license: hostPath('/opt/msys/ecelerity/etc/license'),
  logs: hostPath('/var/log/ecelerity'),
  spool: hostPath('/var/spool/ecelerity'),
  /** Each log line begins with its time, in seconds since 1970. */
  mainLog: hostPath('/var/log/ecelerity/mainlog.ec'),
  /** What starts other mail servers: links of systemd and of System V, of the run levels that serve. */
  startDirectories: [
    hostPath('/etc/systemd/system/multi-user.target.wants'),
    hostPath('/etc/rc2.d'),
    hostPath('/etc/rc3.d'),
    hostPath('/etc/rc.d/rc3.d'),
  ],
  postfixMaster: hostPath('/etc/postfix/master.cf'),
  sysctlConf: hostPath('/etc/sysctl.conf'),
  sysctlDirectory: hostPath('/etc/sysctl.d'),
  /** Of units that an administrator wrote or changed; their drop-ins lie in `NAME.service.d` there. */
  systemdUnits: hostPath('/etc/systemd/system'),
  vendorUnits: hostPath('/usr/lib/systemd/system'),
  cronAllow: hostPath('/etc/cron.d/cron.allow'),
  cronDeny: hostPath('/etc/cron.d/cron.deny'),
  /** Our own records. */
  state: hostPath('/var/lib/momentum-secure'),
  /** The host's own certification authorities: kept with our records, but no record of anything. */
  authorities: hostPath('/var/lib/momentum-secure/ca'),
} as const;

/** Is it one of our own records? They change with the files they speak of, and are nobody's business in a preview. */
export function isRecord(path: HostPath): boolean {
  return path.startsWith(`${LAYOUT.state}/`) && !isAuthority(path);
}

/** Does it belong to an authority of this host? Clients may have it by now: nothing takes one away. */
export function isAuthority(path: HostPath): boolean {
  return path === LAYOUT.authorities || path.startsWith(`${LAYOUT.authorities}/`);
}
