import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { onDisk, resolveInRoot } from '../../src/host/resolve.ts';
import { hostPath } from '../../src/model/paths.ts';
import { sharedScratch } from '../real/support.ts';

describe('links are followed as if the root were /', () => {
  const scratch = sharedScratch();
  const resolve = (path: string, last = true) => resolveInRoot(scratch(), hostPath(path), last);
  const link = (path: string, target: string) => {
    mkdirSync(dirname(join(scratch(), path)), { recursive: true });
    symlinkSync(target, join(scratch(), path));
  };

  test('an absolute target begins at the root again', async () => {
    mkdirSync(join(scratch(), 'data/pg'), { recursive: true });
    writeFileSync(join(scratch(), 'data/pg/conf'), 'x');
    link('/var/db', '/data');
    expect(await resolve('/var/db/pg/conf')).toEqual({ real: '/data/pg/conf', links: ['/var/db'] });
  });

  test('.. does not climb out, in a path or in a link', async () => {
    link('/up', '../../../../../../etc/passwd');
    expect((await resolve('/up'))?.real).toBe('/etc/passwd');
    link('/deep/down/back', '../../data/./pg');
    expect((await resolve('/deep/down/back/conf'))?.real).toBe('/data/pg/conf');
    expect(onDisk(scratch(), hostPath('/../../etc'))).toBe(`${scratch()}/etc`);
  });

  test('a chain names every link on the way, in order', async () => {
    link('/one', 'two');
    link('/two', '/three');
    link('/three', 'data');
    expect(await resolve('/one/pg')).toEqual({ real: '/data/pg', links: ['/one', '/two', '/three'] });
  });

  test('a loop leads nowhere', async () => {
    link('/round', '/about');
    link('/about', 'round');
    link('/self', 'self');
    for (const path of ['/round', '/self', '/round/x']) expect(await resolve(path)).toBeUndefined();
  });

  test('the last component is not followed where only it is asked for', async () => {
    expect(await resolve('/one', false)).toEqual({ real: '/one', links: [] });
    expect((await resolve('/var/db/pg', false))?.real).toBe('/data/pg');
  });

  test('what is not there is taken as it is, also below a file', async () => {
    expect((await resolve('/nowhere/at/all'))?.real).toBe('/nowhere/at/all');
    expect((await resolve('/data/pg/conf/below'))?.real).toBe('/data/pg/conf/below');
    link('/dangling', '/gone/away');
    expect((await resolve('/dangling'))?.real).toBe('/gone/away');
  });

  test('the disk of / itself', () => {
    expect(onDisk('/', hostPath('/etc/passwd'))).toBe('/etc/passwd');
    expect(onDisk('/srv/tree', hostPath('/'))).toBe('/srv/tree');
  });
});
