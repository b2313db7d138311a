/** This process's own session; reading the umask means setting it, so it is put back at once. */
export function thisSession(): { readonly umask: number; readonly uid: number } {
  const umask = process.umask(0o022);
  process.umask(umask);
  return { umask, uid: process.getuid?.() ?? -1 };
}
