import { createHash, createHmac, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(pbkdf2);

/** A server that asked for more would keep us computing for minutes. */
const MOST_ITERATIONS = 1_000_000;

/** The client's side of SCRAM-SHA-256 without channel binding (RFC 5802 and 7677), as PostgreSQL speaks it. */
export interface Scram {
  /** The first message. */
  readonly first: string;
  /** What answers the server's first message; undefined for a message that is none. */
  final(serverFirst: string): Promise<string | undefined>;
}

export function scram(password: string): Scram {
  const nonce = randomBytes(18).toString('base64');
  // PostgreSQL takes the user from the startup message.
  const bare = `n=,r=${nonce}`;
  return {
    first: `n,,${bare}`,
    async final(serverFirst) {
      const fields = new Map(serverFirst.split(',').map((part) => [part.slice(0, 1), part.slice(2)]));
      const [joint, salt, iterations] = [fields.get('r'), fields.get('s'), Number(fields.get('i'))];
      if (!joint?.startsWith(nonce) || salt === undefined || !(iterations > 0 && iterations <= MOST_ITERATIONS)) return undefined;
      const salted = await derive(password.normalize('NFKC'), Buffer.from(salt, 'base64'), iterations, 32, 'sha256');
      const withoutProof = `c=biws,r=${joint}`;
      const clientKey = hmac(salted, 'Client Key');
      const storedKey = createHash('sha256').update(clientKey).digest();
      const signature = hmac(storedKey, `${bare},${serverFirst},${withoutProof}`);
      const proof = clientKey.map((byte, index) => byte ^ (signature[index] ?? 0));
      return `${withoutProof},p=${Buffer.from(proof).toString('base64')}`;
    },
  };
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
