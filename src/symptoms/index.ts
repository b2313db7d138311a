import { confNotTraversable } from './conf-not-traversable.ts';
import { ecelerityConfMissing } from './ecelerity-conf-missing.ts';
import { includeCycle } from './include-cycle.ts';
import { includeMissing } from './include-missing.ts';
import { installerFilesUnreadable } from './installer-files-unreadable.ts';
import { localChangesIncluded } from './local-changes-included.ts';
import { localChangesOverride } from './local-changes-override.ts';
import { msyspgCertificateExpired } from './msyspg-certificate-expired.ts';
import { msyspgNotRunning } from './msyspg-not-running.ts';
import { optionMisspelt } from './option-misspelt.ts';
import { optionTooNew } from './option-too-new.ts';
import { overlayNotLast } from './overlay-not-last.ts';
import { poodleScope } from './poodle-scope.ts';
import type { Symptom } from './symptom.ts';
import { syntaxError } from './syntax-error.ts';
import { tlsProtocolsTooNew } from './tls-protocols-too-new.ts';
import { umaskInLoginFiles } from './umask-in-login-files.ts';
import { unclosedBrace } from './unclosed-brace.ts';
import { validateConfigNotExecutable } from './validate-config-not-executable.ts';
import { validateConfigSilent } from './validate-config-silent.ts';

/** In the order in which they are listed, and told within one status: causes before what they bring about. */
export const symptoms: readonly Symptom[] = [
  umaskInLoginFiles,
  installerFilesUnreadable,
  confNotTraversable,
  // The configuration of the mail server.
  ecelerityConfMissing,
  unclosedBrace,
  syntaxError,
  includeMissing,
  includeCycle,
  tlsProtocolsTooNew,
  optionTooNew,
  optionMisspelt,
  localChangesIncluded,
  localChangesOverride,
  overlayNotLast,
  validateConfigNotExecutable,
  validateConfigSilent,
  // The database.
  msyspgCertificateExpired,
  msyspgNotRunning,
  // TLS of the mail server.
  poodleScope,
];
