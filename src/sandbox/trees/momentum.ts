import { directory, file, program, type Tree } from '../entry.ts';
import { atLeast, type Site } from '../site.ts';
import { ecConsole } from '../standins/consoles.ts';
import { createSslCert } from '../standins/create-ssl-cert.ts';
import { credmgr, credmgrPath, credmgrScriptPath } from '../standins/credmgr.ts';
import { credmgrSource } from '../standins/credmgr-source.ts';
import { committedPath, eccfg } from '../standins/eccfg.ts';
import { daemonInit, ecelerity, idleDaemon } from '../standins/ecelerity.ts';
import { daemonState } from '../standins/running-configuration.ts';
import { configurationPath, validateConfig } from '../standins/validate-config.ts';
import { commonConf, ecclusterConf, ecelerityConf } from './ecelerity-conf.ts';

const product = '/opt/msys/ecelerity';
const configuration = `${product}/etc/conf`;

/** The mail server itself: configuration, programs, logs, and the repository that ecconfigd keeps. */
export function momentum(site: Site): Tree {
  const five = atLeast(site.momentum, '5');
  const workingCopy = configurationFiles(site);
  return {
    [`${product}/etc`]: directory('root', 0o775, 'ecuser'),
    ...workingCopy,
    [`${product}/etc/environment`]: file('TRY=10\n'),
    [`${product}/etc/license`]: file('Momentum sandbox: no licence needed\n', 'ecuser', 0o640),
    [`${product}/etc/sample-configs/default`]: directory(),
    [`${product}/bin/validate_config`]: program(validateConfig(site.momentum)),
    [`${product}/bin/ec_console`]: program(ecConsole(site.momentum)),
    [`${product}/sbin/ecelerity`]: program(ecelerity(site.momentum)),
    '/etc/init.d/ecelerity': program(daemonInit('ecelerity', `${product}/sbin/ecelerity`)),
    [daemonState]: directory('ecuser'),
    '/var/log/ecelerity': directory('ecuser'),
    '/var/spool/ecelerity': directory('ecuser'),
    ...(five ? units() : configurationServer(site, workingCopy)),
    ...(atLeast(site.momentum, '3.2') && !five
      ? { [`${product}/bin/create_ssl_cert`]: program(createSslCert(site.momentum)) }
      : {}),
    ...(atLeast(site.momentum, '3.2') ? { [credmgrPath]: program(credmgr()), [credmgrScriptPath]: file(credmgrSource) } : {}),
  };
}

/** The working copy of the repository, of which all belongs to ecuser. */
function configurationFiles(site: Site): Tree {
  const four = atLeast(site.momentum, '4');
  const conf = (content: string) => file(content, 'ecuser', 0o644);
  return {
    [configuration]: directory('ecuser'),
    [`${configuration}/default`]: directory('ecuser'),
    [`${configuration}/global`]: directory('ecuser'),
    [configurationPath]: conf(ecelerityConf(site)),
    [`${configuration}/default/${four ? 'common.conf' : 'webui-common.conf'}`]: conf(commonConf()),
    ...(four
      ? { [`${configuration}/default/msg_gen.conf`]: conf('# Message generation\nmsg_gen {\n}\n') }
      : clusterFiles(site, conf)),
  };
}

function clusterFiles(site: Site, conf: (content: string) => Tree[string]): Tree {
  const bus = atLeast(site.momentum, '3.4') ? 'msgc_server.conf' : 'mbus.conf';
  return {
    [`${configuration}/default/eccluster.conf`]: conf(ecclusterConf(site)),
    [`${configuration}/default/ecelerity-cluster.conf`]: conf('cluster {\n  cluster_group = "default"\n}\n'),
    [`${configuration}/global/${bus}`]: conf(`msgc_server {\n  Listen "127.0.0.1:${site.ports.msgc}" { }\n}\n`),
  };
}

/** ecconfigd and its command line: in 3.x and 4.x. */
function configurationServer(site: Site, workingCopy: Tree): Tree {
  return {
    [`${product}/bin/eccfg`]: program(eccfg()),
    [`${product}/etc/cluster.boot`]: file(
      `autoupdate=true\ncluster_name=default\nrepo=https://${site.hostname}:${site.ports.ecconfigd}/config/default/boot\n`,
    ),
    [`${product}/sbin/ecconfigd`]: program(idleDaemon(`${product}/sbin/ecconfigd`, 'ecconfigd')),
    '/etc/init.d/ecconfigd': program(daemonInit('ecconfigd', `${product}/sbin/ecconfigd`)),
    '/var/ecconfigd': directory('ecuser'),
    '/var/ecconfigd/apache': directory('ecuser'),
    '/var/ecconfigd/repo': directory('ecuser'),
    // What was committed last is what stands there.
    ...Object.fromEntries(
      Object.entries(workingCopy).map(([path, entry]) => [path.replace(configuration, committedPath), entry]),
    ),
  };
}

/** 5.x is started by systemd; in a sandbox its init scripts stand in for the units. */
function units(): Tree {
  return {
    '/usr/lib/systemd/system/ecelerity.service': file(
      `[Unit]\nDescription=Momentum\n\n[Service]\nUser=root\nExecStart=${product}/sbin/ecelerity\n\n[Install]\nWantedBy=multi-user.target\n`,
    ),
  };
}
