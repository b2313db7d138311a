import { chmodSync, chownSync, existsSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sharedTree } from '../real/support.ts';

const HTTPD = 'opt/msys/ecwebui/config/httpd.conf';
const CRT = 'opt/msys/ecwebui/config/site/server.crt';

describe('rollback', () => {
  const tree = sharedTree();
  const rollback = (...args: string[]) => tree().secure('rollback', '--yes', '--no-services', ...args);

  test('every file that was edited since is named, and nothing is changed; --keep-edited keeps both', async () => {
    const stock = tree().snapshot();
    await tree().apply({ webUiSsl: 'offer' }, '--no-services');
    tree().edit(HTTPD, (text) => `${text}# mine\n`);
    tree().write(CRT, 'my own certificate\n');
    const edited = tree().snapshot();
    const refused = await rollback();
    expect(refused.exit).toBe(7);
    for (const path of [HTTPD, CRT]) expect(refused.err).toContain(`/${path} was edited since 0001`);
    expect(refused.err).toContain('rollback 0001 --keep-edited');
    expect(tree().snapshot()).toEqual(edited);

    const kept = await rollback('1', '--keep-edited');
    expect(kept.exit, kept.err).toBe(0);
    const after = tree().snapshot();
    for (const path of [HTTPD, CRT]) {
      expect(after[`${path}.edited-since-0001`]).toBe(edited[path]);
      delete after[`${path}.edited-since-0001`];
    }
    expect(after).toEqual(stock);
    expect(readFileSync(tree().at(`${CRT}.edited-since-0001`), 'utf8')).toBe('my own certificate\n');
  });

  test('owner and mode come back too; it is an entry itself, which can be rolled back', async () => {
    const before = tree().snapshot();
    await tree().apply({ webUiSsl: 'offer' }, '--no-services');
    const on = tree().snapshot();
    chmodSync(tree().at(HTTPD), 0o600);
    chownSync(tree().at(HTTPD), 1, 1);
    expect((await rollback()).exit).toBe(0);
    expect(tree().snapshot()).toEqual(before);
    const { doc } = await tree().secureJson('history');
    expect(doc.at(-1)).toMatchObject({ doing: 'rollback of 0003', answers: {} });
    expect((await rollback(doc.at(-1).id)).exit).toBe(0);
    const again = tree().snapshot();
    expect({ ...again, [HTTPD]: '' }).toEqual({ ...on, [HTTPD]: '' });
    expect(statSync(tree().at(HTTPD)).mode & 0o777).toBe(0o600);
  });

  test('an entry on which a later one stands: 7, and which one', async () => {
    await tree().apply({ webUiSsl: 'require' }, '--no-services');
    expect(await rollback('5')).toMatchObject({
      exit: 7,
      err: expect.stringMatching(/changed again by 0006, which stands on 0005/),
    });
  });

  test('show has the whole of an entry', async () => {
    const { doc } = await tree().secureJson('show', '6');
    expect(doc).toMatchObject({ id: '0006', plan: null, momentum: '3.6.6', answers: { webUiSsl: 'require' } });
    const kept = doc.steps.map(({ before }: { before: { copy: string } | null }) => before?.copy).filter(Boolean);
    expect(kept.length).toBeGreaterThan(0);
    for (const copy of kept) expect(existsSync(tree().at(copy))).toBe(true);
    expect((await tree().secure('show', '6')).out).toContain('"webUiSsl": "require"');
  });
});
