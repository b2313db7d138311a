import type { Host } from '../host/host.ts';
import { type Database, databaseProgram, readDatabase } from '../services/msyspg/database.ts';
import type { Check } from './check.ts';
import { affects } from './targets.ts';

/** A server that was built without SSL does not start with `ssl = on`. */
export const postgresSsl: Check = {
  id: 'postgres-ssl',
  title: 'PostgreSQL built with SSL',
  async run({ host, after, changes }) {
    const id = this.id;
    const database = affects(changes, 'msyspg') ? await readDatabase(after) : undefined;
    if (database?.ssl !== true) return [];
    const built = (await askServer(host, database)) ?? (await readServer(host)) ?? (await askBuild(host));
    if (built === undefined) {
      const what = 'Whether this PostgreSQL was built with SSL cannot be told: neither the server nor pg_config says';
      return [
        { id, status: 'warn', what, evidence: [], remedy: { steps: ['Ask it: SHOW ssl_library, or pg_config --configure'] } },
      ];
    }
    if (built.ssl) return [{ id, status: 'pass', what: 'This PostgreSQL was built with SSL', evidence: [built.evidence] }];
    const what = 'This PostgreSQL was built without SSL: it does not start with ssl = on';
    const steps = ['Install a PostgreSQL that was built --with-openssl, or leave databaseSsl off'];
    return [{ id, status: 'fail', what, evidence: [built.evidence], remedy: { steps } }];
  },
};

interface Built {
  readonly ssl: boolean;
  readonly evidence: string;
}

/** From 12 on the server itself tells; it refuses to be asked as root. */
async function askServer(host: Host, database: Database): Promise<Built | undefined> {
  const program = database.version.atLeast('12') ? await databaseProgram(host, 'postgres') : undefined;
  if (program === undefined) return undefined;
  const answer = await host.ask({
    program,
    args: ['-D', { path: database.directory }, '-C', 'ssl_library'],
    account: database.owner,
  });
  if (answer.exit !== 0) return undefined;
  const library = answer.stdout.trim();
  return { ssl: library !== '', evidence: `${program} -C ssl_library says ${library || 'nothing'}` };
}

/** A program names the functions of the libraries it is linked to; a script that starts another one tells nothing. */
async function readServer(host: Host): Promise<Built | undefined> {
  const program = await databaseProgram(host, 'postgres');
  const file = program && (await host.read(program));
  if (file?.bytes.subarray(0, 4).toString('latin1') !== '\x7fELF') return undefined;
  const ssl = file.bytes.includes('SSL_CTX_');
  return { ssl, evidence: `${file.path} ${ssl ? 'is' : 'is not'} linked to OpenSSL` };
}

async function askBuild(host: Host): Promise<Built | undefined> {
  const program = await databaseProgram(host, 'pg_config');
  const answer = program && (await host.ask({ program, args: ['--configure'] }));
  if (program === undefined || answer?.exit !== 0 || answer.stdout.trim() === '') return undefined;
  const option = /--with-(?:openssl|ssl=openssl)\b/.exec(answer.stdout)?.[0];
  return { ssl: option !== undefined, evidence: `${program} --configure says ${option ?? 'nothing of openssl'}` };
}
