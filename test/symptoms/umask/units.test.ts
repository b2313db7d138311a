import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { LocalHost } from '../../../src/host/local.ts';
import { startUmask } from '../../../src/symptoms/umask/units.ts';

const VENDOR = '/usr/lib/systemd/system';
const ADMIN = '/etc/systemd/system';
const UNIT = '[Service]\nExecStart=/bin/true\n';

async function maskOf(files: Readonly<Record<string, string>>) {
  const root = mkdtempSync('/var/tmp/ms-units-');
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const umask = await startUmask(new LocalHost(root), 'ecelerity');
  return umask && `${umask.mask.toString(8)} ${umask.file}:${umask.line}`;
}

describe('the umask that a service starts with', () => {
  test("is that of its unit; an administrator's takes the place of the vendor's", async () => {
    const vendor = { [`${VENDOR}/ecelerity.service`]: `${UNIT}UMask=0077\n` };
    expect(await maskOf(vendor)).toBe(`77 ${VENDOR}/ecelerity.service:3`);
    expect(await maskOf({ ...vendor, [`${ADMIN}/ecelerity.service`]: UNIT })).toBeUndefined();
  });

  test('drop-ins come after, by their names; those for all services before its own', async () => {
    const files = {
      [`${VENDOR}/ecelerity.service`]: UNIT,
      [`${ADMIN}/service.d/zz.conf`]: '[Service]\nUMask=0077\n',
      [`${ADMIN}/ecelerity.service.d/10.conf`]: '[Service]\nUMask=0022\n',
    };
    expect(await maskOf(files)).toBe(`22 ${ADMIN}/ecelerity.service.d/10.conf:2`);
    const later = { ...files, [`${VENDOR}/ecelerity.service.d/20.conf`]: '[Service]\nUMask = 0027\n' };
    expect(await maskOf(later)).toBe(`27 ${VENDOR}/ecelerity.service.d/20.conf:2`);
  });

  test('an init script has the last word, and takes drop-ins too', async () => {
    const dropIn = { [`${ADMIN}/service.d/umask.conf`]: '[Service]\nUMask=0077\n' };
    expect(await maskOf({ ...dropIn, '/etc/init.d/ecelerity': '#!/bin/sh\numask 022\n' })).toBe('22 /etc/init.d/ecelerity:2');
    expect(await maskOf({ ...dropIn, '/etc/init.d/ecelerity': '#!/bin/sh\n' })).toBe(`77 ${ADMIN}/service.d/umask.conf:2`);
    expect(await maskOf(dropIn), 'without such a service').toBeUndefined();
  });
});
