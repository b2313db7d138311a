import type { Answers } from '../../answers/answers.ts';
import { printPath } from '../../config/ecelerity/scope-path.ts';
import type { Host } from '../../host/host.ts';
import type { Finding } from '../../model/finding.ts';
import { editedSince } from '../originals.ts';
import { tooOld } from './current.ts';
import { forcedScopes, forcingEdits, leftToGnutls } from './force.ts';
import { judgeFile } from './judge.ts';
import { CHOICE, type DheState, readDhe } from './state.ts';
import { wantedParameters } from './wanted.ts';

/** What is to be known before: what cannot be set here, files that cannot be used, clients that would be cut off. */
export async function dheRisks(host: Host, answers: Answers): Promise<readonly Finding[]> {
  const { dhe } = answers;
  if (dhe === undefined) return [];
  if (dhe === null) return editedSince(host, CHOICE);
  const state = await readDhe(host);
  if (state === undefined) {
    const what = 'dhe was answered, and this host has no configuration of a mail server';
    return [{ id: 'mail-server-absent', status: 'fail', what, evidence: [] }];
  }
  if (!state.applies) return [tooOld(state, 'fail')];
  const wanted = await wantedParameters(host, state, dhe);
  return [
    ...(wanted.outcome === 'refused' ? [refused(wanted.why)] : []),
    ...(dhe.parameters?.startsWith('/')
      ? (await judgeFile(host, dhe.parameters, 'fail')).filter(({ status }) => status !== 'pass')
      : []),
    ...(wanted.outcome === 'file' && dhe.enabled !== false ? [oldJava()] : []),
    ...(wanted.outcome === 'file' && state.server.gnutls ? [gnutls()] : []),
    ...(dhe.enabled === false && state.enabled ? [withoutDhe()] : []),
    ...(dhe.force === true ? forceRisks(state) : []),
  ];
}

function refused(what: string): Finding {
  const steps = ['Move that file away, or give its path as dhe.parameters'];
  return { id: 'dhe-file-taken', status: 'fail', what, evidence: [], remedy: { steps } };
}

function oldJava(): Finding {
  const what = 'Java 6 and 7 know no Diffie-Hellman group of more than 1024 bits: such clients fail where DHE is chosen';
  const evidence = ['DHE is for compatibility: "Server Side TLS" 6.0 has none in its intermediate policy any more'];
  return { id: 'dhe-java', status: 'warn', what, evidence };
}

function gnutls(): Finding {
  const what = 'GnuTLS serves SMTP here: whether tls_dhparams_file reaches it is not documented';
  return { id: 'dhe-gnutls', status: 'warn', what, evidence: ['tls_engine = gnutls'] };
}

function withoutDhe(): Finding {
  const what = 'Without DHE, clients that know no elliptic curves have no forward secrecy, or no cipher in common';
  return { id: 'dhe-off', status: 'warn', what, evidence: [] };
}

function forceRisks({ server }: DheState): readonly Finding[] {
  const findings: Finding[] = [];
  const impossible = forcedScopes(server).flatMap(({ scope, forced }) =>
    forced.refused ? [`${printPath(scope.path)}: ${forced.why}`] : [],
  );
  if (impossible.length > 0) {
    const what = 'Forward secrecy cannot be forced in every scope: no cipher would be left';
    findings.push({ id: 'dhe-force-nothing-left', status: 'fail', what, evidence: firstOf(impossible) });
  }
  const edits = forcingEdits(server);
  if (edits.length > 0) {
    const what = 'Clients that know neither ECDHE nor DHE are refused; on port 25 they may send in plain text instead';
    const evidence = firstOf(edits.map(({ scope }) => printPath(scope.path)));
    findings.push({ id: 'dhe-force-clients', status: 'warn', what, evidence });
  }
  const left = leftToGnutls(server).map((scope) => printPath(scope.path));
  if (left.length > 0) {
    const what = 'Forward secrecy is not forced where GnuTLS serves: its priority strings are left as they are';
    findings.push({ id: 'dhe-force-gnutls', status: 'warn', what, evidence: firstOf(left) });
  }
  return findings;
}

function firstOf(scopes: readonly string[]): readonly string[] {
  return scopes.length <= 5 ? scopes : [...scopes.slice(0, 4), `and ${scopes.length - 4} more scopes`];
}
