/** What a plan refers to and never holds: whoever applies it has it at hand. */
export type SecretName = 'servicePassword';

/** Secrets that were given by file or prompt, or that the host itself keeps. They live in memory alone. */
export type Secrets = Readonly<Partial<Record<SecretName, string>>>;

/** A plan needs a secret that nobody has given, and that the host does not keep. */
export class MissingSecretError extends Error {
  override readonly name = 'MissingSecretError';
  /** As it is called among the typed secrets. */
  readonly secret: SecretName;
  constructor(secret: SecretName, what: string) {
    super(what);
    this.secret = secret;
  }
}

/** Stands in the place of a secret in a plan. */
export interface SecretReference {
  readonly secret: SecretName;
}
