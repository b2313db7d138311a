import { directory, file, program, type Tree } from '../entry.ts';
import { atLeast, type DatabaseLayout, type Site } from '../site.ts';
import { databaseInit } from '../standins/msyspg.ts';
import { databaseProgram, databasePrograms, pgCtl, postgres } from '../standins/postgres.ts';
import { absentServer, postgresRelease } from '../standins/releases.ts';
import { postgresqlConf } from './postgresql-conf.ts';

/** The database's programs, its directories and, without servers, the files that initdb would have left. */
export function database(site: Site): Tree {
  const { database: layout } = site;
  return {
    [layout.dataDirectory]: directory(layout.account, 0o700),
    // Whoever may connect here without a password is the superuser: only its account and root get in.
    [layout.socketDirectory]: directory(layout.account, 0o700),
    // The directory that create_ssl_cert's manual page gives as the database's prefix.
    ...(layout.account === 'msyspg' ? { '/opt/msys/3rdParty/share/postgresql': directory() } : {}),
    ...(site.servers ? realPrograms(layout) : storedFiles(site)),
  };
}

function realPrograms(layout: DatabaseLayout): Tree {
  const launchers = databasePrograms.map(
    (name) => [`${layout.programs}/${name}`, program(databaseProgram(layout, name))] as const,
  );
  return {
    ...Object.fromEntries(launchers),
    [`${layout.programs}/postgres`]: program(postgres(layout)),
    [`${layout.programs}/pg_ctl`]: program(pgCtl(layout)),
    [`/etc/init.d/${layout.service}`]: program(databaseInit(layout)),
  };
}

function storedFiles(site: Site): Tree {
  const { account, dataDirectory, version, service, programs } = site.database;
  const own = (content: string) => file(content, account, 0o600);
  return {
    [`${dataDirectory}/PG_VERSION`]: own(`${version}\n`),
    [`${dataDirectory}/postgresql.conf`]: own(postgresqlConf(version, site.ports.database)),
    [`${dataDirectory}/pg_hba.conf`]: own(pgHbaConf(version)),
    [`${dataDirectory}/pg_ident.conf`]: own('# PostgreSQL User Name Maps\n# MAPNAME       SYSTEM-USERNAME         PG-USERNAME\n'),
    [`${dataDirectory}/pg_log`]: directory(account, 0o700),
    [`${programs}/postgres`]: program(postgresRelease(site.database)),
    [`/etc/init.d/${service}`]: program(absentServer(service)),
  };
}

/**
 * Who may connect: without a password over the Unix socket, with one from this machine, and the other
 * nodes of a cluster as ecuser, since theirs is the same database.
 */
export function pgHbaConf(version: string): string {
  const method = atLeast(version, '10') ? 'scram-sha-256' : 'md5';
  const address = atLeast(version, '9.1') ? 'ADDRESS     ' : 'CIDR-ADDRESS';
  return `# PostgreSQL Client Authentication Configuration File
# ===================================================
#
# Refer to the "Client Authentication" section in the PostgreSQL
# documentation for a complete description.  A short synopsis follows.
#
# This file controls: which hosts are allowed to connect, how clients
# are authenticated, which PostgreSQL user names they can use, which
# databases they can access.  Records take one of these forms:
#
# local      DATABASE  USER  METHOD  [OPTIONS]
# host       DATABASE  USER  ${address}  METHOD  [OPTIONS]
# hostssl    DATABASE  USER  ${address}  METHOD  [OPTIONS]
# hostnossl  DATABASE  USER  ${address}  METHOD  [OPTIONS]
#
# The first record with a matching connection type, client address,
# requested database and user name is used.


# TYPE  DATABASE        USER            ${address}            METHOD

# "local" is for Unix domain socket connections only
local   all             all                                     trust
# IPv4 local connections:
host    all             all             127.0.0.0/8             ${method}
# IPv6 local connections:
host    all             all             ::1/128                 ${method}
# Momentum nodes
host    ecelerity       ecuser          0.0.0.0/0               ${method}
`;
}
