import { dhAnswerWords } from './dh-answer.ts';

/** What one answer means, for `explain` and the docs. */
export interface Explanation {
  readonly key: string;
  readonly allowed: string;
  readonly meaning: string;
  /** Where in Momentum's manual it comes from. */
  readonly source: string;
  readonly risk: string;
  readonly undo: string;
}

const MANUAL = 'Momentum manual, "Security Considerations"';

export const explanations: readonly Explanation[] = [
  {
    key: 'databaseSsl',
    allowed: 'off, offer or require (true is require, false is off)',
    meaning:
      'offer gives PostgreSQL a key and a certificate in its data directory and turns ssl on. require also puts four rules in front of pg_hba.conf that refuse plain text over TCP for everybody, this machine and replication included. The Unix socket is never TLS and is not concerned.',
    source: `${MANUAL}: "Require SSL connections to the database". The manual only says that it enables SSL; require is what the name promises.`,
    risk: 'PostgreSQL is restarted, which ends its sessions. A client that cannot speak TLS is refused by require. Clients that do not check the certificate are protected from listening, not from somebody who stands in between.',
    undo: 'momentum-secure apply --set databaseSsl=off, or rollback of the entry that turned it on.',
  },
  {
    key: 'webUiSsl',
    allowed: 'off, offer or require (true is require, false is off)',
    meaning:
      'offer lets the web console answer https beside http. require sends plain http to https with a temporary redirect (302), so that browsers forget it when it is turned off. Momentum 3.2 to 3.6 only.',
    source: `${MANUAL}: "Require the use of SSL for accessing the web UI". "Solaris and the Web UI" says how it can fail there.`,
    risk: 'Browsers warn about a self-signed certificate. Behind a proxy that ends TLS, require would redirect in a circle: that is looked for and said.',
    undo: 'momentum-secure apply --set webUiSsl=off, or rollback of the entry that turned it on.',
  },
  {
    key: 'encryptedPasswords',
    allowed: 'true or false; null is false',
    meaning:
      'true has credmgr make a database and a key, and store in it the password of ecuser, the service account, for ecconfigd and for the database under every name by which it is reached. Each entry is read back before the mail server is told of them, in a securecreds stanza that names both files. What is there already is kept. The password comes from --password-file, a prompt, or where Momentum keeps it.',
    source: `${MANUAL}: "Enable encrypted password support", and the pages of securecreds and credmgr.`,
    risk: "It is reversible for whoever reads both files. Each node has a store of its own. Where Active Directory authenticates users, it has to be ecuser's password there. credmgr takes the password on its command line alone, where this machine's process list shows it for that moment. Copies in plain text stay where they are, and are named.",
    undo: 'momentum-secure apply --set encryptedPasswords=false, or rollback of the entry that turned it on. Entries of others stay.',
  },
  {
    key: 'tls.inbound',
    allowed:
      'keep, poodle-fix, as-in-manual, intermediate, modern, or a list of versions from SSLv3 to TLSv1.3; null takes back what we set',
    meaning:
      'Which versions of TLS the listeners of the mail server speak: each listener, and every listen, peer and pathway that sets a value of its own.',
    source: `${MANUAL}: "POODLE Vulnerability Fix". The manual sets it globally; scopes with a value of their own do not follow that.`,
    risk: 'Senders that speak none of the versions left cannot use TLS; on port 25 they may send in plain text instead.',
    undo: 'momentum-secure apply --set tls.inbound=null, or rollback of the entry that set it.',
  },
  {
    key: 'tls.outbound',
    allowed: 'as tls.inbound',
    meaning:
      'Which versions of TLS deliveries speak: the global scope, and every binding group, binding and domain that sets a value of its own.',
    source: `${MANUAL}: "POODLE Vulnerability Fix".`,
    risk: 'Deliveries with tls = ifavailable go out in plain text to servers with which no version is in common.',
    undo: 'momentum-secure apply --set tls.outbound=null, or rollback of the entry that set it.',
  },
  {
    key: 'tls.scopes',
    allowed: 'all, global, or a list of scopes as status writes them',
    meaning: 'Which of the scopes that set a value of their own are changed along: all of them by default.',
    source: 'This program.',
    risk: 'A scope that is left out keeps what it has, SSLv3 included.',
    undo: 'Not needed: it changes nothing by itself.',
  },
  {
    key: 'dhe',
    allowed: `true, false, or a mapping of enabled, parameters and force; null takes back what we set`,
    meaning:
      'Diffie-Hellman key exchange of the mail server, global: enabled is tls_enable_dhe_ciphers, parameters is tls_dhparams_file. It is there for compatibility: it gives forward secrecy to clients that know no elliptic curves, and clients of today do not use it. true alone means enabled, with the group ffdhe2048 where none is set.',
    source: `${MANUAL} speaks of forcing forward secrecy; Momentum reference, "tls_dhparams_file" and "tls_enable_dhe_ciphers". Its example makes 512 bits, which are refused here (Logjam, CVE-2015-4000). The guideline "Server Side TLS" 6.0 has no DHE in its intermediate policy any more.`,
    risk: 'Java 6 and 7 know no group of more than 1024 bits: they fail where DHE is chosen.',
    undo: 'momentum-secure apply --set dhe=null, or rollback of the entry that set it.',
  },
  {
    key: 'dhe.enabled',
    allowed: 'true or false',
    meaning: 'Whether ciphers with Diffie-Hellman key exchange are offered at all (tls_enable_dhe_ciphers).',
    source: 'Momentum reference, "tls_enable_dhe_ciphers": 3.6.6 and newer, 4.1.0.2 and newer.',
    risk: 'Without them, clients that know no elliptic curves have no forward secrecy.',
    undo: 'As for dhe.',
  },
  {
    key: 'dhe.parameters',
    allowed: dhAnswerWords,
    meaning:
      "The group that keys are agreed in. ffdhe2048 and its like are those of RFC 7919, written at once. generate makes one of the host's own with openssl, which takes seconds to many minutes. A file is used as it is. built-in takes tls_dhparams_file out.",
    source: 'Momentum reference, "tls_dhparams_file"; RFC 7919; RFC 9325 section 4.5 wants 2048 bits at least.',
    risk: 'As for dhe. Every longer group makes handshakes slower.',
    undo: 'As for dhe.',
  },
  {
    key: 'dhe.force',
    allowed: 'true or false',
    meaning:
      'true takes key exchanges without forward secrecy (RSA above all) out of the tls_ciphers of every listener, and of every listen, peer and pathway with a value of its own. false takes that back.',
    source: `${MANUAL}: forward secrecy.`,
    risk: 'Clients that know neither ECDHE nor DHE are refused; on port 25 they may send in plain text instead. Listeners that GnuTLS serves are left alone.',
    undo: 'momentum-secure apply --set dhe.force=false.',
  },
  {
    key: 'webUi.httpsPort',
    allowed: 'a port, 1 to 65535',
    meaning:
      'The port on which the web console speaks TLS: what it uses now, else what httpd.conf proposes in a commented Listen, else 443.',
    source: 'Apache manual, Listen.',
    risk: 'Somebody else may hold the port: preflight looks.',
    undo: 'Answer the port it was.',
  },
  {
    key: 'certificates.hostname',
    allowed: 'a host name or an address',
    meaning:
      'The name new certificates are for: their common name, and the first of their subjectAltNames. Changing it issues a certificate of ours anew.',
    source: 'Momentum manual, create_ssl_cert: HOSTNAME is the machine that hosts the service.',
    risk: 'A client that checks names refuses a certificate for another one.',
    undo: 'rollback puts the earlier pair back.',
  },
  {
    key: 'certificates.altNames',
    allowed: 'a list of names and addresses',
    meaning:
      'Other names and addresses by which clients reach the services. localhost and the loopback addresses are among the proposed ones.',
    source: 'RFC 6125: clients of today look only here, older Momentum only at the common name.',
    risk: 'As for certificates.hostname.',
    undo: 'rollback puts the earlier pair back.',
  },
  {
    key: 'certificates.keyBits',
    allowed: '2048, 3072 or 4096',
    meaning: 'Length of the RSA key of a new certificate: 2048 is proposed for Momentum 3, 3072 from 4.0 on.',
    source: 'Momentum manual, create_ssl_cert makes 2048 bits.',
    risk: 'Longer keys make handshakes slower.',
    undo: 'rollback puts the earlier pair back.',
  },
  {
    key: 'certificates.days',
    allowed: '1 to 3650',
    meaning: 'For how long a new certificate is good. Days alone never reissue one.',
    source: `${MANUAL}: the self-signed certificate is valid for a year.`,
    risk: 'Nobody warns when it runs out: status says how many days are left.',
    undo: 'Not needed: it concerns new certificates only.',
  },
  {
    key: 'certificates.database.source',
    allowed: 'keep, self-signed, local-ca, files or csr',
    meaning:
      'keep, the default, leaves a valid pair alone. self-signed replaces one that is not ours. local-ca has it signed by a small authority of this host, which clients are given once: renewals then break nobody. files puts the pair in place that the files of certificate, key and chain beside it hold. csr keeps the pair that is there, or makes one to start with, and says how your authority is asked to sign it (certificate request, certificate import).',
    source: 'This program: a pair of your CA is not replaced unasked.',
    risk: 'Clients that trust the replaced certificate refuse the new one.',
    undo: 'off or rollback puts the earlier pair back.',
  },
  {
    key: 'certificates.database.certificate',
    allowed: 'the absolute path of a PEM file on this host, beside source: files',
    meaning:
      'The certificate that somebody else signed, perhaps with its chain. It is read at every plan: what stands there then is put in place, checked as by certificate import, and a renewed one in the same file is a change of the next plan.',
    source: 'This program.',
    risk: 'It ends with the date in it, and nothing of ours renews it: put the renewed one in the same file, then apply --again.',
    undo: 'off or rollback puts the earlier pair back; source: self-signed makes one of ours.',
  },
  {
    key: 'certificates.database.key',
    allowed: 'the absolute path of a PEM file on this host, beside source: files',
    meaning:
      'The private key of the certificate, without a passphrase. It is copied for its service alone (0600), and shown and kept nowhere else. Without this answer, or where the file is gone, the key of the request or the one that is there has to match.',
    source: 'This program.',
    risk: 'Whoever could put another file there would choose which key of this host the service gets: it is refused where others than root could.',
    undo: 'As for certificates.database.certificate.',
  },
  {
    key: 'certificates.database.chain',
    allowed: 'the absolute path of a PEM file on this host, beside source: files',
    meaning:
      "The certificates between the server's own and the root that clients have, each the issuer of the one before; those in the file of the certificate need not be repeated.",
    source: 'RFC 8446 section 4.4.2: the server sends the chain.',
    risk: 'Without it, clients that do not have the intermediate certificate refuse the connection.',
    undo: 'As for certificates.database.certificate.',
  },
];

/** The keys below `group`, as in `tls` or `certificates`; none where it is no group. */
export function keysBelow(group: string): readonly string[] {
  const start = `${group.toLowerCase()}.`;
  return explanations.map(({ key }) => key).filter((key) => key.toLowerCase().startsWith(start));
}

/** The one for `key`; what is answered for one service alone means what it means for all. Undefined for a key that is not known. */
export function explain(key: string): Explanation | undefined {
  const wanted = key.toLowerCase();
  const find = (name: string) => explanations.find((explanation) => explanation.key.toLowerCase() === name);
  const direct = find(wanted);
  if (direct !== undefined) return direct;
  const [, rest = ''] = /^certificates\.(?:database|webui)\.(\w+)$/.exec(wanted) ?? [];
  const found = find(`certificates.database.${rest}`) ?? find(`certificates.${rest}`);
  return found && { ...found, key };
}
