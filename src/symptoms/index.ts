import { adminPasswordForgotten } from './admin-password-forgotten.ts';
import { bootstrapFails } from './bootstrap-fails.ts';
import { certificateExpired } from './certificate-expired.ts';
import { certificateKeyMismatch } from './certificate-key-mismatch.ts';
import { certificateMissing } from './certificate-missing.ts';
import { certificateNotYetValid } from './certificate-not-yet-valid.ts';
import { certificateUnreadable } from './certificate-unreadable.ts';
import { clockBehind } from './clock-behind.ts';
import { confNotTraversable } from './conf-not-traversable.ts';
import { consoleNotAuthorized } from './console-not-authorized.ts';
import { consolePasswdUnreadable } from './console-passwd-unreadable.ts';
import { credentialsInTwoPlaces } from './credentials-in-two-places.ts';
import { credentialsMissing } from './credentials-missing.ts';
import { credentialsNotInUse } from './credentials-not-in-use.ts';
import { credentialsOpen } from './credentials-open.ts';
import { cronAccountLocked } from './cron-account-locked.ts';
import { cronRefusesEcuser } from './cron-refuses-ecuser.ts';
import { curveNamesInvalid } from './curve-names-invalid.ts';
import { databaseClientDemandsTls } from './database-client-demands-tls.ts';
import { databaseClientRefusesTls } from './database-client-refuses-tls.ts';
import { dhparamsTooSmall } from './dhparams-too-small.ts';
import { ecconfigdAuthenticationFails } from './ecconfigd-authentication-fails.ts';
import { ecconfigdCertificateWrongName } from './ecconfigd-certificate-wrong-name.ts';
import { ecelerityConfMissing } from './ecelerity-conf-missing.ts';
import { ecwebuiNotRunning } from './ecwebui-not-running.ts';
import { fileSystemNotSupported } from './file-system-not-supported.ts';
import { foregroundSearchPath } from './foreground-search-path.ts';
import { gnutlsIgnoresProtocols } from './gnutls-ignores-protocols.ts';
import { hostnameDoesNotResolve } from './hostname-does-not-resolve.ts';
import { includeCycle } from './include-cycle.ts';
import { includeMissing } from './include-missing.ts';
import { initSchemaFails } from './init-schema-fails.ts';
import { installerFilesUnreadable } from './installer-files-unreadable.ts';
import { kernelShmmaxTooSmall } from './kernel-shmmax-too-small.ts';
import { keyTooOpen } from './key-too-open.ts';
import { keyWrongOwner } from './key-wrong-owner.ts';
import { lcVariablesSet } from './lc-variables-set.ts';
import { ldapCaUnreadable } from './ldap-ca-unreadable.ts';
import { ldapLoginParameters } from './ldap-login-parameters.ts';
import { ldapVersionMissing } from './ldap-version-missing.ts';
import { licenseExpired } from './license-expired.ts';
import { licenseMissing } from './license-missing.ts';
import { listenerNeedsTwoReloads } from './listener-needs-two-reloads.ts';
import { localChangesIncluded } from './local-changes-included.ts';
import { localChangesOverride } from './local-changes-override.ts';
import { localeNotUtf8 } from './locale-not-utf8.ts';
import { lockMethodsInert } from './lock-methods-inert.ts';
import { msyspgCertificateInWrongPlace } from './msyspg-certificate-in-wrong-place.ts';
import { msyspgDataDirectoryOpen } from './msyspg-data-directory-open.ts';
import { msyspgNotRunning } from './msyspg-not-running.ts';
import { msyspgPlainLetIn } from './msyspg-plain-let-in.ts';
import { msyspgSslOff } from './msyspg-ssl-off.ts';
import { nodeFrozen } from './node-frozen.ts';
import { nodesLostOnUpgrade } from './nodes-lost-on-upgrade.ts';
import { opensslThreeFiveDisconnects } from './openssl-three-five-disconnects.ts';
import { optionMisspelt } from './option-misspelt.ts';
import { optionTooNew } from './option-too-new.ts';
import { otherMtaOnPort25 } from './other-mta-on-port-25.ts';
import { outboundInPlain } from './outbound-in-plain.ts';
import { outboundTlsRefused } from './outbound-tls-refused.ts';
import { overlayNotLast } from './overlay-not-last.ts';
import { passwordChangeDelayed } from './password-change-delayed.ts';
import { peerCertificateDates } from './peer-certificate-dates.ts';
import { peerCertificateNotTrusted } from './peer-certificate-not-trusted.ts';
import { policyScriptError } from './policy-script-error.ts';
import { poodleScope } from './poodle-scope.ts';
import { rabbitmqTlsFails } from './rabbitmq-tls-fails.ts';
import { reconfigurationInProgress } from './reconfiguration-in-progress.ts';
import { rootCrtMismatch } from './root-crt-mismatch.ts';
import { scopeCertificateExpired } from './scope-certificate-expired.ts';
import { scopeCertificateKeyMismatch } from './scope-certificate-key-mismatch.ts';
import { scriptletNotOwned } from './scriptlet-not-owned.ts';
import { selinuxEnforcing } from './selinux-enforcing.ts';
import { sessionReuseBreaksReload } from './session-reuse-breaks-reload.ts';
import { sslConnectionHangs } from './ssl-connection-hangs.ts';
import { starttlsWithoutCertificate } from './starttls-without-certificate.ts';
import { strayCheckouts } from './stray-checkouts.ts';
import { svnPermissionDeniedHarmless } from './svn-permission-denied-harmless.ts';
import type { Symptom } from './symptom.ts';
import { syntaxError } from './syntax-error.ts';
import { thirdPartyEtcUnreadable } from './third-party-etc-unreadable.ts';
import { tlsFileMissing } from './tls-file-missing.ts';
import { tlsFileUnreadable } from './tls-file-unreadable.ts';
import { tlsProtocolsTooNew } from './tls-protocols-too-new.ts';
import { tlsRekeyRemoved } from './tls-rekey-removed.ts';
import { tlsValueUnknown } from './tls-value-unknown.ts';
import { tlsVerifyWithoutCa } from './tls-verify-without-ca.ts';
import { umaskInLoginFiles } from './umask-in-login-files.ts';
import { umaskInPam } from './umask-in-pam.ts';
import { umaskInSudoers } from './umask-in-sudoers.ts';
import { umaskInUnits } from './umask-in-units.ts';
import { unclosedBrace } from './unclosed-brace.ts';
import { uncommittedEdits } from './uncommitted-edits.ts';
import { validateConfigNotExecutable } from './validate-config-not-executable.ts';
import { validateConfigSilent } from './validate-config-silent.ts';
import { webUiDefaultAddress } from './web-ui-default-address.ts';
import { webUiIncludeLost } from './web-ui-include-lost.ts';
import { webUiPortShared } from './web-ui-port-shared.ts';
import { webUiPortTwice } from './web-ui-port-twice.ts';
import { webUiRedirectLoop } from './web-ui-redirect-loop.ts';
import { webUiSslModuleMissing } from './web-ui-ssl-module-missing.ts';
import { workingCopyConflict } from './working-copy-conflict.ts';
import { workingCopyForeignOwner } from './working-copy-foreign-owner.ts';
import { workingDirectoryGone } from './working-directory-gone.ts';

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
  umaskInPam,
  umaskInLoginFiles,
  umaskInSudoers,
  umaskInUnits,
  installerFilesUnreadable,
  confNotTraversable,
  thirdPartyEtcUnreadable,
  workingCopyForeignOwner,
  consolePasswdUnreadable,
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
  // Keys and certificates.
  ...msyspgCertificateInWrongPlace,
  ...keyWrongOwner,
  ...keyTooOpen,
  ...certificateUnreadable,
  ...certificateMissing,
  ...certificateKeyMismatch,
  ...certificateNotYetValid,
  ...certificateExpired,
  ...ecconfigdCertificateWrongName,
  // The database.
  msyspgDataDirectoryOpen,
  msyspgSslOff,
  msyspgPlainLetIn,
  databaseClientDemandsTls,
  databaseClientRefusesTls,
  rootCrtMismatch,
  msyspgNotRunning,
  // Encrypted passwords.
  credentialsOpen,
  credentialsInTwoPlaces,
  credentialsMissing,
  credentialsNotInUse,
  // Active Directory.
  ldapCaUnreadable,
  ldapLoginParameters,
  ldapVersionMissing,
  // The web UI.
  webUiIncludeLost,
  webUiSslModuleMissing,
  webUiPortTwice,
  webUiPortShared,
  webUiDefaultAddress,
  webUiRedirectLoop,
  ecwebuiNotRunning,
  // TLS of the mail server.
  tlsFileMissing,
  tlsFileUnreadable,
  scopeCertificateKeyMismatch,
  scopeCertificateExpired,
  starttlsWithoutCertificate,
  tlsValueUnknown,
  tlsVerifyWithoutCa,
  curveNamesInvalid,
  dhparamsTooSmall,
  gnutlsIgnoresProtocols,
  outboundInPlain,
  poodleScope,
  // Without a check: what a person looks at.
  passwordChangeDelayed,
  adminPasswordForgotten,
  ecconfigdAuthenticationFails,
  consoleNotAuthorized,
  foregroundSearchPath,
  scriptletNotOwned,
  policyScriptError,
  outboundTlsRefused,
  peerCertificateNotTrusted,
  peerCertificateDates,
  reconfigurationInProgress,
  tlsRekeyRemoved,
  lockMethodsInert,
  opensslThreeFiveDisconnects,
  sessionReuseBreaksReload,
  sslConnectionHangs,
  initSchemaFails,
  bootstrapFails,
  svnPermissionDeniedHarmless,
  rabbitmqTlsFails,
  fileSystemNotSupported,
  licenseExpired,
  listenerNeedsTwoReloads,
  workingDirectoryGone,
  nodesLostOnUpgrade,
];
