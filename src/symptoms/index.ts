import { confNotTraversable } from './conf-not-traversable.ts';
import { installerFilesUnreadable } from './installer-files-unreadable.ts';
import { msyspgCertificateExpired } from './msyspg-certificate-expired.ts';
import { msyspgNotRunning } from './msyspg-not-running.ts';
import { poodleScope } from './poodle-scope.ts';
import type { Symptom } from './symptom.ts';
import { umaskInLoginFiles } from './umask-in-login-files.ts';
import { unclosedBrace } from './unclosed-brace.ts';

/** In the order in which they are listed, and told within one status: causes before what they bring about. */
export const symptoms: readonly Symptom[] = [
  umaskInLoginFiles,
  installerFilesUnreadable,
  confNotTraversable,
  unclosedBrace,
  msyspgCertificateExpired,
  msyspgNotRunning,
  poodleScope,
];
