/** Is it a system error with one of these codes? */
export function isErrno(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

/** The system's words for it: `EACCES: permission denied`, without Node's syscall and path. */
export function systemMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message.replace(/, \w+ '.*$/s, '').replace(/, \w+$/, '');
}
