import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import type { Change } from '../../plan/change.ts';
import { editText } from '../change.ts';

const QUERY = 'ldaps:///????bindname=$user@company.example,x-bindpw=$pass,x-disable-connection-cache=true,x-ldap-version=3';

/** For faults: users are authenticated by Active Directory, as the manual's page has it, in both configurations. */
export async function byActiveDirectory(host: Host): Promise<readonly Change[]> {
  const common = await editText(host, LAYOUT.commonConfs[0], (text) =>
    text
      .replace(/query = "[^"]*"/, `query = "${QUERY}"`)
      .replace('cache = "ecdb"', 'cache = "activedirectory_auth"')
      .replace(/map = \[.*\]/, 'map = [ user = "%{username}" pass = "%{password}" ]')
      .replace(
        'auth_ds {',
        'Datasource "activedirectory_auth" {\n  uri = ( "ldaps://ads.company.example" )\n  no_cache = true\n}\n\nauth_ds {',
      ),
  );
  const login = (text: string) => text.replace('AuthDigestMD5Parameters', 'AuthLoginParameters');
  return [
    ...common,
    ...(await editText(host, LAYOUT.ecelerityConf, login)),
    ...(await editText(host, LAYOUT.managerConf, login)),
  ];
}
