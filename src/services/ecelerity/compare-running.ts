import type { Finding } from '../../model/finding.ts';
import { protocols } from '../../tls/protocol.ts';
import { minus } from '../../tls/protocol-set.ts';
import type { MailServer } from './ground.ts';
import { protocolsOf, type ScopePolicy } from './policy.ts';
import type { RunningPolicy } from './running-policy.ts';

const MOST_EVIDENCE = 10;
const ID = 'mail-server-running';

/**
 * What the files say beside what the running server says. It still allowing what a line switches off is a
 * `fail`: somebody relies on that line. Any other difference is waiting for a reload, or the console's.
 */
export function compareRunning(server: MailServer, policy: readonly ScopePolicy[], running: RunningPolicy): readonly Finding[] {
  if (running.values.size === 0) {
    const what = 'The running mail server did not tell what it goes by (config eval)';
    return [{ id: ID, status: 'warn', what, evidence: [running.why] }];
  }
  const asked = policy.filter(({ scope }) => running.values.has(scope));
  const of = ({ scope, option }: ScopePolicy) => protocolsOf(option, running.values.get(scope), server.known);
  const different = asked.filter((one) => minus(of(one), one.protocols).size + minus(one.protocols, of(one)).size > 0);
  if (different.length === 0) return [agreed(asked.length, running)];
  const looser = different.filter((one) => one.note === '' && allowsWhatIsOff(one, of(one)));
  const evidence = different.map((one) => {
    const line = one.file === null ? 'the default' : `${one.file}:${one.line}`;
    const uncertain = one.note === '' ? '' : ` (${one.note})`;
    return `${one.scope}: ${line} says ${one.value ?? '+ALL'}, running is ${running.values.get(one.scope)}${uncertain}`;
  });
  const more = evidence.length > MOST_EVIDENCE ? [`and ${evidence.length - MOST_EVIDENCE} more scopes`] : [];
  return [
    {
      id: ID,
      status: looser.length > 0 ? 'fail' : 'warn',
      what: `The running mail server does not go by its files in ${different.length} of the ${asked.length} scopes that it was asked about`,
      evidence: [...evidence.slice(0, MOST_EVIDENCE), ...more],
      remedy: {
        steps: ['Have it read them: ec_console /tmp/2025 config reload; what was set in the console alone is lost then'],
      },
    },
  ];
}

function allowsWhatIsOff({ option, value }: ScopePolicy, running: readonly (typeof protocols)[number][]): boolean {
  if (value === null) return false;
  const allowed = protocolsOf(option, value, protocols);
  return running.some((protocol) => !allowed.includes(protocol));
}

function agreed(asked: number, { scopes }: RunningPolicy): Finding {
  const what = `The running mail server goes by its files in the ${asked} scopes that it was asked about`;
  return { id: ID, status: 'pass', what, evidence: asked < scopes ? [`of ${scopes} scopes`] : [] };
}
