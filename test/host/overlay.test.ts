import { expect, test } from 'vitest';
import { sha256 } from '../../src/host/facts.ts';
import type { Host } from '../../src/host/host.ts';
import { hostPath } from '../../src/model/paths.ts';
import type { Change } from '../../src/plan/change.ts';
import { creation, smallTree } from '../preflight/support.ts';

const FILE = hostPath('/opt/msys/file.conf');
const common = { choice: 'test', why: 'a test', affects: [] } as const;
const text = async (host: Host, path = FILE) => (await host.read(path))?.bytes.toString('latin1');

async function stock() {
  const tree = smallTree();
  tree.write(FILE, 'one\ntwo\n');
  const host = tree.host();
  const hash = (await host.read(FILE))?.hash ?? '';
  const edit = (start: number, end: number, put: string, onHash = hash): Change => ({
    kind: 'edit',
    path: FILE,
    onHash,
    splices: [{ start, end, text: put }],
    ...common,
  });
  return { tree, host, hash, edit };
}

test('edits of one file lie over each other, and over those of an earlier overlay', async () => {
  const { host, edit } = await stock();
  const first = host.after([edit(0, 3, 'eins')]);
  expect(await text(first)).toBe('eins\ntwo\n');
  const second = first.after([edit(5, 8, 'zwei', (await first.read(FILE))?.hash)]);
  expect(await text(second)).toBe('eins\nzwei\n');
  expect(await text(host.after([edit(0, 3, 'eins'), edit(5, 8, 'zwei')]))).toBe('eins\nzwei\n');
  expect(await text(host)).toBe('one\ntwo\n');
});

test('owner and mode stay with an edit, and the hash is that of the new bytes', async () => {
  const { host, edit } = await stock();
  const [now, later] = [await host.stat(FILE), await host.after([edit(0, 0, '# ')]).read(FILE)];
  expect(later).toMatchObject({ uid: now?.uid, mode: now?.mode, size: 10, hash: sha256(Buffer.from('# one\ntwo\n')) });
});

test('what is removed is gone from every question; what is made is there for all', async () => {
  const { host, hash } = await stock();
  const gone = host.after([{ kind: 'remove', path: FILE, onHash: hash, ...common }]);
  expect([await gone.stat(FILE), await gone.lstat(FILE), await gone.read(FILE)]).toEqual([undefined, undefined, undefined]);
  expect(await gone.list(hostPath('/opt/msys'))).toEqual([]);
  const made = gone.after([creation(FILE)]);
  expect((await made.stat(FILE))?.kind).toBe('file');
  expect(await made.list(hostPath('/opt/msys'))).toEqual(['file.conf']);
});

test('a pair that is only made when it is applied is there, and its bytes are not', async () => {
  const { host } = await stock();
  const [keyPath, certificatePath] = [hostPath('/opt/msys/server.key'), hostPath('/opt/msys/server.crt')];
  const facts = { hostname: 'localhost', altNames: [], keyBits: 2048, days: 1 } as const;
  const attributes = { owner: 'ecuser', group: 'ecuser', mode: 0o600 };
  const after = host.after([
    {
      kind: 'certificate',
      service: 'ecwebui',
      keyPath,
      certificatePath,
      facts,
      keyAttributes: attributes,
      certificateAttributes: attributes,
      ...common,
    },
  ]);
  expect(await after.stat(keyPath)).toMatchObject({ kind: 'file', owner: 'ecuser', mode: 0o600 });
  expect((await after.read(certificatePath))?.bytes.length).toBe(0);
});

test('no changes are the host itself', async () => {
  const { host } = await stock();
  expect(host.after([])).toBe(host);
});
