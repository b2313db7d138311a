import { directory, file, program, type Tree } from '../entry.ts';
import { atLeast, type Site } from '../site.ts';
import { daemonInit, idleDaemon } from '../standins/ecelerity.ts';

/** The web server of 4.x (msys-nginx) and 5.x (OpenResty from 5.1): files only, and a daemon that listens to nothing. */
export function nginx(site: Site): Tree {
  const open = atLeast(site.momentum, '5.1');
  const home = open ? '/usr/local/openresty/nginx' : '/opt/msys/3rdParty/nginx';
  const service = open ? 'openresty' : 'msys-nginx';
  const logs = open ? `${home}/logs` : '/var/log/msys-nginx';
  const binary = `${home}/sbin/nginx`;
  return {
    [`${home}/conf/nginx.conf`]: file(
      `user ecuser;\nworker_processes 1;\nerror_log ${logs}/error.log;\nevents { worker_connections 256; }\nhttp {\n  include ${home}/conf.d/*.conf;\n}\n`,
    ),
    [`${home}/conf.d/default.conf`]: file(
      `server {\n  listen 127.0.0.1:${site.ports.http};\n  server_name ${site.hostname};\n}\n`,
    ),
    [binary]: program(idleDaemon(binary, service)),
    [logs]: directory('ecuser'),
    [`/etc/init.d/${service}`]: program(daemonInit(service, binary)),
  };
}
