import { datasourceValue, findDatasources } from '../../config/datasource.ts';
import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import { readText } from '../../host/text.ts';
import type { Finding } from '../../model/finding.ts';
import { type Login, postgresLogin } from '../../tls/probe/login.ts';

const TIMEOUT_MS = 3000;

interface Target {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

/** A password that the database refuses is not worth encrypting: it is tried where this host's clients use it. */
export async function loginFindings(host: Host, password: string): Promise<readonly Finding[]> {
  const targets = await targetsOf(host);
  if (targets.length === 0) {
    const what = 'Whether the password is right was not tried: no client on this host reaches the database over TCP';
    return [{ id: 'encrypted-passwords-login', status: 'warn', what, evidence: [] }];
  }
  return Promise.all(
    targets.map(async (target) => {
      const options = { user: target.user, database: target.database, password, timeoutMs: TIMEOUT_MS };
      return judge(target, await postgresLogin((to) => host.connect(to), target, options));
    }),
  );
}

function judge({ host, port, user }: Target, { outcome, detail }: Login): Finding {
  const id = 'encrypted-passwords-login';
  const where = `PostgreSQL on ${host} port ${port}`;
  switch (outcome) {
    case 'accepted':
      return { id, status: 'pass', what: `${where} lets ${user} in with this password`, evidence: [] };
    case 'refused': {
      const steps = [
        'Give the right one: at its question in the wizard, or --password-file FILE',
        'Under Active Directory it is the one that ecuser has there',
      ];
      return {
        id,
        status: 'fail',
        what: `${where} does not let ${user} in with this password`,
        evidence: [detail],
        remedy: { steps },
      };
    }
    case 'not-asked':
      return {
        id,
        status: 'warn',
        what: `${where} lets ${user} in without a password: which one is right is not proven`,
        evidence: [],
      };
    default:
      return { id, status: 'warn', what: `Whether the password is right could not be tried at ${where}`, evidence: [detail] };
  }
}

async function targetsOf(host: Host): Promise<readonly Target[]> {
  const targets = new Map<string, Target>();
  for (const path of LAYOUT.datasources) {
    const text = (await readText(host, path).catch(() => undefined)) ?? '';
    for (const datasource of findDatasources(text)) {
      const value = (key: string) => datasourceValue(datasource, key);
      const name = value('host') ?? value('hostaddr');
      if (datasource.commented || name === undefined || name === '' || name.startsWith('/')) continue;
      const target = {
        host: name,
        port: Number(value('port') ?? 5432),
        database: value('dbname') ?? 'ecelerity',
        user: value('user') ?? 'ecuser',
      };
      targets.set(`${target.host} ${target.port} ${target.user}`, target);
    }
  }
  return [...targets.values()];
}
