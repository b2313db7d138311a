import type { FileFacts, FileKind, Host } from '../host/host.ts';
import { ownership } from '../model/ownership.ts';
import { type HostPath, parentOf } from '../model/paths.ts';
import type { PlannedFinding } from '../plan/change.ts';
import type { Check } from './check.ts';
import { type Target, targetsOf } from './targets.ts';

/**
 * Below directories that ecuser and msyspg own, a link is a way to make root write elsewhere. apply
 * refuses these by itself, at the last moment; here they are named before.
 */
export const links: Check = {
  id: 'links',
  title: 'Links and special files',
  async run({ host, changes }) {
    if (changes.length === 0) return [];
    const targets = targetsOf(changes);
    const found = (await Promise.all(targets.map((target) => lookAt(host, target)))).filter((finding) => finding !== undefined);
    if (found.length > 0) return unique(found);
    const what = 'Every file that changes is a plain file with one name, reached through no link of others';
    return [{ id: this.id, status: 'pass', what, evidence: targets.map(({ path }) => path) }];
  },
};

async function lookAt(host: Host, { path, kind }: Target): Promise<PlannedFinding | undefined> {
  const facts = await host.stat(path);
  if (facts === undefined) return absent(host, path);
  const link = facts.followed.find(({ trusted }) => !trusted);
  if (link !== undefined) return untrustedLink(host, path, link.path);
  if (kind === 'directory' || (kind === 'file' && facts.kind === 'directory')) return inTheWay(path, facts);
  if (facts.kind !== 'file' && facts.kind !== 'directory') return special(path, facts);
  return facts.kind === 'file' && facts.links > 1 ? hardLinked(path, facts) : undefined;
}

/** Nothing is there: then nothing may lead there either, and the directory has to be reached properly. */
async function absent(host: Host, path: HostPath): Promise<PlannedFinding | undefined> {
  const [itself, directory] = await Promise.all([host.lstat(path), host.stat(parentOf(path))]);
  const link = directory?.followed.find(({ trusted }) => !trusted);
  if (link !== undefined) return untrustedLink(host, path, link.path);
  if (itself === undefined) return undefined;
  const what = `${path} is a symbolic link to ${itself.target}, which leads nowhere: a file is to be made there`;
  return fail('links-dangling', what, [`${path} belongs to ${itself.owner}`], `rm ${path}, if nobody needs it`);
}

async function untrustedLink(host: Host, path: HostPath, link: HostPath): Promise<PlannedFinding> {
  const [facts, directory] = await Promise.all([host.lstat(link), host.stat(parentOf(link))]);
  const way = link === path ? '' : ` on the way to ${path}`;
  const what = `${link}${way} is a symbolic link that others than root decide about: it belongs to ${facts?.owner ?? 'nobody'}`;
  const evidence = [
    `${link} leads to ${facts?.target}`,
    ...(directory === undefined ? [] : [`${directory.path} is ${ownership(directory)}`]),
  ];
  return fail(
    'links-untrusted',
    what,
    evidence,
    `Look who made it and why; put what it leads to in its place, or let root own both the link and ${parentOf(link)}`,
  );
}

const KIND: Readonly<Record<FileKind, string>> = {
  file: 'a file',
  directory: 'a directory',
  link: 'a link',
  socket: 'a socket',
  fifo: 'a named pipe',
  device: 'a device',
};

function special(path: HostPath, facts: FileFacts): PlannedFinding {
  const what = `${path} is ${KIND[facts.kind]}, where a plain file was expected`;
  return fail('links-special', what, [ownership(facts)], `Look who made it: ls -l ${path}; remove it, if nobody needs it`);
}

function inTheWay(path: HostPath, facts: FileFacts): PlannedFinding {
  return fail(
    'links-in-the-way',
    `${path} is already there, as ${KIND[facts.kind]}`,
    [ownership(facts)],
    `Move it away: mv ${path} ${path}.old`,
  );
}

function hardLinked(path: HostPath, facts: FileFacts): PlannedFinding {
  const what = `${path} has ${facts.links} names (hard links): writing one would change or split the others`;
  const steps = `Find the others with find / -xdev -samefile ${path}, and leave one`;
  return fail('links-hard', what, [`owner ${ownership(facts)}`], steps);
}

function fail(id: string, what: string, evidence: readonly string[], step: string): PlannedFinding {
  return { id, status: 'fail', what, evidence, remedy: { steps: [step] } };
}

/** One link above several targets is one fault. */
function unique(findings: readonly PlannedFinding[]): readonly PlannedFinding[] {
  return [...new Map(findings.map((finding) => [finding.remedy?.steps?.[0] ?? finding.what, finding])).values()];
}
