import { describe, expect, test } from 'vitest';
import { parseAddressPort } from '../../../src/config/httpd/addresses.ts';
import { commentedListens, listens } from '../../../src/config/httpd/listens.ts';
import { loadedModules, proxySigns, serverDirective } from '../../../src/config/httpd/server.ts';
import { virtualHosts } from '../../../src/config/httpd/virtual-hosts.ts';
import { main, treeOf } from './support.ts';

test.each([
  ['443', undefined, 443],
  ['1.2.3.4:443', '1.2.3.4', 443],
  ['[::1]:443', '::1', 443],
  ['[::1]', '::1', undefined],
  ['fe80::1', 'fe80::1', undefined],
  ['*:443', '*', 443],
  ['*:*', '*', undefined],
  ['_default_:443', '_default_', 443],
  ['mail1', 'mail1', undefined],
])('%s is an address and a port', (text, address, port) => {
  expect(parseAddressPort(text)).toEqual({ address, port });
});

test.each(['0', '65536', 'a:x', 'a:'])('%s is none', (text) => {
  expect(parseAddressPort(text)).toBeUndefined();
});

describe('Listen', () => {
  test('has an address, a port, and a protocol that follows from it', async () => {
    const tree = await treeOf(
      'Listen 80\nlisten 1.2.3.4:443\nListen [::1]:443\nListen 8443 https\nListen *:81\nListen nonsense\n',
    );
    expect(listens(tree).map(({ address, port, protocol, line }) => [address, port, protocol, line])).toEqual([
      [undefined, 80, 'http', 1],
      ['1.2.3.4', 443, 'https', 2],
      ['::1', 443, 'https', 3],
      [undefined, 8443, 'https', 4],
      [undefined, 81, 'http', 5],
    ]);
    expect(listens(tree)[0]?.file).toBe(main);
  });

  test('that was made a comment proposes a port', () => {
    const text =
      '#Listen 127.0.0.1:8443\n  ## Listen 443 https\r\n# Listen to this: 1\n# Listen 12.34.56.78:80 and more\nListen 1\n';
    expect(commentedListens(text)).toEqual([
      { address: '127.0.0.1', port: 8443, protocol: 'http', line: 1 },
      { address: undefined, port: 443, protocol: 'https', line: 2 },
    ]);
  });
});

describe('a virtual host', () => {
  test('says what it serves and with which certificate', async () => {
    const [host, plain] = virtualHosts(
      await treeOf(`<VirtualHost _default_:443 *:8443>
  ServerName mail1.example.com:443
  ServerAlias mail1 www
  SSLEngine On
  <IfModule mod_ssl.c>
    SSLCertificateFile "/a b.crt"
  </IfModule>
  SSLCertificateKeyFile /a.key
  SSLProtocol all -SSLv2
  <Directory />
    RewriteRule ^ -
  </Directory>
</VirtualHost>
<VirtualHost *:80>
</VirtualHost>
`),
    );
    expect(host).toMatchObject({ sslEngine: true, hasRewrite: true, aliases: ['mail1', 'www'], line: 1, file: main });
    expect(host?.addresses).toEqual([
      { address: '_default_', port: 443 },
      { address: '*', port: 8443 },
    ]);
    expect([host?.serverName?.value, host?.certificateFiles[0]?.value, host?.keyFiles[0]?.line]).toEqual([
      'mail1.example.com:443',
      '/a b.crt',
      8,
    ]);
    expect(host?.protocol?.args).toEqual(['all', '-SSLv2']);
    expect(plain).toMatchObject({ sslEngine: false, hasRewrite: false, certificateFiles: [], serverName: undefined });
  });

  test('takes SSL from the server level where it says nothing', async () => {
    const tree = await treeOf(
      'SSLEngine on\n<VirtualHost *:443>\n</VirtualHost>\n<VirtualHost *:80>\nSSLEngine off\n</VirtualHost>',
    );
    expect(virtualHosts(tree).map(({ sslEngine }) => sslEngine)).toEqual([true, false]);
  });
});

describe('the server level', () => {
  test('has the last value, from outside every section that is a place', async () => {
    const tree = await treeOf(
      'User ecuser\n<VirtualHost *:80>\nServerName inner\n</VirtualHost>\nServerName a\n<IfModule mod_x.c>\nservername "b"\n</IfModule>\n',
    );
    expect(serverDirective(tree, 'ServerName')).toMatchObject({ value: 'b', line: 7 });
    expect(serverDirective(tree, 'user')?.value).toBe('ecuser');
    expect(serverDirective(tree, 'PidFile')).toBeUndefined();
  });

  test('knows the modules it loads', async () => {
    const tree = await treeOf('LoadModule ssl_module modules/mod_ssl.so\n');
    expect(loadedModules(tree)).toEqual([{ name: 'ssl_module', path: 'modules/mod_ssl.so', file: main, line: 1 }]);
  });

  test('shows what speaks of a proxy, at any depth', async () => {
    const tree = await treeOf(`RemoteIPHeader X-Forwarded-For
SetEnvIf X-Forwarded-Proto https HTTPS=on
<Location />
  RewriteCond %{HTTP:X-Forwarded-Proto} !https
  RequestHeader set Accept x
</Location>
SSLProxyEngine on
`);
    expect(proxySigns(tree).map(({ kind, line }) => [kind, line])).toEqual([
      ['remote-ip', 1],
      ['forwarded-header', 2],
      ['forwarded-header', 4],
      ['ssl-proxy', 7],
    ]);
  });
});
