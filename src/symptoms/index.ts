import { clockBehind } from './clock-behind.ts';
import { confNotTraversable } from './conf-not-traversable.ts';
import { cronAccountLocked } from './cron-account-locked.ts';
import { cronRefusesEcuser } from './cron-refuses-ecuser.ts';
import { curveNamesInvalid } from './curve-names-invalid.ts';
import { dhparamsTooSmall } from './dhparams-too-small.ts';
import { ecelerityConfMissing } from './ecelerity-conf-missing.ts';
import { gnutlsIgnoresProtocols } from './gnutls-ignores-protocols.ts';
import { hostnameDoesNotResolve } from './hostname-does-not-resolve.ts';
import { includeCycle } from './include-cycle.ts';
import { includeMissing } from './include-missing.ts';
import { installerFilesUnreadable } from './installer-files-unreadable.ts';
import { kernelShmmaxTooSmall } from './kernel-shmmax-too-small.ts';
import { lcVariablesSet } from './lc-variables-set.ts';
import { licenseMissing } from './license-missing.ts';
import { localChangesIncluded } from './local-changes-included.ts';
import { localChangesOverride } from './local-changes-override.ts';
import { localeNotUtf8 } from './locale-not-utf8.ts';
import { msyspgCertificateExpired } from './msyspg-certificate-expired.ts';
import { msyspgNotRunning } from './msyspg-not-running.ts';
import { nodeFrozen } from './node-frozen.ts';
import { optionMisspelt } from './option-misspelt.ts';
import { optionTooNew } from './option-too-new.ts';
import { otherMtaOnPort25 } from './other-mta-on-port-25.ts';
import { outboundInPlain } from './outbound-in-plain.ts';
import { overlayNotLast } from './overlay-not-last.ts';
import { poodleScope } from './poodle-scope.ts';
import { selinuxEnforcing } from './selinux-enforcing.ts';
import { starttlsWithoutCertificate } from './starttls-without-certificate.ts';
import { strayCheckouts } from './stray-checkouts.ts';
import type { Symptom } from './symptom.ts';
import { syntaxError } from './syntax-error.ts';
import { tlsFileMissing } from './tls-file-missing.ts';
import { tlsFileUnreadable } from './tls-file-unreadable.ts';
import { tlsProtocolsTooNew } from './tls-protocols-too-new.ts';
import { tlsValueUnknown } from './tls-value-unknown.ts';
import { tlsVerifyWithoutCa } from './tls-verify-without-ca.ts';
import { umaskInLoginFiles } from './umask-in-login-files.ts';
import { unclosedBrace } from './unclosed-brace.ts';
import { uncommittedEdits } from './uncommitted-edits.ts';
import { validateConfigNotExecutable } from './validate-config-not-executable.ts';
import { validateConfigSilent } from './validate-config-silent.ts';
import { workingCopyConflict } from './working-copy-conflict.ts';

/** In the order in which they are listed, and told within one status: causes before what they bring about. */
export const symptoms: readonly Symptom[] = [
  // The host.
  clockBehind,
  selinuxEnforcing,
  hostnameDoesNotResolve,
  kernelShmmaxTooSmall,
  lcVariablesSet,
  localeNotUtf8,
  cronRefusesEcuser,
  cronAccountLocked,
  otherMtaOnPort25,
  licenseMissing,
  // Who may read what.
  umaskInLoginFiles,
  installerFilesUnreadable,
  confNotTraversable,
  // The working copy.
  workingCopyConflict,
  nodeFrozen,
  uncommittedEdits,
  strayCheckouts,
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
  tlsFileMissing,
  tlsFileUnreadable,
  starttlsWithoutCertificate,
  tlsValueUnknown,
  tlsVerifyWithoutCa,
  curveNamesInvalid,
  dhparamsTooSmall,
  gnutlsIgnoresProtocols,
  outboundInPlain,
  poodleScope,
];
