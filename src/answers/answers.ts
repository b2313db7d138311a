import type { GeneratedBits, GroupName } from '../tls/dh/groups.ts';

/** off = no TLS; offer = TLS available, plain text still accepted; require = plain text refused. */
export type SslMode = 'off' | 'offer' | 'require';

/** Named policies for protocol versions. */
export type ProtocolPreset = 'poodle-fix' | 'as-in-manual' | 'intermediate' | 'modern';

/** A named policy, the versions that are to be spoken, or a word that it stays as the host has it. */
export type ProtocolAnswer = ProtocolPreset | 'keep' | readonly string[];

/** How Momentum is to come by its Diffie-Hellman group: one of RFC 7919, one of the host's own, a file that is there, or what it has built in. */
export type DhAnswer = GroupName | `generate:${GeneratedBits}` | `/${string}` | 'built-in';

/**
 * `local-ca`: signed by a small authority of the host's own. `files`: a pair that is handed over, in files of
 * the host. `csr`: an authority that the operator goes to with a request is to sign it.
 */
export type CertificateSource = 'keep' | 'self-signed' | 'local-ca' | 'files' | 'csr';

export interface CertificateAnswers {
  readonly hostname?: string | undefined;
  readonly altNames?: readonly string[] | undefined;
  readonly keyBits?: 2048 | 3072 | 4096 | undefined;
  readonly days?: number | undefined;
}

/** What is answered for one service alone. */
export interface ServiceCertificateAnswers extends CertificateAnswers {
  readonly source?: CertificateSource | undefined;
  /** With `files`, and only there: absolute paths, PEM. Without a key, the one that is there has to match. */
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
  readonly chain?: string | undefined;
}

/**
 * What the operator wants: plain, validated, serialisable. Every key is optional; what is missing
 * stays as the host has it. `null` takes back what an earlier run of ours set.
 */
export interface Answers {
  readonly databaseSsl?: SslMode | null | undefined;
  readonly webUiSsl?: SslMode | null | undefined;
  /** The third install choice; null as false takes back what an earlier run made. */
  readonly encryptedPasswords?: boolean | null | undefined;
  readonly webUi?: { readonly httpsPort?: number | undefined } | undefined;
  readonly tls?:
    | {
        /** What listens; null takes back what an earlier run set. */
        readonly inbound?: ProtocolAnswer | null | undefined;
        /** What delivers: bindings, domains, and the global scope. */
        readonly outbound?: ProtocolAnswer | null | undefined;
        /** Which scopes that set a value of their own are changed too: all by default. */
        readonly scopes?: 'all' | 'global' | readonly string[] | undefined;
      }
    | undefined;
  readonly dhe?:
    | {
        readonly enabled?: boolean | undefined;
        readonly parameters?: DhAnswer | undefined;
        /** Listeners without key exchanges that have no forward secrecy. */
        readonly force?: boolean | undefined;
      }
    /** Takes back what an earlier run set. */
    | null
    | undefined;
  readonly certificates?:
    | (CertificateAnswers & {
        readonly database?: ServiceCertificateAnswers | undefined;
        readonly webUi?: ServiceCertificateAnswers | undefined;
      })
    | undefined;
}
