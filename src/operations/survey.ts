import type { Answers } from '../answers/answers.ts';
import { readJournal } from '../apply/journal.ts';
import { answersKey } from '../choices/certificates/facts.ts';
import { isLocallySigned } from '../choices/certificates/pair.ts';
import type { Current } from '../choices/choice.ts';
import { choices } from '../choices/index.ts';
import { type Host, HostReadError } from '../host/host.ts';
import { findMomentum, type Momentum } from '../host/momentum.ts';
import type { Finding } from '../model/finding.ts';
import { type CertificateStatus, certificateStatus } from '../services/certificate-status.ts';
import { proposedHttpsPort, readWebUi } from '../services/ecwebui/web-ui.ts';
import { services } from '../services/index.ts';
import type { Service } from '../services/service.ts';
import type { Survey } from './engine.ts';
import { unkeptFindings } from './unkept-findings.ts';

/** There is no Momentum under this root. */
class NotMomentumError extends Error {
  override readonly name = 'NotMomentumError';
  constructor(root: string, momentum: Momentum) {
    super(`${root} is not a Momentum tree: ${momentum.evidence}`);
  }
}

/** Throws NotMomentumError where there is nothing to secure. */
export async function requireMomentum(host: Host): Promise<Momentum> {
  const momentum = await findMomentum(host);
  if (!momentum.present) throw new NotMomentumError(host.root, momentum);
  return momentum;
}

/** What is here now. Reads files, asks the tree's programs; opens no connection and changes nothing. */
export async function survey(host: Host): Promise<Survey> {
  const momentum = await requireMomentum(host);
  const states = await Promise.all(
    services.map(async (service) => ({
      id: service.id,
      title: service.title,
      ...(await orFinding(service.id, lookAtService(host, service), () => ({ present: true, state: 'unknown' as const }))),
    })),
  );
  const current = await Promise.all(
    choices.map(async (choice) => {
      const now = await orFinding<Current>(choice.id, choice.current(host), (gap) => ({ answer: undefined, gaps: [gap] }));
      return { id: choice.id, title: choice.title, ...now };
    }),
  );
  return {
    root: host.root,
    momentum: { version: momentum.version?.text, roles: momentum.roles },
    services: states.filter(({ present }) => present).map(({ id, title, state }) => ({ id, title, state })),
    choices: current,
    answers: await answersOf(host, current),
    certificates: await certificatesOf(host, current),
    findings: [
      ...momentumFindings(momentum),
      ...(await unfinishedRun(host)),
      ...(await unkeptFindings(host)),
      ...(await serviceGaps(host)),
    ],
  };
}

/** What cannot be read is something to say, not a reason to say nothing. */
export async function orFinding<T>(about: string, look: Promise<T>, instead: (finding: Finding) => T): Promise<T> {
  try {
    return await look;
  } catch (error) {
    if (!(error instanceof HostReadError)) throw error;
    // What we may not look at is neither right nor wrong.
    const denied = /^(EACCES|EPERM)/.test(error.reason);
    return instead({
      id: `${about.toLowerCase()}-unreadable`,
      status: denied ? 'warn' : 'fail',
      what: error.message,
      evidence: [error.path],
      ...(denied ? { remedy: { steps: ['Look again as root'] } } : {}),
    });
  }
}

async function serviceGaps(host: Host): Promise<readonly Finding[]> {
  const found = await Promise.all(
    services.map((service) => orFinding(service.id, service.gaps?.(host) ?? Promise.resolve([]), (finding) => [finding])),
  );
  return found.flat();
}

async function lookAtService(host: Host, service: Service) {
  return { present: (await service.certificate(host)) !== undefined, state: (await service.running(host)).state };
}

async function answersOf(host: Host, current: readonly { id: string; answer: unknown }[]): Promise<Answers> {
  const made = current.filter(({ answer }) => answer !== undefined);
  // What is asked of the mail server's TLS is called tls in the answers, and comes in directions.
  const told = Object.fromEntries(made.map(({ id, answer }) => [id === 'tlsProtocols' ? 'tls' : id, answer])) as Answers;
  const webUi = told.webUiSsl === undefined || told.webUiSsl === 'off' ? undefined : await readWebUi(host);
  return {
    ...told,
    ...(webUi === undefined ? {} : { webUi: { httpsPort: proposedHttpsPort(webUi) } }),
    ...(await certificateSources(host, told)),
  };
}

/** Which certificates the host's own authority signed: all others are what they are without an answer. */
async function certificateSources(host: Host, told: Answers): Promise<Pick<Answers, 'certificates'>> {
  const sources: Record<string, { readonly source: 'local-ca' }> = {};
  for (const service of services) {
    const key = answersKey(service);
    const { choice } = service;
    if (key === undefined || (choice !== 'databaseSsl' && choice !== 'webUiSsl')) continue;
    if (told[choice] === undefined || told[choice] === 'off') continue;
    const place = await service.certificate(host);
    const local = place !== undefined && (await isLocallySigned(host, place).catch(() => false));
    if (local) sources[key] = { source: 'local-ca' };
  }
  return Object.keys(sources).length === 0 ? {} : { certificates: sources };
}

/** Certificates of the services whose choice is on, or that have none; a stray pair of one that is off serves nobody. */
async function certificatesOf(
  host: Host,
  current: readonly { id: string; answer: unknown }[],
): Promise<readonly CertificateStatus[]> {
  const on = new Set(current.filter(({ answer }) => answer !== 'off' && answer !== undefined).map(({ id }) => id));
  const found = await Promise.all(
    services
      .filter(({ choice }) => choice === undefined || on.has(choice))
      .map((service) => orFinding(service.id, certificateStatus(host, service), () => undefined)),
  );
  return found.filter((status) => status !== undefined);
}

function momentumFindings({ version, evidence }: Momentum): readonly Finding[] {
  if (version === undefined) {
    const what = 'Which version of Momentum this is could not be told; what exists is decided by what is in the tree';
    return [{ id: 'momentum-version-unknown', status: 'warn', what, evidence: [evidence] }];
  }
  if (!version.atLeast('3.2')) {
    const what = `Momentum ${version.text} is older than 3.2: the three install choices do not exist there`;
    return [
      {
        id: 'momentum-too-old',
        status: 'warn',
        what,
        evidence: [evidence],
        remedy: { steps: ['Upgrade Momentum to 3.6.6 or newer'] },
      },
    ];
  }
  return [];
}

/** A run that was cut off: until the next apply or rollback the tree may be in between. */
export async function unfinishedRun(host: Host): Promise<readonly Finding[]> {
  const journal = await readJournal(host).catch(() => undefined);
  if (journal === undefined) return [];
  const what = `A run of momentum-secure did not finish (${journal.doing}, since ${journal.startedAt})`;
  const steps = ['The next apply or rollback puts everything back first'];
  return [{ id: 'unfinished-run', status: 'fail', what, evidence: journal.steps.map(({ path }) => path), remedy: { steps } }];
}
