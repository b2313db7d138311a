import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readHttpd } from '../../../src/config/httpd/read.ts';
import { everyNode, levelOf } from '../../../src/config/httpd/tree.ts';
import { hostPath } from '../../../src/model/paths.ts';
import { readerOf, textOf } from '../support.ts';
import { main, treeOf } from './support.ts';

const names = async (...given: Parameters<typeof treeOf>) =>
  [...levelOf((await treeOf(...given)).nodes)].map(({ name, args }) => [name, ...args].join(' '));

const variable = (name: string) => `$\{${name}}`;

describe('the files of httpd', () => {
  test('are one tree: a file, a directory with all below it, a pattern in the order of names', async () => {
    const tree = await treeOf('Include conf/a.conf\nINCLUDE conf/dir\nInclude "/etc/x*/[ab].conf"\nListen 9\n', {
      '/opt/msys/ecwebui/conf/a.conf': 'Listen 1',
      '/opt/msys/ecwebui/conf/dir/z': 'Listen 3',
      '/opt/msys/ecwebui/conf/dir/sub/y': 'Listen 2',
      '/etc/x2/a.conf': 'Listen 6',
      '/etc/x1/b.conf': 'Listen 5',
      '/etc/x1/a.conf': 'Listen 4',
      '/etc/x1/c.conf': 'Listen 0',
    });
    expect(tree.findings).toEqual([]);
    expect([...levelOf(tree.nodes)].map(({ args }) => args[0]).join('')).toBe('1234569');
    expect([...everyNode(tree.nodes)].map(({ node }) => node.file)[0]).toBe('/opt/msys/ecwebui/conf/a.conf');
    expect(tree.files.size).toBe(7);
  });

  test('are relative to the ServerRoot that was said before', async () => {
    const files = { '/srv/a': 'Listen 1', '/opt/msys/ecwebui/a': 'Listen 2' };
    expect(await names('ServerRoot "/srv"\nInclude a\n', files)).toEqual(['serverroot /srv', 'listen 1']);
    expect((await treeOf('Include a\nServerRoot /srv', files)).serverRoot).toBe('/srv');
  });

  test.each([
    ['a missing file', 'Include gone', 'httpd-file-missing', 'fail'],
    ['a pattern without a match', 'Include conf/*.conf', 'httpd-include-empty', 'warn'],
    ['itself', `Include ${main}`, 'httpd-include-cycle', 'fail'],
    ['nothing', 'Include', 'httpd-include-name', 'fail'],
  ])('report an Include of %s, and where', async (_, line, id, status) => {
    const { findings } = await treeOf(`\n${line}\n`);
    expect(findings).toMatchObject([{ id, status, evidence: [`${main}:2: ${line}`] }]);
  });

  test('may lack what is optional, and what does not count', async () => {
    const { findings } = await treeOf('IncludeOptional gone\nIncludeOptional x/*.conf\n<IfDefine X>\nInclude gone\n</IfDefine>');
    expect(findings).toEqual([]);
  });

  test('report a missing main file', async () => {
    const tree = await readHttpd(readerOf({}), main, { serverRoot: hostPath('/') });
    expect(tree.findings).toMatchObject([{ id: 'httpd-file-missing' }]);
  });

  test('end, even where they include each other many times over', async () => {
    const files: Record<string, string> = {};
    for (let level = 0; level < 15; level += 1) files[`/f/${level}`] = `Include /f/${level + 1}\n`.repeat(8);
    const { findings } = await treeOf('Include /f/0', files);
    expect(findings.map(({ id }) => id)).toContain('httpd-include-count');
  });

  test('never make it throw', async () => {
    const text = textOf('Include ', '/a', '*', variable('A'), 'Define A ', '<IfModule !a>', '</IfModule>', 'LoadModule ');
    await fc.assert(
      fc.asyncProperty(text, text, async (one, two) => {
        await treeOf(one, { '/a': two });
      }),
    );
  });
});

describe('conditions and variables', () => {
  test('IfDefine knows Define, UnDefine and -D', async () => {
    const text =
      'Define A\n<IfDefine A>\nListen 1\n</IfDefine>\nUnDefine A\n<IfDefine A>\nListen 2\n</IfDefine>\n<IfDefine !B>\nListen 3\n</IfDefine>';
    expect(await names(text)).toEqual(['define A', 'listen 1', 'undefine A', 'listen 3']);
    expect(await names('<IfDefine SSL>\nListen 443\n</IfDefine>', {}, { defines: ['SSL'] })).toEqual(['listen 443']);
  });

  test('IfModule knows what was loaded, by symbol and by source file', async () => {
    const text =
      'LoadModule ssl_module modules/mod_ssl.so\n<IfModule mod_ssl.c>\nListen 1\n</IfModule>\n<IfModule !ssl_module>\nListen 2\n</IfModule>';
    expect(await names(text)).toEqual(['loadmodule ssl_module modules/mod_ssl.so', 'listen 1']);
  });

  test('what cannot be told may count, unless the compiled-in modules are known', async () => {
    const text = '<IfModule mod_ssl.c>\nListen 1\n</IfModule>\n<IfModule !mod_ssl.c>\nListen 2\n</IfModule>';
    expect(await names(text)).toEqual(['listen 1', 'listen 2']);
    expect(await names(text, {}, { compiledIn: ['mod_ssl.c'] })).toEqual(['listen 1']);
    expect(await names(text, {}, { compiledIn: ['core.c'] })).toEqual(['listen 2']);
    const [first] = levelOf((await treeOf(text)).nodes);
    expect(first?.active).toBeUndefined();
  });

  test('variables come from Define and the environment, and may be several words', async () => {
    const text =
      `Define PORTS "443 https"\nListen ${variable('PORTS')}\nListen ${variable('P')}\n` +
      `Listen ${variable('NONE')}\n<VirtualHost ${variable('IP')}:443>\n</VirtualHost>`;
    const environment = { P: '81', IP: '10.0.0.1' };
    expect(await names(text, {}, { environment })).toEqual([
      'define PORTS 443 https',
      'listen 443 https',
      'listen 81',
      `listen ${variable('NONE')}`,
      'virtualhost 10.0.0.1:443',
    ]);
  });
});
