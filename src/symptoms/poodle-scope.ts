import { editFile } from '../choices/blocks.ts';
import { combined, type OptionEdit } from '../config/ecelerity/edit.ts';
import { settingsIn } from '../config/ecelerity/read.ts';
import type { Scope } from '../config/ecelerity/scope.ts';
import { printPath } from '../config/ecelerity/scope-path.ts';
import { setInConfiguration } from '../config/ecelerity/set-in-configuration.ts';
import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import type { HostPath } from '../model/paths.ts';
import type { Change } from '../plan/change.ts';
import { type MailServer, readGround } from '../services/ecelerity/ground.ts';
import { protocolsOf, tlsScopes } from '../services/ecelerity/policy.ts';
import type { Protocol } from '../tls/protocol.ts';
import { protocolSet } from '../tls/protocol-set.ts';
import { writeProtocols } from '../tls/protocol-string.ts';
import { editText, REPAIR } from './change.ts';
import type { Symptom } from './symptom.ts';

const BROKEN: readonly Protocol[] = ['SSLv2', 'SSLv3'];
const OPTION = 'tls_protocols';

export const poodleScope: Symptom = {
  id: 'poodle-scope',
  title: 'A scope lets SSLv3 in again that the global setting excludes',
  meaning:
    'A value of its own replaces the global one whole. A binding, domain or listener that says +ALL still speaks SSLv3, and is open to POODLE, whatever the global scope says.',
  words: ['POODLE', 'SSLv3', 'tls_protocols', 'scan', 'vulnerability', 'still accepts SSLv3'],
  messages: [
    {
      pattern: /\bPOODLE\b.*\bvulnerable\b|\bvulnerable\b.*\bPOODLE\b/i,
      example: '| ssl-poodle: VULNERABLE: SSL POODLE information leak',
    },
  ],
  concerns: { since: '3.6.6', roles: ['mta'] },
  async check(host) {
    const server = await readGround(host);
    if (server === undefined || server.gnutls || server.known.length === 0) return [];
    const all = settingsIn(server.configuration, server.configuration.global, OPTION).at(-1);
    if (all === undefined || broken(server, all.value).length > 0) return [];
    const open = tlsScopes(server.configuration).filter((scope) => scope.parent !== undefined && own(server, scope).length > 0);
    if (open.length === 0)
      return [{ id: this.id, status: 'pass', what: 'No scope lets in again what the global setting excludes', evidence: [] }];
    const names = open.map(({ path }) => printPath(path));
    const letIn = BROKEN.filter((version) => open.some((scope) => own(server, scope).includes(version)));
    const places = open.map((scope) => {
      const setting = settingsIn(server.configuration, scope, OPTION).at(-1);
      return `${setting?.file}:${setting?.line}: ${printPath(scope.path)} has ${setting?.value}`;
    });
    return [
      {
        id: this.id,
        status: 'fail',
        what: `${names.slice(0, 3).join('; ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''} ${names.length > 1 ? 'let' : 'lets'} ${letIn.join(' and ')} in, which the global setting excludes`,
        evidence: [`${all.file}:${all.line}: globally ${all.value}`, ...places.slice(0, 20)],
        remedy: { changes: await closeScopes(host, server, open), steps: this.steps },
      },
    ];
  },
  steps: ['Commit the change where the configuration is under revision control: eccfg commit, on the manager'],
  faults: [
    {
      what: 'a binding says +ALL below a global +ALL:-SSLv3',
      make: (host) =>
        editText(host, LAYOUT.ecelerityConf, (text) =>
          text
            .replace(/^TLS = "no"$/m, 'TLS = "no"\nTLS_Protocols = "+ALL:-SSLv2:-SSLv3"')
            .replace('Binding "default-binding" {\n', 'Binding "default-binding" {\n  TLS_Protocols = "+ALL"\n'),
        ),
    },
  ],
};

function broken({ known }: MailServer, value: string): readonly Protocol[] {
  return protocolsOf(OPTION, value, known).filter((protocol) => BROKEN.includes(protocol));
}

/** What a scope's own value lets in of it; one without a value of its own follows the global one. */
function own(server: MailServer, scope: Scope): readonly Protocol[] {
  const value = settingsIn(server.configuration, scope, OPTION).at(-1)?.value;
  return value === undefined ? [] : broken(server, value);
}

/** Each keeps what else it allows: mail that TLS 1.0 carries now goes on to be carried. */
async function closeScopes(host: Host, server: MailServer, scopes: readonly Scope[]): Promise<readonly Change[]> {
  const byFile = new Map<HostPath, OptionEdit[]>();
  for (const scope of scopes) {
    const now = protocolsOf(OPTION, settingsIn(server.configuration, scope, OPTION).at(-1)?.value, server.known);
    const left = protocolSet(now.filter((protocol) => !BROKEN.includes(protocol)));
    // A scope for SSLv3 alone is somebody's decision: without it there is no TLS left there.
    if (left.size === 0) continue;
    const edit = setInConfiguration(server.configuration, scope, OPTION, writeProtocols(left, server.known));
    if (edit.file !== undefined && edit.diagnostics.length === 0)
      byFile.set(edit.file.path, [...(byFile.get(edit.file.path) ?? []), edit]);
  }
  const changes: Change[] = [];
  for (const [path, edits] of byFile) {
    const why = 'No scope speaks SSLv3 or older';
    const affects = [{ service: 'ecelerity', action: 'reload' }] as const;
    changes.push(...(await editFile(host, { path, choice: REPAIR, why, affects }, () => combined(edits))));
  }
  return changes;
}
