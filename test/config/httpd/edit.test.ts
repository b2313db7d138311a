import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { insertAfter, insertAtStart, replaceArgument, replaceDefaultAddress } from '../../../src/config/httpd/edit.ts';
import type { HttpdNode, Section } from '../../../src/config/httpd/nodes.ts';
import { parseHttpd } from '../../../src/config/httpd/parse.ts';
import { applySplices, type Splice } from '../../../src/config/splice.ts';
import { hostPath } from '../../../src/model/paths.ts';
import { textOf } from '../support.ts';

const parse = (text: string) => parseHttpd(text, hostPath('/h')).nodes;
const edit = (text: string, make: (node: HttpdNode) => Splice[]) => {
  const [node] = parse(text);
  if (!node) throw new Error('An empty file');
  return applySplices(text, make(node));
};
const start = (text: string) => edit(text, (node) => insertAtStart(text, node as Section, 'SSLEngine on'));

describe('a directive', () => {
  test.each([
    ['  Listen 80\r\nX\r\n', '  Listen 80\r\n  Listen 443\r\nX\r\n'],
    ['\tListen \\\n 80', '\tListen \\\n 80\n\tListen 443'],
    ['<A>\n</A>\nX\n', '<A>\n</A>\nListen 443\nX\n'],
  ])('is put after %j', (before, after) => {
    expect(edit(before, (node) => insertAfter(before, node, 'Listen 443'))).toBe(after);
  });

  test.each([
    ['<V>\n  # c\n   A\n</V>', '<V>\n   SSLEngine on\n  # c\n   A\n</V>'],
    ['  <V>\r\n  </V>\r\n', '  <V>\r\n      SSLEngine on\r\n  </V>\r\n'],
    ['\t<V>\n\t</V>', '\t<V>\n\t\tSSLEngine on\n\t</V>'],
    ['<V>', '<V>\n    SSLEngine on'],
  ])('is put at the start of %j', (before, after) => {
    expect(start(before)).toBe(after);
  });
});

describe('an argument', () => {
  const replace = (text: string, value: string) =>
    edit(text, (node) => ('args' in node && node.args[0] ? replaceArgument(text, node.args[0], value) : []));

  test.each([
    ['in the quotes it has', 'A  "x" # y\n', '/new path', 'A  "/new path" # y\n'],
    ['in single quotes too', "A 'x'", "it's", "A 'it\\'s'"],
    ['in new quotes where it needs some', 'A x y', 'a b', 'A "a b" y'],
    ['bare where it can be', 'A \\\n  x\n', 'y', 'A \\\n  y\n'],
    ['not at all where it is so', 'A "x"', 'x', 'A "x"'],
  ])('is replaced %s', (_, before, value, after) => {
    expect(replace(before, value)).toBe(after);
  });

  test('_default_ becomes * and keeps its port', () => {
    const text = '  <VirtualHost  "_default_:443" 10.0.0.1:443 _DEFAULT_ >  \r\n  </VirtualHost>';
    expect(edit(text, (node) => replaceDefaultAddress(text, node as Section))).toBe(
      '  <VirtualHost  "*:443" 10.0.0.1:443 * >  \r\n  </VirtualHost>',
    );
  });
});

test('every edit changes only the lines it must, and is read back', () => {
  const text = textOf('<A>', '</A>', 'Listen 80', 'x "y z"', '  ');
  const lines = (content: string) => content.split('\n').length;
  fc.assert(
    fc.property(text, (content) => {
      for (const node of parse(content)) {
        const inserted = applySplices(content, insertAfter(content, node, 'Listen 443'));
        expect(inserted.startsWith(content.slice(0, node.end)) && inserted.endsWith(content.slice(node.end))).toBe(true);
        expect(lines(inserted)).toBe(lines(content) + 1);
        if (!('args' in node) || !node.args[0]) continue;
        const again = parse(applySplices(content, replaceArgument(content, node.args[0], 'new value')));
        expect(again.some((other) => 'args' in other && other.args[0]?.text === 'new value')).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});
