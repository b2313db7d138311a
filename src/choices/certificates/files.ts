import type { Answers, ServiceCertificateAnswers } from '../../answers/answers.ts';
import { type Host, type HostFile, HostReadError } from '../../host/host.ts';
import { replaceableOnTheWay } from '../../host/trust.ts';
import type { Finding } from '../../model/finding.ts';
import { octal } from '../../model/ownership.ts';
import { hostPath } from '../../model/paths.ts';
import type { CertificatePlace } from '../../services/service.ts';
import { chainNotSent } from './chain-sent.ts';
import type { CertificateKey } from './facts.ts';
import { type Handed, isInPlace, objection, type PairTarget, type PlannedPair, pemsOf, planHanded } from './handed-pair.ts';

type FileAnswer = 'certificate' | 'key' | 'chain';

/** Where the files of `source: files` are taken in: whose pair they become. */
export interface FilesTarget extends PairTarget {
  readonly key: CertificateKey;
}

/**
 * Puts the pair in place that files of the host hold. What stands there already is not refused any more,
 * only warned about: it is no reason to refuse other answers.
 */
export async function planFiles(host: Host, answers: Answers, target: FilesTarget): Promise<PlannedPair> {
  const answered = answers.certificates?.[target.key] ?? {};
  const { handed, objections } = await takeFiles(host, answered);
  const { changes, findings } =
    handed === undefined
      ? { changes: [], findings: [] }
      : await planHanded(
          host,
          { ...target, affects: await effectOf(host, target) },
          handed,
          answers,
          howToGiveKey(target.key, answered.key),
        );
  const unsent = handed === undefined ? [] : await chainNotSent(host, target, pemsOf(handed));
  const all = [...objections, ...findings, ...unsent].map((finding) => about(finding, target, answered));
  if (handed !== undefined && (await isInPlace(host, target.place, pemsOf(handed))))
    return {
      changes: [],
      findings: all.map((finding) => (finding.status === 'fail' ? { ...finding, status: 'warn' } : finding)),
    };
  if (objections.some(({ status }) => status === 'fail')) return { changes: [], findings: all };
  return { changes: changes.map((change) => ({ ...change, why: `${change.why}, in ${answered.certificate}` })), findings: all };
}

/** Does what the files hold stand in that place? */
export async function areInPlace(host: Host, answered: ServiceCertificateAnswers, place: CertificatePlace): Promise<boolean> {
  const { handed } = await takeFiles(host, answered);
  return handed !== undefined && isInPlace(host, place, pemsOf(handed));
}

/** Where a pair is served already it takes no more than at a renewal. */
async function effectOf(host: Host, { service, place, affects }: FilesTarget): Promise<PairTarget['affects']> {
  const both = await Promise.all([host.stat(place.key), host.stat(place.certificate)]);
  return both.includes(undefined) ? affects : [{ service: service.id, action: await service.renewal(host) }];
}

function howToGiveKey(key: CertificateKey, named: string | undefined): string {
  const how = 'without a passphrase (openssl pkey -in OLD -out NEW takes one away)';
  return named === undefined
    ? `Name the file of its key, ${how}: --set certificates.${key}.key=FILE`
    : `Put the key of this certificate in ${named}, ${how}`;
}

/** Which service it is about, and from where what was judged came. */
function about(finding: Finding, { service, key }: FilesTarget, answered: ServiceCertificateAnswers): Finding {
  const named = (['certificate', 'key', 'chain'] as const).filter((name) => answered[name] !== undefined);
  const evidence = named.map((name) => `certificates.${key}.${name}: ${answered[name]}`);
  return { ...finding, what: `${service.title}: ${finding.what}`, evidence: [...finding.evidence, ...evidence] };
}

/** `handed` undefined: without the certificate there is nothing to judge. */
async function takeFiles(
  host: Host,
  answered: ServiceCertificateAnswers,
): Promise<{ readonly handed?: Handed; readonly objections: readonly Finding[] }> {
  const objections: Finding[] = [];
  const take = async (name: FileAnswer) => {
    const path = answered[name];
    if (path === undefined) return undefined;
    const taken = await readHanded(host, path, name);
    objections.push(...taken.objections);
    return taken.file;
  };
  const [certificate, chain, key] = [await take('certificate'), await take('chain'), await take('key')];
  if (certificate === undefined) return { objections };
  const handed = {
    certificate: certificate.bytes.toString('latin1'),
    chain: chain?.bytes.toString('latin1') ?? '',
    key: key && { pem: key.bytes.toString('latin1'), from: { kind: 'kept', path: key.path, hash: key.hash } as const },
  };
  return { handed, objections };
}

interface Taken {
  readonly file?: HostFile;
  readonly objections: readonly Finding[];
}

/** Root reads where others may put links: only by way of what they cannot replace is it what the operator meant. */
async function readHanded(host: Host, text: string, name: FileAnswer): Promise<Taken> {
  const path = hostPath(text);
  const no = (what: string, ...steps: readonly string[]): Taken => ({ objections: [objection(name, what, ...steps)] });
  try {
    const facts = await host.stat(path);
    // Once it is in place, the key need not lie about any more: the one that is there may do.
    if (facts === undefined)
      return name === 'key' ? { objections: [] } : no(`${path} is not there`, 'Put it there, or name the place where it is');
    if (facts.kind !== 'file') return no(`${path} is a ${facts.kind}, not a file`, 'Name the file itself');
    const link = facts.followed.find(({ trusted }) => !trusted);
    if (link !== undefined) return no(`${link.path} is a link that others than root decide about`, 'Name the file it leads to');
    const file = await host.read(path);
    if (file === undefined) return no(`${path} is not a file any more`);
    return { file, objections: name === 'key' ? await keyObjections(host, file) : [] };
  } catch (error) {
    if (!(error instanceof HostReadError)) throw error;
    return no(error.message);
  }
}

/** Whoever can put another file there chooses which key of this host the service, and with it its account, gets. */
async function keyObjections(host: Host, file: HostFile): Promise<readonly Finding[]> {
  const { path } = file;
  const move = 'Put it where only root can write, as in /root: owner root, mode 0600';
  const replaceable = await replaceableOnTheWay(host, file);
  if (replaceable !== undefined) {
    const what = `${path} is no safe place for a key: others than root can replace ${replaceable.path} (${replaceable.by})`;
    return [objection('key', what, move)];
  }
  if (file.links > 1) return [objection('key', `${path} has ${file.links} names (hard links): one of them may be others'`, move)];
  if ((file.mode & 0o007) === 0) return [];
  const what = `${path} is open to everybody on this host (mode ${octal(file.mode)})`;
  return [{ ...objection('key', what, `chmod 600 ${path}`), status: 'warn' }];
}
