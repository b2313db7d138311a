import { effective } from '../../config/ecelerity/effective.ts';
import type { Scope } from '../../config/ecelerity/scope.ts';
import { printPath } from '../../config/ecelerity/scope-path.ts';
import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import type { Finding } from '../../model/finding.ts';
import { type MailServer, readGround } from '../../services/ecelerity/ground.ts';
import { endpointOf, listensOf } from '../../services/ecelerity/index.ts';
import { protocolsOf, versionOption } from '../../services/ecelerity/policy.ts';
import { runningMailServer } from '../../services/ecelerity/running.ts';
import { probeProtocols } from '../../tls/probe/probe-protocol.ts';
import type { Protocol } from '../../tls/protocol.ts';

const TIMEOUT_MS = 5000;

/** The configuration loads, and each listening socket answers as it says. Deliveries cannot be seen from here. */
export async function verifyTlsProtocols(host: Host): Promise<readonly Finding[]> {
  const server = await readGround(host);
  if (server === undefined) return [];
  const valid = await validConfiguration(host);
  if ((await runningMailServer(host)).state !== 'running') return valid;
  const listens = listensOf(server.configuration);
  const sockets = await Promise.all(listens.map((listen) => askSocket(host, server, listen)));
  return [...valid, ...sockets.flat()];
}

/** validate_config prints nothing at all where the configuration is invalid. */
async function validConfiguration(host: Host): Promise<readonly Finding[]> {
  const program = LAYOUT.validateConfig;
  if ((await host.stat(program)) === undefined) return [];
  const answer = await host.ask({ program, args: [], timeoutMs: 60_000 });
  const said = `${answer.stdout}${answer.stderr}`.trim();
  const id = 'mail-server-config';
  if (answer.stdout.includes('Configuration valid'))
    return [{ id, status: 'pass', what: 'validate_config finds the configuration valid', evidence: [said] }];
  // Who may not read the files gets no answer either.
  const denied = /permission denied/i.test(said) || process.getuid?.() !== 0;
  if (answer.exit === null || denied)
    return [{ id, status: 'warn', what: 'validate_config could not be asked', evidence: [said] }];
  return [
    {
      id,
      status: 'fail',
      what: 'validate_config does not find the configuration valid',
      evidence: [said === '' ? 'it said nothing, which means no' : said],
    },
  ];
}

async function askSocket(host: Host, server: MailServer, listen: Scope): Promise<readonly Finding[]> {
  const endpoint = endpointOf(server.configuration, listen);
  if (endpoint === undefined) return [];
  const option = versionOption(server, listen);
  const configured = protocolsOf(option, effective(server.configuration, listen, option).value, server.known);
  const answers = await probeProtocols((to) => host.connect(to), endpoint, { timeoutMs: TIMEOUT_MS });
  const accepted = (Object.keys(answers) as Protocol[]).filter((protocol) => answers[protocol].outcome === 'accepted');
  const extra = accepted.filter((protocol) => !configured.includes(protocol));
  const where = `${printPath(listen.path)} (${endpoint.host} port ${endpoint.port})`;
  const evidence = [`configured ${configured.join(' ') || 'nothing'}`, `observed ${accepted.join(' ') || 'nothing'}`];
  if (extra.length > 0)
    return [
      {
        id: 'mail-server-protocols',
        status: 'fail',
        what: `${where} speaks ${extra.join(' and ')}, which is configured to be off`,
        evidence,
      },
    ];
  if (accepted.length === 0)
    return [
      {
        id: 'mail-server-protocols',
        status: 'warn',
        what: `${where} answered no version of TLS`,
        evidence: [...evidence, answers['TLSv1.2'].detail],
      },
    ];
  return [
    { id: 'mail-server-protocols', status: 'pass', what: `${where} speaks ${accepted.join(', ')}, as configured`, evidence },
  ];
}
