import { directory, file, program, type Tree } from '../entry.ts';
import type { Site } from '../site.ts';
import { webConsoleInit, webErrorLog, webPidFile } from '../standins/ecwebconsole.ts';
import { httpd, httpdConfiguration, httpdPath } from '../standins/httpd.ts';
import { absentServer, httpdRelease } from '../standins/releases.ts';

const apache = '/opt/msys/3rdParty/apache';
const console_ = '/opt/msys/ecwebui';

/** What the stock site loads, then what is there to be loaded. An Apache may have some of them built in. */
const loaded = ['mpm_event', 'authz_core', 'authz_host', 'log_config', 'mime', 'dir', 'alias', 'rewrite', 'unixd'];
const offered = [
  'ssl',
  'socache_shmcb',
  'headers',
  'setenvif',
  'env',
  'expires',
  'deflate',
  'filter',
  'status',
  'proxy',
  'proxy_http',
];

/** The web console: Apache, its configuration and a login page. `modules` are those that this machine's Apache has. */
export function webConsole(site: Site, modules: ReadonlySet<string>): Tree {
  const there = (name: string) => site.servers === undefined || modules.has(`mod_${name}.so`);
  const tree: Record<string, Tree[string]> = {
    [httpdConfiguration]: file(
      httpdConf(
        site,
        loaded.filter((name) => there(name) && (site.servers || name in inApache22)),
      ),
    ),
    [`${console_}/config/site`]: directory('ecuser'),
    [`${console_}/config/webui-sending.conf`]: file('REPORT_ROLE = sending\n'),
    [`${console_}/config/webui-receiving.conf`]: file('REPORT_ROLE = receiving\n'),
    [`${console_}/htdocs/login.html`]: file(loginPage),
    [`${console_}/htdocs/index.html`]: file(loginPage),
    [`${console_}/htdocs/static/console.css`]: file('body { font: 14px sans-serif; margin: 4em; }\n'),
    [`${apache}/conf/mime.types`]: file('text/html html\ntext/css css\ntext/plain txt\n'),
    [`${apache}/modules`]: directory(),
    [httpdPath]: program(site.servers ? httpd() : httpdRelease(site.momentum)),
    [parent(webErrorLog)]: directory('ecuser'),
    [parent(webPidFile)]: directory('ecuser'),
    '/etc/init.d/ecwebconsole': program(site.servers ? webConsoleInit() : absentServer('ecwebconsole')),
  };
  for (const name of [...loaded, ...offered]) {
    const path = `${apache}/modules/mod_${name}.so`;
    if (site.servers === undefined)
      tree[path] = program(`Stands in for the Apache module ${name} in a sandbox without servers.\n`);
    else if (there(name)) tree[path] = file({ copyOf: `${site.servers.modules}/mod_${name}.so` }, 'root', 0o755);
  }
  return tree;
}

/** Of the modules above, those that an Apache 2.2 loads; the others came with 2.4. */
const inApache22: Readonly<Record<string, true>> = {
  authz_host: true,
  log_config: true,
  mime: true,
  dir: true,
  alias: true,
  rewrite: true,
};

function parent(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

const loginPage = `<!DOCTYPE html>
<html>
<head><title>Momentum</title><link rel="stylesheet" href="/static/console.css"></head>
<body>
<h1>Momentum web console</h1>
<form method="post" action="/login">
<label>User name <input name="user"></label>
<label>Password <input name="password" type="password"></label>
<button>Log in</button>
</form>
</body>
</html>
`;

function httpdConf(site: Site, modules: readonly string[]): string {
  const { http, https } = site.ports;
  const newer = site.servers !== undefined;
  const everybody = newer ? '    Require all granted' : '    Order allow,deny\n    Allow from all';
  return `# Momentum web console
ServerRoot "${apache}"
PidFile "${webPidFile}"
ServerName ${site.hostname}:${http}
ServerAdmin postmaster@${site.hostname}

Listen 127.0.0.1:${http}
${site.ipv6 ? `Listen [::1]:${http}\n` : ''}
User ecuser
Group ecuser

${modules.map((name) => `LoadModule ${name}_module "${apache}/modules/mod_${name}.so"`).join('\n')}

Timeout 60
KeepAlive On
StartServers 1
${newer ? `DefaultRuntimeDir "${parent(webPidFile)}"\nThreadsPerChild 8\nMaxRequestWorkers 32` : 'MaxClients 32'}
ServerTokens Prod
UseCanonicalName Off

DocumentRoot "${console_}/htdocs"
<Directory "/">
    Options FollowSymLinks
    AllowOverride None
</Directory>
<Directory "${console_}/htdocs">
${everybody}
</Directory>

DirectoryIndex index.html
TypesConfig "${apache}/conf/mime.types"

Alias /login "${console_}/htdocs/login.html"
Alias /static "${console_}/htdocs/static"

RewriteEngine On
RewriteRule ^/$ /login [PT]

LogFormat "%h %l %u %t \\"%r\\" %>s %b" common
ErrorLog "${webErrorLog}"
CustomLog "${parent(webErrorLog)}/access_log" common
LogLevel warn

##
## SSL
##
## Uncomment to have the console listen for https as well; needs mod_ssl, a key and a certificate
## (server.key and server.crt in ${console_}/config/site).
##
#Listen 127.0.0.1:${https}
`;
}
