import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import type { Finding } from '../../model/finding.ts';
import { readGround } from '../../services/ecelerity/ground.ts';
import { tlsListensOf } from '../../services/ecelerity/listeners.ts';
import { runningMailServer } from '../../services/ecelerity/running.ts';
import { judgeVersions } from '../../services/judge-target.ts';
import { scanTargets } from '../../services/scan-endpoint.ts';
import type { TlsListener } from '../../services/service.ts';

const MOST_EVIDENCE = 5;

/** The configuration loads, and each listening socket answers as it says. Deliveries cannot be seen from here. */
export async function verifyTlsProtocols(host: Host): Promise<readonly Finding[]> {
  const server = await readGround(host);
  if (server === undefined) return [];
  const valid = await validConfiguration(host);
  const listeners = tlsListensOf(server);
  if (listeners.length === 0) return valid;
  if ((await runningMailServer(host)).state !== 'running') return [...valid, stopped(listeners)];
  const targets = await scanTargets(host, 'ecelerity', listeners);
  return [...valid, ...targets.flatMap(judgeVersions)];
}

function stopped(listeners: readonly TlsListener[]): Finding {
  const what = 'The mail server is stopped: what its listeners would speak was not proven';
  const evidence = listeners.map(({ configured, host, port }) => configured?.scope ?? `${host} port ${port}`);
  return { id: 'mail-server-not-running', status: 'warn', what, evidence: evidence.slice(0, MOST_EVIDENCE) };
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
