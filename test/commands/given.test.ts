import { chownSync, lchownSync, statSync, symlinkSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { sharedTree } from '../real/support.ts';

const ECUSER = 28001;
const CONF = 'opt/msys/ecelerity/etc/conf/default/ecelerity.conf';
const SECRET = 'etc/shadow';

/** ecuser writes the configuration, and the directory above it: naming a file must not be the way to get it. */
describe.runIf(process.getuid?.() === 0)('a file of root that ecuser names', () => {
  const tree = sharedTree();
  beforeAll(() => {
    tree().write(SECRET, 'root:hash:1:::\n', 0o600);
    chownSync(tree().at(SECRET), 0, 0);
  });

  const unharmed = () => {
    const { uid, gid, mode } = statSync(tree().at(SECRET));
    expect([uid, gid, mode & 0o7777, tree().read(SECRET)]).toEqual([0, 0, 0o600, 'root:hash:1:::\n']);
  };
  const fix = (symptom: string) => tree().secure('doctor', '--fix', '--yes', '--no-services', '--symptom', symptom);

  test.each([
    ['tls-file-unreadable', 'TLS_Key = "/etc/shadow"\nTLS_Certificate = "/etc/shadow"\n'],
    ['credentials-open', 'securecreds {\n  Credentials = "/etc/shadow"\n  Key = "/etc/shadow"\n}\n'],
  ])('is not given to it by %s', async (symptom, lines) => {
    const before = tree().read(CONF);
    tree().edit(CONF, (text) => `${lines}${text}`);
    expect(await fix(symptom)).toMatchObject({ exit: 2, err: expect.stringContaining('look who had it named') });
    unharmed();
    tree().edit(CONF, () => before);
  });

  test("nor by a link in the place of credmgr's store", async () => {
    for (const end of ['db', 'key']) {
      const link = tree().at(`opt/msys/ecelerity/etc/credentials.${end}`);
      symlinkSync('/etc/shadow', link);
      lchownSync(link, ECUSER, ECUSER);
    }
    await fix('credentials-open');
    unharmed();
    const { exit } = await tree().secure('apply', '--yes', '--no-services', '--set', 'encryptedPasswords=true');
    expect(exit).toBe(3);
    unharmed();
  });
});
