import { createPrivateKey, type KeyObject } from 'node:crypto';
import { sha256 } from '../../host/facts.ts';
import { isEncryptedKey } from '../../tls/certificate/key.ts';
import type { Handed } from './handed-pair.ts';

/** Does the key in `pem` open to a passphrase alone? */
export function needsPassphrase(pem: string): boolean {
  return isEncryptedKey(pem);
}

/** A key that cannot be read: its passphrase is another one, or it is none. */
class KeyFileError extends Error {
  override readonly name = 'KeyFileError';
}

/**
 * The key of `file` in clear, in the form that the oldest OpenSSL reads: no service that starts by itself
 * can give a passphrase. Throws KeyFileError.
 */
export function handedKey(pem: string, passphrase: string | undefined, file: string): NonNullable<Handed['key']> {
  const key = read(pem, passphrase, file);
  const type = key.asymmetricKeyType === 'rsa' ? 'pkcs1' : key.asymmetricKeyType === 'ec' ? 'sec1' : 'pkcs8';
  const clear = key.export({ format: 'pem', type }) as string;
  return { pem: clear, from: { kind: 'given', hash: sha256(Buffer.from(clear, 'latin1')) } };
}

function read(pem: string, passphrase: string | undefined, file: string): KeyObject {
  try {
    return createPrivateKey(passphrase === undefined ? pem : { key: pem, passphrase });
  } catch {
    throw new KeyFileError(
      `${file}: ${isEncryptedKey(pem) ? 'the passphrase does not open it' : 'there is no private key in PEM in it'}`,
    );
  }
}
