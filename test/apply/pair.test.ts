import { lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LocalMachine } from '../../src/apply/local-machine.ts';
import { type Half, type Pair, sweepPair, switchPair } from '../../src/apply/pair.ts';
import { replacePair } from '../../src/apply/pair-step.ts';
import { hostPath, joinPath } from '../../src/model/paths.ts';
import { contents, dyingMachine, ECUSER, forget, hosts, makeTree, PRIVATE, PUBLIC, put } from './support.ts';

const directory = hostPath('/srv');

function pair(which: string): Pair {
  const half = (name: string, attributes: Half['attributes']): Half => ({
    path: joinPath(directory, name),
    bytes: Buffer.from(which),
    attributes,
  });
  return [half('server.key', PRIVATE), half('server.crt', PUBLIC)];
}

function place(root: string) {
  put(root, '/srv/server.key', 'old', ECUSER, 0o600);
  put(root, '/srv/server.crt', 'old', ECUSER, 0o644);
}

/** What a server that opens both names reads, with the owner and mode it checks the key for. */
function seen(root: string): readonly string[] {
  return ['server.key', 'server.crt'].map((name) => readFileSync(join(root, 'srv', name), 'utf8'));
}

test('after every single act both names lead to halves that match, and at the end they are plain files', async () => {
  const states = new Set<string>();
  for (let at = 1; ; at += 1) {
    const root = makeTree();
    place(root);
    const dying = dyingMachine(new LocalMachine(root), at);
    await switchPair(dying.machine, pair('old'), pair('new'), 'token').catch(() => undefined);
    const [key, certificate] = seen(root);
    expect([key, certificate], `act ${at}`).toEqual([key, key]);
    states.add(key ?? '');
    if (dying.calls() < at) {
      const owner = `${ECUSER.uid}:${ECUSER.gid}`;
      await sweepPair(new LocalMachine(root), hosts(root)(), directory);
      expect(contents(root)).toMatchObject({
        '/srv/server.key': `600 ${owner} x1 new`,
        '/srv/server.crt': `644 ${owner} x1 new`,
      });
      expect(readdirSync(join(root, 'srv'))).toEqual(['server.crt', 'server.key']);
      break;
    }
    // Whatever it left, a later one gets through, and sweeps.
    await replacePair(new LocalMachine(root), hosts(root), pair('third'));
    expect(seen(root)).toEqual(['third', 'third']);
    expect(lstatSync(join(root, 'srv/server.key')).isFile()).toBe(true);
    expect(readdirSync(join(root, 'srv')), `act ${at}`).toEqual(['server.crt', 'server.key']);
    forget(root);
  }
  expect([...states].sort()).toEqual(['new', 'old']);
});

test('while the names are links, what they lead to has the owner and mode that a server wants of a key', async () => {
  const root = makeTree();
  place(root);
  const dying = dyingMachine(new LocalMachine(root), 15);
  await switchPair(dying.machine, pair('old'), pair('new'), 'token').catch(() => undefined);
  expect(lstatSync(join(root, 'srv/server.key')).isSymbolicLink()).toBe(true);
  const file = readdirSync(join(root, 'srv')).find((name) => name.endsWith('-now'));
  const facts = lstatSync(join(root, 'srv', file ?? '', 'server.key'));
  expect([facts.mode & 0o7777, facts.uid]).toEqual([0o600, ECUSER.uid]);
  expect(lstatSync(join(root, 'srv', file ?? '')).mode & 0o7777).toBe(0o700);
});

test('a disk that is full stops it while both names are as they were', async () => {
  const root = makeTree();
  place(root);
  // Everything up to the tenth act takes space; the links and renames after it do not.
  for (let at = 1; at <= 10; at += 1) {
    const dying = dyingMachine(new LocalMachine(root), at);
    await switchPair(dying.machine, pair('old'), pair('new'), `full${at}`).catch(() => undefined);
    for (const name of ['server.key', 'server.crt']) expect(lstatSync(join(root, 'srv', name)).isFile(), `act ${at}`).toBe(true);
    expect(seen(root)).toEqual(['old', 'old']);
  }
});

test('a name that was planted to look like ours neither stops it nor leads it elsewhere', async () => {
  const root = makeTree();
  place(root);
  put(root, '/etc/victim', 'victim');
  mkdirSync(join(root, 'srv/.momentum-secure-pair-planted/deep/er'), { recursive: true });
  symlinkSync(join(root, 'etc'), join(root, 'srv/.momentum-secure-pair-link'));
  await replacePair(new LocalMachine(root), hosts(root), pair('new'));
  expect(seen(root)).toEqual(['new', 'new']);
  expect(readFileSync(join(root, 'etc/victim'), 'utf8')).toBe('victim');
  expect(readdirSync(join(root, 'srv'))).toContain('.momentum-secure-pair-planted');
});
