import { planEncryptedPasswords } from '../../choices/encrypted-passwords/plan.ts';
import type { Host } from '../../host/host.ts';
import { keptServicePassword } from '../../host/secrets.ts';
import type { Change } from '../../plan/change.ts';
import { MissingSecretError } from '../../plan/secret.ts';

/** What the choice would do, with the password that Momentum keeps here; [] where it needs one and there is none. */
export async function takenUp(host: Host): Promise<readonly Change[]> {
  const servicePassword = await keptServicePassword(host);
  try {
    return await planEncryptedPasswords(
      host,
      { encryptedPasswords: true },
      servicePassword === undefined ? {} : { servicePassword },
    );
  } catch (error) {
    if (error instanceof MissingSecretError) return [];
    throw error;
  }
}
