import type { Host } from '../../host/host.ts';
import type { Finding } from '../../model/finding.ts';
import { judgeDh } from '../../tls/dh/judge.ts';
import { readFile } from './state.ts';

/** Whose processes read the parameters. */
const READER = 'ecuser';

/** What there is to say of one file of parameters. `tooWeak`: what a group that can be broken is, where it is only found and where it was asked for. */
export async function judgeFile(host: Host, file: string, tooWeak: 'warn' | 'fail'): Promise<readonly Finding[]> {
  const reading = await readFile(host, file);
  const steps = ['--set dhe.parameters=ffdhe2048 takes a group of RFC 7919 instead'];
  if (!reading.ok)
    return [
      {
        id: 'dhe-file-unusable',
        status: 'fail',
        what: `The Diffie-Hellman parameters in ${file} cannot be used: ${reading.problem}`,
        evidence: [],
        remedy: { steps },
      },
    ];
  const { path, parameters } = reading;
  const { verdict, why } = judgeDh(parameters.bits);
  const findings: Finding[] = [];
  if (verdict !== 'good') {
    const status = verdict === 'refused' ? tooWeak : 'warn';
    findings.push({
      id: 'dhe-weak',
      status,
      what: `The Diffie-Hellman parameters in ${path}: ${why}`,
      evidence: [],
      remedy: { steps },
    });
  }
  if ((await host.accounts()).find(READER) !== undefined) {
    const [readable] = await host.can([{ account: READER, path, access: 'read' }]);
    if (readable !== true)
      findings.push({
        id: 'dhe-file-unreadable',
        status: 'fail',
        what: `${READER} cannot read the Diffie-Hellman parameters in ${path}`,
        evidence: [],
        remedy: { steps: [`Let ${READER} read it and enter every directory above it, or put it below /opt/msys/ecelerity/etc`] },
      });
  }
  if (findings.length > 0) return findings;
  const of = parameters.group === undefined ? 'a group of its own' : parameters.group;
  return [
    { id: 'dhe-parameters', status: 'pass', what: `${path}: Diffie-Hellman of ${parameters.bits} bits, ${of}`, evidence: [] },
  ];
}
