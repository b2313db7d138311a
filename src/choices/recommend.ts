import type { SslMode } from '../answers/answers.ts';
import type { Host } from '../host/host.ts';
import { readDatabase } from '../services/msyspg/database.ts';
import { tcpSessions } from '../services/msyspg/sessions.ts';

export interface Recommendation {
  readonly value: SslMode;
  /** One sentence, for the question. */
  readonly why: string;
}

/** What we would answer on this host. A choice that is already made is not argued with downwards. */
export async function recommendation(host: Host, choice: 'databaseSsl' | 'webUiSsl', now: unknown): Promise<Recommendation> {
  if (now === 'require') return { value: 'require', why: 'It is so already.' };
  if (choice === 'webUiSsl')
    return { value: 'require', why: 'The login page asks for a password; the redirect takes everybody along.' };
  const database = await readDatabase(host);
  const seen = database === undefined ? undefined : await tcpSessions(host, database);
  if (seen?.known === true && seen.sessions.every((session) => session.ssl)) {
    return { value: 'require', why: 'Nobody is connected in plain text now.' };
  }
  const why =
    seen?.known === true
      ? 'Somebody is connected in plain text now'
      : 'Whether somebody is connected in plain text cannot be seen here';
  return { value: 'offer', why: `${why}: offer TLS first, and require it once all clients use it.` };
}
