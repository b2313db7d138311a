import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HttpdNode, Section } from '../../../src/config/httpd/nodes.ts';
import { parseHttpd } from '../../../src/config/httpd/parse.ts';
import { hostPath } from '../../../src/model/paths.ts';
import { bytes, textOf } from '../support.ts';

const path = hostPath('/opt/msys/ecwebui/config/httpd.conf');
const parse = (text: string) => parseHttpd(text, path);
const section = (node: HttpdNode | undefined): Section => {
  if (node?.kind !== 'section') throw new Error('Not a section');
  return node;
};

/** The bytes of the nodes, one after the other. */
function bytesOf(text: string, nodes: readonly HttpdNode[]): string {
  return nodes
    .map((node) => {
      if (node.kind !== 'section') return text.slice(node.start, node.end);
      const opening = text.slice(node.start, node.bodyStart);
      return opening + bytesOf(text, node.body) + (node.bodyEnd === undefined ? '' : text.slice(node.bodyEnd, node.end));
    })
    .join('');
}

const stock = `ServerRoot "/opt/msys/ecwebui"
Listen 80
# A note \\
Listen 81
<IfModule ssl_module>
  <virtualhost _default_:443 [::1]:443>
\tSSLEngine on\r
    SSLCertificateFile \\\r
      "/opt/msys/ecwebui/config/site/server.crt"
  </VirtualHost>
</IfModule>`;

describe('httpd.conf', () => {
  test('is a tree of directives and sections', () => {
    const { nodes, diagnostics } = parse(stock);
    expect(diagnostics).toEqual([]);
    expect(nodes.map(({ kind, line }) => [kind, line])).toEqual([
      ['directive', 1],
      ['directive', 2],
      ['comment', 3],
      ['section', 5],
    ]);
    const host = section(section(nodes[3]).body[0]);
    expect([host.name, host.args.map(({ text }) => text), host.indent]).toEqual([
      'virtualhost',
      ['_default_:443', '[::1]:443'],
      '  ',
    ]);
    const [engine, certificate] = host.body;
    expect([engine?.line, certificate?.line, host.file]).toEqual([7, 8, path]);
  });

  test('knows where every argument is, also after a continuation', () => {
    const [, certificate] = section(section(parse(stock).nodes[3]).body[0]).body;
    const [argument] = certificate?.kind === 'directive' ? certificate.args : [];
    expect(argument?.text).toBe('/opt/msys/ecwebui/config/site/server.crt');
    expect(stock.slice(argument?.start, argument?.end)).toBe('"/opt/msys/ecwebui/config/site/server.crt"');
  });

  test('takes the comment sign only at the beginning of a line', () => {
    const [node] = parse('SetEnv A #b\n').nodes;
    expect(node?.kind === 'directive' && node.args.map(({ text }) => text)).toEqual(['A', '#b']);
  });

  test('keeps a byte order mark out of the first name', () => {
    const [node] = parse('\xef\xbb\xbf  Listen 80\n').nodes;
    expect(node).toMatchObject({ kind: 'directive', name: 'Listen', start: 0, indent: '  ' });
  });

  test.each([
    ['a section that is never closed', '<A>\n<B x>\n</B>\n', [[1, /<A> is never closed/]]],
    ['sections closed in the wrong order', '<A>\n<B>\n</A>\n</B>\n', [[2, /<B> is not closed before <\/A>/], [4, /closes nothing/]]], // biome-ignore format: a table
    ['a closing line alone', 'x\n</A>\n', [[2, /closes nothing/]]],
    ['a missing bracket', '<A b\n</A>\n', [[1, /no ">"/]]],
    ['no name', '<>\n', [[1, /without a name/]]],
    ['two backslashes, where versions differ', 'A b\\\\\nC\n', [[1, /two backslashes/]]],
  ] as const)('says where there is %s', (_, text, expected) => {
    const { diagnostics } = parse(text);
    expect(diagnostics.map(({ line }) => line)).toEqual(expected.map(([line]) => line));
    for (const [index, [, what]] of expected.entries()) expect(diagnostics[index]?.what).toMatch(what);
  });

  test('closes what a mismatch left open, so that the rest is where it belongs', () => {
    const [outer, after] = parse('<A>\n<B>\nx\n</A>\nListen 80\n').nodes;
    expect(section(section(outer).body[0]).body).toHaveLength(1);
    expect(after).toMatchObject({ kind: 'directive', name: 'Listen', line: 5 });
  });

  test('is covered byte for byte by its nodes, however damaged', () => {
    const text = textOf('<A>', '</A>', '<b x>', '</B>', '<', '>', 'Listen 80', '\\\\');
    fc.assert(
      fc.property(fc.oneof(bytes, text), (content) => {
        const { nodes } = parse(content);
        expect(bytesOf(content, nodes)).toBe(content);
      }),
      { numRuns: 1000 },
    );
  });

  test('nested a hundred thousand times is read in time', () => {
    const deep = `${'<a>\n'.repeat(100_000)}${'</b>\n'.repeat(100_000)}`;
    expect(bytesOf(deep, parse(deep).nodes)).toBe(deep);
  });
});
