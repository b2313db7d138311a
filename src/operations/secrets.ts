import type { Answers } from '../answers/answers.ts';
import type { Host } from '../host/host.ts';
import { keptServicePassword } from '../host/secrets.ts';
import type { TypedSecrets } from '../model/question.ts';
import type { Change } from '../plan/change.ts';
import { MissingSecretError, type Secrets } from '../plan/secret.ts';

/** For planning: what was given, else what Momentum keeps on the host; {} where the answers need none. */
export async function secretsFor(host: Host, answers: Answers, given: TypedSecrets = {}): Promise<Secrets> {
  return answers.encryptedPasswords === true ? found(host, given) : {};
}

/** For applying: every secret that the changes refer to. Throws MissingSecretError, before anything is done. */
export async function secretsOf(host: Host, changes: readonly Change[], given: TypedSecrets = {}): Promise<Secrets> {
  if (!referToSecret(changes)) return {};
  const secrets = await found(host, given);
  if (secrets.servicePassword === undefined)
    throw new MissingSecretError(
      'servicePassword',
      'The plan needs the password of ecuser, the service account, which it does not hold',
    );
  return secrets;
}

/** Is there a tool among the changes that is handed a password? */
export function referToSecret(changes: readonly Change[]): boolean {
  return changes.some((change) => change.kind === 'tool' && change.args.some((arg) => typeof arg !== 'string'));
}

async function found(host: Host, { servicePassword: typed = '' }: TypedSecrets): Promise<Secrets> {
  const servicePassword = typed === '' ? await keptServicePassword(host) : typed;
  return servicePassword === undefined ? {} : { servicePassword };
}
