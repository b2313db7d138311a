/** off = no TLS; offer = TLS available, plain text still accepted; require = plain text refused. */
export type SslMode = 'off' | 'offer' | 'require';

export type CertificateSource = 'keep' | 'self-signed';

export interface CertificateAnswers {
  readonly hostname?: string | undefined;
  readonly altNames?: readonly string[] | undefined;
  readonly keyBits?: 2048 | 3072 | 4096 | undefined;
  readonly days?: number | undefined;
}

/**
 * What the operator wants: plain, validated, serialisable. Every key is optional; what is missing
 * stays as the host has it. `null` takes back what an earlier run of ours set.
 */
export interface Answers {
  readonly databaseSsl?: SslMode | null | undefined;
  readonly webUiSsl?: SslMode | null | undefined;
  readonly webUi?: { readonly httpsPort?: number | undefined } | undefined;
  readonly certificates?:
    | (CertificateAnswers & {
        readonly database?: (CertificateAnswers & { readonly source?: CertificateSource | undefined }) | undefined;
        readonly webUi?: (CertificateAnswers & { readonly source?: CertificateSource | undefined }) | undefined;
      })
    | undefined;
}
