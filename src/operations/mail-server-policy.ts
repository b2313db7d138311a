import { type Host, HostReadError } from '../host/host.ts';
import { readGround } from '../services/ecelerity/ground.ts';
import { policyOf, type ScopePolicy } from '../services/ecelerity/policy.ts';

export type MailServerPolicy = readonly ScopePolicy[];

/** Which TLS versions each scope of the mail server allows; [] where it has none, or they cannot be read (the survey says which). */
export async function mailServerPolicy(host: Host): Promise<MailServerPolicy> {
  try {
    const server = await readGround(host);
    return server === undefined ? [] : policyOf(server);
  } catch (error) {
    if (error instanceof HostReadError) return [];
    throw error;
  }
}
