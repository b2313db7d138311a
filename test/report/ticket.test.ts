import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sharedScratch, sharedTree } from '../real/support.ts';
import { Browser } from './browser.ts';

const HOSTILE = '# </pre><script>document.title="owned"</script><img src=http://192.0.2.1/x> | `` ``` $(x) \u202e\n';
const ANSWERS = [
  '--set',
  'databaseSsl=require',
  '--set',
  'webUiSsl=require',
  '--set',
  'tls.outbound=poodle-fix',
  '--no-services',
];

describe('a plan as a change ticket', () => {
  const tree = sharedTree();
  const scratch = sharedScratch();
  const browser = new Browser();
  let html = '';
  let markdown = '';

  const ticket = async (format: string) => (await tree().secure('plan', ...ANSWERS, '--format', format)).out;

  beforeAll(async () => {
    const password = tree().password();
    tree().edit('opt/msys/ecwebui/config/httpd.conf', (text) => `${text}${HOSTILE}# the password is ${password}\n`);
    [html, markdown] = [await ticket('html'), await ticket('markdown')];
    writeFileSync(`${scratch()}/ticket.html`, html);
    await browser.open(`${scratch()}/ticket.html`);
  });
  afterAll(() => browser.close());

  test('it has all that somebody needs to approve it, and no secret', () => {
    for (const text of [html, markdown]) {
      for (const said of [
        'mail1.example.com',
        'ecwebui/config/httpd.conf',
        'PostgreSQL (msyspg)',
        'RSA 2048',
        'TLSv1.2',
        'momentum-secure rollback',
      ])
        expect(text).toContain(said);
      expect(text).not.toContain(tree().password());
      expect(text).toContain('********');
    }
  });

  test('Markdown: every table row has as many cells as its head, and no fence ends early', () => {
    const lines = markdown.split('\n');
    const cells = (line: string) => line.replaceAll(/\\./g, '').split('|').length;
    const heads = lines.flatMap((line, at) => (/^\| (--- \| ?)*---? ?\|/.test(line) || /^(\| --- )+\|$/.test(line) ? [at] : []));
    expect(heads.length).toBeGreaterThan(4);
    for (const at of heads)
      for (let row = at; lines[row]?.startsWith('|'); row += 1)
        expect(cells(lines[row] ?? ''), lines[row]).toBe(cells(lines[at] ?? ''));
    const fences = lines.filter((line) => /^`{3,}(diff)?$/.test(line));
    expect(fences.length % 2).toBe(0);
    for (let at = 0; at < fences.length; at += 2) expect(fences[at]).toBe(`${fences[at + 1]}diff`);
    expect(fences.some((fence) => fence.length > 'diff'.length + 3)).toBe(true);
  });

  test('in a browser: one document, nothing loaded, nothing run, nothing complained about', async () => {
    const requests = browser.events
      .filter(({ method }) => method === 'Network.requestWillBeSent')
      .map(({ params }) => params.request.url);
    expect(requests).toEqual([expect.stringMatching(/^file:.*ticket\.html$/)]);
    expect(browser.events.filter(({ method }) => method === 'Log.entryAdded' || method === 'Runtime.exceptionThrown')).toEqual(
      [],
    );
    expect(await browser.evaluate('document.title')).toBe('Change of mail1.example.com: momentum-secure');
    expect(await browser.evaluate('document.querySelectorAll("script, img, link, iframe, [onclick], [style]").length')).toBe(0);
    expect(await browser.evaluate('document.body.textContent.includes("<script>document.title")')).toBe(true);
    expect(await browser.evaluate('document.body.textContent.includes("\\u202e")')).toBe(false);
  });

  test('for a screen reader: headings in order, tables with headers, regions with names', async () => {
    const { nodes } = await browser.ask('Accessibility.getFullAXTree');
    interface Node {
      readonly ignored: boolean;
      readonly role?: { readonly value: string };
      readonly name?: { readonly value: string };
      readonly properties?: readonly { readonly name: string; readonly value: { readonly value: number } }[];
    }
    const seen = (nodes as Node[]).filter(({ ignored }) => !ignored);
    const ofRole = (role: string) => seen.filter((node) => node.role?.value === role);
    const levels = ofRole('heading').map(({ properties }) => properties?.find(({ name }) => name === 'level')?.value.value ?? 0);
    expect(levels[0]).toBe(1);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.reduce((before, level) => {
      expect(level).toBeLessThanOrEqual(before + 1);
      return level;
    });
    expect(ofRole('table').length).toBeGreaterThan(4);
    for (const table of ofRole('table')) expect(table.name?.value).toBeTruthy();
    expect(ofRole('columnheader').length).toBeGreaterThanOrEqual(ofRole('table').length * 2);
    for (const region of ofRole('region')) expect(region.name?.value).toBeTruthy();
    expect(ofRole('main')).toHaveLength(1);
    expect(await browser.evaluate('document.documentElement.lang')).toBe('en');
  });

  test.each([
    ['light', { media: 'screen', features: [{ name: 'prefers-color-scheme', value: 'light' }] }],
    ['dark', { media: 'screen', features: [{ name: 'prefers-color-scheme', value: 'dark' }] }],
    ['on paper', { media: 'print', features: [] }],
  ])('%s: every text stands out from what is behind it (WCAG AA)', async (_, media) => {
    await browser.ask('Emulation.setEmulatedMedia', media);
    expect(await browser.evaluate(LEAST_CONTRAST)).toBeGreaterThanOrEqual(4.5);
  });

  test('on a telephone nothing but tables and diffs is wider than the screen', async () => {
    await browser.ask('Emulation.setEmulatedMedia', { media: 'screen', features: [] });
    await browser.ask('Emulation.setDeviceMetricsOverride', { width: 360, height: 640, deviceScaleFactor: 1, mobile: false });
    expect(await browser.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  });

  test('a format that is not known, and one that is not JSON beside --json, are 64', async () => {
    expect(await tree().secure('plan', '--format', 'pdf')).toMatchObject({
      exit: 64,
      err: expect.stringContaining('text, json, markdown, html'),
    });
    expect((await tree().secureJson('plan', '--format', 'html')).exit).toBe(64);
    expect(JSON.parse((await tree().secure('plan', ...ANSWERS, '--format', 'json')).out)).toHaveProperty('changes');
  });
});

const LEAST_CONTRAST = `(() => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const texts = [...document.body.querySelectorAll('*')].filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
  return Math.min(...texts.map((element) => {
    const [one, other] = [light(numbers(getComputedStyle(element).color)), light(behind(element))];
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  }));
})()`;
