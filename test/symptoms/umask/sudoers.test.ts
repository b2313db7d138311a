import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { LocalHost } from '../../../src/host/local.ts';
import { hostPath } from '../../../src/model/paths.ts';
import { examine } from '../../../src/operations/examine.ts';
import { sudoUmask } from '../../../src/symptoms/umask/sudoers.ts';

const ECCFG = hostPath('/opt/msys/ecelerity/bin/eccfg');

function treeOf(files: Readonly<Record<string, string>>): LocalHost {
  const root = mkdtempSync('/var/tmp/ms-sudoers-');
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return new LocalHost(root);
}

async function maskOf(files: Readonly<Record<string, string>>, runas = 'root', program = ECCFG) {
  const umask = await sudoUmask(treeOf(files), { runas, program });
  return umask && { mask: umask.mask.toString(8), at: `${umask.file}:${umask.line}` };
}

describe('the umask that sudo gives', () => {
  test('is that of the last line that applies, over continued lines and other options', async () => {
    expect(
      await maskOf({ '/etc/sudoers': 'Defaults env_reset, umask=0077\nDefaults secure_path="/bin", \\\n  umask = 027\n' }),
    ).toEqual({
      mask: '27',
      at: '/etc/sudoers:2',
    });
  });

  test('is none where nothing says so, or the caller keeps his', async () => {
    expect(await maskOf({ '/etc/sudoers': 'Defaults umask_override\n# Defaults umask=0077\n' })).toBeUndefined();
    expect(await maskOf({ '/etc/sudoers': 'Defaults umask=0077\nDefaults !umask\n' })).toBeUndefined();
    expect(await maskOf({ '/etc/sudoers': 'Defaults umask=0077\nDefaults umask=0777\n' })).toBeUndefined();
  });

  test('a line about an account or a program is for that alone, and one about a program comes last', async () => {
    const files = {
      '/etc/sudoers': 'Defaults!/opt/msys/ecelerity/bin/ umask=0022\nDefaults>ecuser umask=0002\nDefaults umask=0027\n',
    };
    expect(await maskOf(files)).toMatchObject({ mask: '22' });
    expect(await maskOf(files, 'root', hostPath('/usr/bin/mkdir'))).toMatchObject({ mask: '27' });
    expect(await maskOf(files, 'root', hostPath('/opt/msys/ecelerity/bin/deeper/tool'))).toMatchObject({ mask: '27' });
    const ecuserLast = { '/etc/sudoers': 'Defaults umask=0027\nDefaults>ecuser,admin umask=0022\n' };
    expect(await maskOf(ecuserLast, 'ecuser')).toMatchObject({ mask: '22' });
    expect(await maskOf(ecuserLast)).toMatchObject({ mask: '27' });
  });

  test('files of an included directory are read where it is included, leftovers are not', async () => {
    const files = {
      '/etc/sudoers': '@includedir /etc/sudoers.d\n',
      '/etc/sudoers.d/hardening': 'Defaults umask=0077\n',
      '/etc/sudoers.d/zz.rpmsave': 'Defaults umask=0022\n',
      '/etc/sudoers.d/zz~': 'Defaults umask=0022\n',
    };
    expect(await maskOf(files)).toEqual({ mask: '77', at: '/etc/sudoers.d/hardening:1' });
    expect(await maskOf({ ...files, '/etc/sudoers': '' })).toBeUndefined();
  });
});

test('before an installation it is told of the installer, which a person runs another way', async () => {
  const { findings } = await examine(treeOf({ '/etc/sudoers': 'Defaults umask=0077\n' }), { beforeInstall: true });
  const [first] = findings.filter(({ id }) => id === 'umask-in-sudoers');
  expect(first).toMatchObject({ status: 'fail', remedy: { steps: [expect.stringContaining('./installer')] } });
  expect(first?.remedy?.changes).toBeUndefined();
});
