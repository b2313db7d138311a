import { directory, file, type Tree } from '../entry.ts';
import { atLeast, type Site } from '../site.ts';

/** What the installer leaves: its answers, and the database's address and password for each program that needs them. */
export function installer(site: Site): Tree {
  const secret = { '/opt/msys/etc/.svcpasswd': file(`${site.servicePassword}\n`, 'root', 0o600) };
  if (atLeast(site.momentum, '4')) {
    return {
      ...secret,
      '/opt/msys/etc/.dbhost': file('127.0.0.1\n'),
      '/opt/msys/ecelerity/etc/conf/default/ecdb.conf': file(datasource(site), 'ecuser', 0o640),
      ...(atLeast(site.momentum, '5') ? {} : phpSettings(site)),
    };
  }
  return {
    ...secret,
    ...phpSettings(site),
    '/opt/msys/etc/installer': directory(),
    '/opt/msys/etc/installer/lastinstall': file(lastInstall(site), 'root', 0o600),
    '/opt/msys/etc/installer/ecelerity.d': directory(),
    '/opt/msys/etc/installer/ecelerity.d/ecdb.conf': file(datasource(site), 'root', 0o640, 'ecuser'),
    '/opt/msys/etc/installer/eccmgr.d': directory(),
    '/opt/msys/etc/installer/eccmgr.d/ecdb.conf': file(datasource(site), 'root', 0o640, 'ecuser'),
    '/opt/msys/etc/installer/ecconfigd.d': directory(),
  };
}

function datasource(site: Site): string {
  return `Datasource "ecdb" {
  uri = ( "pgsql:host=127.0.0.1;port=${site.ports.database};dbname=ecelerity;user=ecuser;password=${site.servicePassword}" )
  no_cache = true
}
`;
}

function phpSettings(site: Site): Tree {
  const content = `; Database of the web console
[ecdb]
ecdb.host = "127.0.0.1"
ecdb.port = "${site.ports.database}"
ecdb.dbname = "ecelerity"
ecdb.user = "ecuser"
ecdb.password = "${site.servicePassword}"
`;
  return { '/opt/msys/3rdParty/etc/php.d/ecdb.ini': file(content, 'root', 0o640, 'ecuser') };
}

function lastInstall(site: Site): string {
  const choices = atLeast(site.momentum, '3.2') ? 'DB_USE_SSL=n\nWEBUI_USE_SSL=n\nENCRYPT_PASSWORDS=n\n' : '';
  return `# Answers of the last installation
VERSION=${site.momentum}
ROLES=singlenode
HOSTNAME=${site.hostname}
DATADIR=${site.database.dataDirectory}
DBHOST=127.0.0.1
ADMIN_PASSWORD=${site.servicePassword.split('').reverse().join('')}
SVC_PASSWORD=${site.servicePassword}
${choices}START_SERVICES=y
`;
}
