/** What a plan refers to and never holds: whoever applies it has it at hand. */
export type SecretName = 'servicePassword';

/** Secrets that were given by file or prompt, or that the host itself keeps. They live in memory alone. */
export type Secrets = Readonly<Partial<Record<SecretName, string>>>;

/** Stands in the place of a secret in a plan. */
export interface SecretReference {
  readonly secret: SecretName;
}
