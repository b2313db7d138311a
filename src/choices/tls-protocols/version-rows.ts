import type { QuestionOption } from '../../model/question.ts';
import type { MailServer } from '../../services/ecelerity/ground.ts';
import { deadProtocols, type ProtocolGround } from '../../tls/dead-protocols.ts';
import { momentumProtocols } from '../../tls/momentum-protocols.ts';
import { type Protocol, protocols, retiredBy } from '../../tls/protocol.ts';
import { protocolRisks } from '../../tls/protocol-risks.ts';
import { protocolSet } from '../../tls/protocol-set.ts';
import { writeProtocols } from '../../tls/protocol-string.ts';

const NATURE: Readonly<Record<Protocol, string>> = {
  SSLv2: 'of 1995, broken in itself (DROWN)',
  SSLv3: 'of 1996, POODLE reads what its CBC ciphers protect',
  'TLSv1.0': 'of 1999, for servers that have nothing newer',
  'TLSv1.1': 'of 2006, hardly anybody needs it',
  'TLSv1.2': 'of 2008, spoken by nearly everybody',
  'TLSv1.3': 'of 2018, the newest',
};

/** Every version there ever was, oldest first: what it is, what retired it, and why it cannot be had here where it cannot. */
export function versionRows(server: MailServer, ground: ProtocolGround): readonly QuestionOption[] {
  const dead = new Map(deadProtocols(protocols, ground).map((one) => [one.protocol, one]));
  return protocols.map((protocol) => {
    const found = dead.get(protocol);
    const disabled = unknownHere(server, protocol) ?? (found?.certain === true ? found.why : undefined);
    const retired = retiredBy[protocol];
    const hint = [
      NATURE[protocol],
      ...(retired === undefined ? [] : [`retired by ${retired}`]),
      ...(found === undefined ? [] : [found.why]),
    ];
    return { value: protocol, label: protocol, hint: hint.join('; '), ...(disabled === undefined ? {} : { disabled }) };
  });
}

/** Why tls_protocols of this Momentum has no word for it. */
function unknownHere({ momentum, known }: MailServer, protocol: Protocol): string | undefined {
  if (momentum === undefined || momentumProtocols(momentum).includes(protocol)) return undefined;
  return known.length === 0
    ? `Momentum ${momentum} has no tls_protocols`
    : `Momentum ${momentum} does not know it: it came with 4.6`;
}

/** The value behind marked versions, and what is wrong with them as a whole. */
export function outcomeOf({ known }: MailServer, marked: readonly string[]): readonly string[] {
  const set = protocolSet(marked as readonly Protocol[]);
  return [`tls_protocols = "${writeProtocols(set, known)}"`, ...protocolRisks(set, known).map(({ what }) => `Careful: ${what}`)];
}
