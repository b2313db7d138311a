import { isIP } from 'node:net';
import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { hostName } from '../host/names.ts';
import { readText } from '../host/text.ts';
import type { Change } from '../plan/change.ts';
import { editText } from './change.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

export const hostnameDoesNotResolve: Symptom = {
  id: 'hostname-does-not-resolve',
  title: "This host's own name leads to no address",
  meaning:
    'The installer refuses node names that do not resolve. Later the cluster, the repository and certificates for that name do not work either.',
  words: ['hostname', 'DNS', 'resolve', 'etc/hosts', 'installation fails', 'cluster', 'unknown host'],
  messages: [
    { pattern: /That hostname is not DNS resolvable/i, example: 'That hostname is not DNS resolvable: mail1.example.com' },
    {
      pattern: /Could not reliably determine the server's fully qualified domain name/i,
      example: "httpd: Could not reliably determine the server's fully qualified domain name, using 127.0.0.1 for ServerName",
    },
    {
      pattern: /could not translate host name "[^"\n]+" to address/i,
      example: 'psql: could not translate host name "mail1.example.com" to address: Name or service not known',
    },
  ],
  concerns: {},
  beforeInstall: true,
  async check(host) {
    const name = await hostName(host);
    if (name === undefined) return [];
    const found = await host.resolves(name);
    if (found === true) return ruledOut(this, `${name} leads to an address`);
    return [
      {
        id: this.id,
        status: found === false ? 'fail' : 'warn',
        what:
          found === false
            ? `${name}, the name of this host, leads to no address`
            : `Whether ${name} leads to an address could not be told`,
        evidence: [`${LAYOUT.hosts} does not have ${name}`, 'the resolver does not know it'],
        remedy: {
          changes: found === false ? await besideShortName(host, name) : [],
          steps: [
            `Add a line to ${LAYOUT.hosts}: this host's address, ${name}, and its short name ${name.split('.')[0]}`,
            ...this.steps,
          ],
        },
      },
    ];
  },
  steps: ['Or have it entered into DNS, forward and reverse', 'Look: getent hosts NAME'],
  faults: [
    {
      what: 'its name was taken out of etc/hosts',
      byHand: 'which address it has for others, only a person knows',
      make: (host) => editText(host, LAYOUT.hosts, (text) => text.replace(/^.*mail1\.example\.com.*\n/m, '')),
    },
    {
      what: 'etc/hosts has its short name alone',
      make: (host) => editText(host, LAYOUT.hosts, (text) => text.replace(/^.*mail1\.example\.com.*$/m, '192.0.2.10\tmail1')),
    },
    {
      what: 'etc/hosts has its short name alone, for the loopback',
      byHand: 'which address it has for others, only a person knows',
      make: (host) => editText(host, LAYOUT.hosts, (text) => text.replace(/^.*mail1\.example\.com.*$/m, '127.0.0.1\tmail1')),
    },
  ],
};

/** Loopback, and the address of no host at all. */
const NOBODY_ELSES = /^(?:127\.|0\.|::1?$)/;

/** Where one address, and not the loopback's, has this host's short name already, the whole name is known to belong there. */
async function besideShortName(host: Host, name: string): Promise<readonly Change[]> {
  const [, short = ''] = /^([\w-]+)\.[\w.-]+$/.exec(name) ?? [];
  const text = (await readText(host, LAYOUT.hosts)) ?? '';
  // Names of hosts mean nothing in a pattern.
  const entry = new RegExp(`^[ \\t]*([^\\s#]+)[ \\t](?:[^#\\n]*?[ \\t])?(?=${short}(?![^\\s#]))`, 'gm');
  const [only, ...more] = short === '' ? [] : text.matchAll(entry);
  const [, address = ''] = only ?? [];
  if (only === undefined || more.length > 0 || isIP(address) === 0 || NOBODY_ELSES.test(address)) return [];
  const at = only.index + only[0].length;
  const why = `${name} leads to the address that ${short} leads to`;
  return editText(host, LAYOUT.hosts, () => `${text.slice(0, at)}${name} ${text.slice(at)}`, { why });
}
