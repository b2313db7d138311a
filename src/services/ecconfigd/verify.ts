import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import type { Finding } from '../../model/finding.ts';
import { servedPair } from '../served-pair.ts';
import type { Service } from '../service.ts';
import { type Repository, readRepository } from './repository.ts';

/** ecconfigd serves the certificate on the disk, and the host's own svn takes it as ecuser, as eccfg asks. */
export async function verifyRepository(host: Host, ecconfigd: Service): Promise<readonly Finding[]> {
  const place = await ecconfigd.certificate(host);
  if (place === undefined || (await host.stat(place.certificate)) === undefined) return [];
  if ((await ecconfigd.running(host)).state !== 'running') return [];
  const repository = await readRepository(host);
  const served = await servedPair(host, ecconfigd);
  return repository === undefined ? served : [...served, ...(await askSvn(host, repository))];
}

/** The flags of eccfg: what a node's cron job is answered. A wrong password comes after the certificate, and is no matter here. */
async function askSvn(host: Host, { url }: Repository): Promise<readonly Finding[]> {
  if (!url.startsWith('https:') || (await host.stat(LAYOUT.svn)) === undefined) return [];
  const flags = ['--username', 'ecuser', '--no-auth-cache', '--non-interactive', '--trust-server-cert'];
  const settings = (await host.stat(LAYOUT.svnSettings)) === undefined ? [] : ['--config-dir', { path: LAYOUT.svnSettings }];
  const answer = await host.ask({
    program: LAYOUT.svn,
    args: ['info', ...settings, ...flags, url],
    account: 'ecuser',
    timeoutMs: 20_000,
  });
  const id = 'ecconfigd-svn';
  const refused = /certificate verification failed[^\n]*/i.exec(answer.stderr)?.[0];
  if (refused !== undefined)
    return [{ id, status: 'fail', what: `svn of ecuser refuses the configuration server: ${refused}`, evidence: [url] }];
  const reached = answer.exit === 0 || /authoriz|authentic|forbidden/i.test(answer.stderr);
  if (reached) return [{ id, status: 'pass', what: `svn of ecuser takes the certificate of ${url}`, evidence: [] }];
  const said = answer.stderr.trim().split('\n').at(-1) ?? '';
  return [
    { id, status: 'warn', what: `Whether svn of ecuser takes the certificate of ${url} could not be told`, evidence: [said] },
  ];
}
