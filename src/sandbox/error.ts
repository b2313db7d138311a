/** The sandbox cannot be made or removed; the message says what is in the way and what to do. */
export class SandboxError extends Error {
  override readonly name: string = 'SandboxError';
}

/** There is no such sandbox: another word has to be given. */
export class UnknownSandboxError extends SandboxError {
  override readonly name = 'UnknownSandboxError';
}
