import { type Host, HostReadError } from '../host/host.ts';
import type { Finding } from '../model/finding.ts';
import { compareRunning } from '../services/ecelerity/compare-running.ts';
import { readGround } from '../services/ecelerity/ground.ts';
import { policyOf, type ScopePolicy } from '../services/ecelerity/policy.ts';
import { askRunning } from '../services/ecelerity/running-policy.ts';
import { type ScopeSetting, scopeSettings } from '../services/ecelerity/scope-settings.ts';

/** A scope's policy by the files, and by the running server itself. */
export interface MailServerScope extends ScopePolicy {
  /** What `config eval` says; null where it was not asked, or did not answer. */
  readonly running: string | null;
}

export interface MailServerPolicy {
  readonly scopes: readonly MailServerScope[];
  /** What scopes set for themselves beside their versions: ciphers, certificates, keys, authorities. */
  readonly settings: readonly ScopeSetting[];
  /** Where files and running server differ. */
  readonly findings: readonly Finding[];
}

const NONE: MailServerPolicy = { scopes: [], settings: [], findings: [] };

/**
 * Which TLS versions each scope of the mail server allows; none where it has none, or they cannot be read
 * (the survey says which). The running server is asked only `withServices`.
 */
export async function mailServerPolicy(host: Host, withServices: boolean): Promise<MailServerPolicy> {
  try {
    const server = await readGround(host);
    if (server === undefined) return NONE;
    const policy = policyOf(server);
    const running = withServices ? await askRunning(host, server) : undefined;
    return {
      scopes: policy.map((one) => ({ ...one, running: running?.values.get(one.scope) ?? null })),
      settings: scopeSettings(server.configuration),
      findings: running === undefined ? [] : compareRunning(server, policy, running),
    };
  } catch (error) {
    if (error instanceof HostReadError) return NONE;
    throw error;
  }
}
