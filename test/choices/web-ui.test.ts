import { describe, expect, test } from 'vitest';
import type { Answers } from '../../src/answers/answers.ts';
import { planWebUiSsl } from '../../src/choices/web-ui-ssl/plan.ts';
import { webUiRisks } from '../../src/choices/web-ui-ssl/risks.ts';
import { hostPath } from '../../src/model/paths.ts';
import { issuePair } from '../../src/tls/certificate/issue.ts';
import { stockTree, type Tree } from '../preflight/support.ts';

const HTTPD = '/opt/msys/ecwebui/config/httpd.conf';
const INCLUDE = hostPath('/opt/msys/ecwebui/config/momentum-secure-ssl.conf');
const MODULES = '/opt/msys/3rdParty/apache/modules';

async function written(tree: Tree, answers: Answers): Promise<string | undefined> {
  const host = tree.host();
  return (await host.after(await planWebUiSsl(host, answers)).read(INCLUDE))?.bytes.toString('latin1');
}

/** What the tree's httpd says of itself. */
function says(tree: Tree, version: string, compiledIn: readonly string[] = []): void {
  const listed = ['core.c', ...compiledIn].map((name) => `echo "  ${name}"`).join('; ');
  const script = `#!/bin/sh\ncase $1 in -v) echo "Server version: Apache/${version} (Unix)";; -l) ${listed};; esac\n`;
  tree.write('/opt/msys/3rdParty/apache/sbin/httpd', script, { mode: 0o755 });
}

const plainHosts = (count: number) =>
  Array.from({ length: count }, (_, index) => `<VirtualHost *:80>\nServerName site${index}.example.com\n</VirtualHost>\n`).join(
    '',
  );

describe('the file that is included', () => {
  test('Apache 2.2 is told to keep virtual hosts of one address apart, and given no protocol that it does not know', async () => {
    const tree = await stockTree();
    says(tree, '2.2.15');
    tree.write(HTTPD, `Listen 80\nLoadModule alias_module ${MODULES}/mod_alias.so\n${plainHosts(2)}`);
    const text = await written(tree, { webUiSsl: 'offer', webUi: { httpsPort: 443 } });
    expect(text?.match(/^NameVirtualHost \*:443$/gm)).toHaveLength(1);
    expect(text?.match(/^<VirtualHost \*:443>$/gm)).toHaveLength(2);
    expect(text).toContain('ServerName site0.example.com');
    expect(text).not.toMatch(/TLSv1\.[123]/);
    expect(text).toMatch(/SSLProtocol .*-SSLv2.*-SSLv3/);
    says(tree, '2.4.57');
    expect(await written(tree, { webUiSsl: 'offer' })).not.toContain('NameVirtualHost');
  });

  test('a chain is named for an Apache that would not send it from the file of the certificate; one certificate has none', async () => {
    const tree = await stockTree();
    says(tree, '2.2.15');
    const make = (hostname: string) => issuePair({ hostname, altNames: [], keyBits: 2048, days: 90 }, { now: new Date() });
    const [pair, issuer] = await Promise.all([make('mail1.example.com'), make('ca.example.com')]);
    const site = '/opt/msys/ecwebui/config/site';
    tree.write(`${site}/server.key`, pair.keyPem, { mode: 0o600 });
    tree.write(`${site}/server.crt`, pair.certificatePem);
    expect(await written(tree, { webUiSsl: 'offer' })).not.toContain('Chain');
    tree.write(`${site}/server.crt`, pair.certificatePem + issuer.certificatePem);
    expect(await written(tree, { webUiSsl: 'offer' })).toContain(
      `    SSLCertificateFile "${site}/server.crt"\n    SSLCertificateChainFile "${site}/server.crt"\n`,
    );
    says(tree, '2.4.57');
    expect(await written(tree, { webUiSsl: 'offer' })).not.toContain('Chain');
  });

  test('modules that are compiled in need no LoadModule line', async () => {
    const tree = await stockTree();
    says(tree, '2.2.15', ['mod_ssl.c', 'mod_rewrite.c', 'mod_alias.c']);
    tree.write(HTTPD, 'Listen 80\n');
    const text = await written(tree, { webUiSsl: 'require' });
    expect(text).not.toContain('LoadModule');
    expect(text).toContain('RewriteOptions Inherit');
    expect((await webUiRisks(tree.host(), { webUiSsl: 'require' })).filter(({ status }) => status === 'fail')).toEqual([]);
  });

  test('without anything that redirects, require is a fail and offer is none', async () => {
    const tree = await stockTree();
    says(tree, '2.2.15', ['mod_ssl.c']);
    tree.write(HTTPD, 'Listen 80\n');
    const ids = async (webUiSsl: 'offer' | 'require') => (await webUiRisks(tree.host(), { webUiSsl })).map(({ id }) => id);
    expect(await ids('require')).toContain('no-redirect-module');
    expect(await ids('offer')).not.toContain('no-redirect-module');
  });

  test('an SSL virtual host of the operator that nothing listens for gets a Listen, and no twin', async () => {
    const tree = await stockTree();
    tree.write(
      HTTPD,
      `Listen 80\nLoadModule ssl_module ${MODULES}/mod_ssl.so\n<VirtualHost *:8443>\nSSLEngine on\n</VirtualHost>\n`,
    );
    const text = await written(tree, { webUiSsl: 'offer' });
    expect(text).toMatch(/^Listen 8443$/m);
    expect(text).not.toContain('<VirtualHost');
  });

  test('a socket that is open on the port already is used, and is not redirected', async () => {
    const tree = await stockTree();
    tree.write(HTTPD, `Listen 80\nListen 443\nLoadModule rewrite_module ${MODULES}/mod_rewrite.so\n`);
    const text = await written(tree, { webUiSsl: 'require', webUi: { httpsPort: 443 } });
    expect(text).not.toMatch(/^Listen/m);
    expect(text?.match(/^<VirtualHost .*>$/gm)).toEqual(['<VirtualHost *:443>', '<VirtualHost *:80>']);
  });

  test('an address of IPv6 keeps its brackets; one site for every address is one Listen', async () => {
    const tree = await stockTree();
    tree.write(HTTPD, 'Listen [::1]:80\nListen 127.0.0.1:80\nServerName [::1]:80\n');
    expect(await written(tree, { webUiSsl: 'offer', webUi: { httpsPort: 443 } })).toMatch(
      /^Listen \[::1\]:443\nListen 127\.0\.0\.1:443$/m,
    );
    tree.write(HTTPD, 'Listen *:80\nListen 127.0.0.1:80\n');
    expect(await written(tree, { webUiSsl: 'offer', webUi: { httpsPort: 443 } })).toMatch(/^Listen 443$/m);
  });
});

test('one plain site that redirects by itself is left alone; its neighbour of the same address is not', async () => {
  const tree = await stockTree();
  const own = '<VirtualHost *:80>\nServerName a.example.com\nRedirect / https://a.example.com/\n</VirtualHost>\n';
  tree.write(HTTPD, `Listen 80\nLoadModule alias_module ${MODULES}/mod_alias.so\n${own}${plainHosts(1)}`);
  const host = tree.host();
  const after = host.after(await planWebUiSsl(host, { webUiSsl: 'require' }));
  const text = (await after.read(hostPath(HTTPD)))?.bytes.toString('latin1') ?? '';
  expect(text).toContain(own);
  expect(text.match(/momentum-secure-redirect\.conf/g)).toHaveLength(1);
  expect(text).toMatch(/<VirtualHost \*:80>\nInclude "[^"]*redirect\.conf"\nServerName site0/);
});
