import { atLeast, type DatabaseLayout } from '../site.ts';
import { httpdConfiguration, httpdPath } from './httpd.ts';
import { preamble } from './library.ts';
import { shell } from './shell.ts';

/** `postgres` of a tree without servers: it can be asked for its version, and for nothing else. */
export function postgresRelease(layout: DatabaseLayout): string {
  return shell`${preamble(`${layout.programs}/postgres`)}
case $1 in
  --version | -V)
    echo 'postgres (PostgreSQL) ${layout.release}'
    exit 0
    ;;
esac
echo 'This sandbox was made without servers: there is no PostgreSQL to start.' >&2
exit 1
`;
}

/** `httpd` of a tree without servers: version, build settings and modules, as an Apache of that time says them. */
export function httpdRelease(momentum: string): string {
  const release = atLeast(momentum, '3.3') ? '2.2.22' : '2.2.16';
  return shell`${preamble(httpdPath)}
version() {
  echo 'Server version: Apache/${release} (Unix)'
  echo 'Server built:   Feb 12 2013 10:11:12'
}
case $1 in
  -v) version ;;
  -V)
    version
    echo 'Architecture:   64-bit'
    echo 'Server MPM:     Prefork'
    echo ' -D HTTPD_ROOT="/opt/msys/3rdParty/apache"'
    echo ' -D SERVER_CONFIG_FILE="${httpdConfiguration}"'
    ;;
  -l)
    echo 'Compiled in modules:'
    echo '  core.c'
    echo '  prefork.c'
    echo '  http_core.c'
    echo '  mod_so.c'
    ;;
  *)
    echo 'This sandbox was made without servers: there is no httpd to start.' >&2
    exit 1
    ;;
esac
`;
}

/** The init script of a server that a tree without servers does not have. */
export function absentServer(service: string): string {
  return shell`${preamble(`/etc/init.d/${service}`)}
case $1 in
  stop) exit 0 ;;
  start | restart)
    echo 'This sandbox was made without servers: there is nothing to start.' >&2
    exit 1
    ;;
  *)
    echo 'Usage: {start|stop|restart}'
    exit 1
    ;;
esac
`;
}
