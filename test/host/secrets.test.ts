import { expect, test } from 'vitest';
import { knownSecrets, maskSecrets } from '../../src/host/secrets.ts';
import { smallTree } from '../preflight/support.ts';

test('every place in which Momentum keeps a password in plain text is known', async () => {
  const tree = smallTree();
  tree.write('/opt/msys/etc/.svcpasswd', 'from-svcpasswd\n');
  tree.write('/opt/msys/etc/installer/ecelerity.d/ecdb.conf', 'uri = ("pgsql:host=h;user=u;password=from-ecdb")\n');
  tree.write('/opt/msys/ecelerity/etc/conf/default/ecdb.conf', '# "pgsql:host=h;password=commented-out"\n');
  tree.write('/opt/msys/3rdParty/etc/php.d/ecdb.ini', '[ecdb]\necdb.password = "from-ini"\necdb.host = h\n');
  tree.write('/opt/msys/etc/installer/lastinstall', 'db_password=from-installer\nname=x\n');
  const secrets = await knownSecrets(tree.host());
  expect(secrets).toEqual(expect.arrayContaining(['from-svcpasswd', 'from-ecdb', 'commented-out', 'from-ini', 'from-installer']));
  expect(maskSecrets('it is from-svcpasswd here', secrets)).toBe('it is ******** here');
});

test('what says of itself that it is a password or a key is masked unseen', () => {
  for (const line of [
    "host=h password='qq zz' x",
    'db_password = "qq zz"',
    "primary_conninfo = 'host=x password=''qq zz'' user=y'",
    "primary_conninfo = 'host=x password=\\'qq zz\\' user=y'",
    '"pgsql:host=h;password=qqzz"',
  ])
    expect(maskSecrets(line, []), line).not.toMatch(/qq|zz/);
  expect(maskSecrets('PASSWORD = hidden; x', [])).toBe('PASSWORD = ********; x');
  const query = (password: string) => `query = "ldaps:///????bindname=cn=x%2cdc=y,x-bindpw=${password},x-ldap-version=3"`;
  expect(maskSecrets(query('hidden'), [])).toBe(query('********'));
  expect(maskSecrets(query('$pass'), [])).toBe(query('$pass'));
  expect(maskSecrets('PGPASSWORD=hidden psql', [])).toBe('PGPASSWORD=******** psql');
  const key = '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----';
  expect(maskSecrets(`a\n${key}\nb`, [])).toBe('a\n(private key)\nb');
  expect(maskSecrets('-----BEGIN PRIVATE KEY-----\nMIIE', [])).toBe('(private key)');
});

test('a tree without any has none', async () => {
  expect(await knownSecrets(smallTree().host())).toEqual([]);
});
