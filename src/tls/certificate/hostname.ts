import { isIPv4, isIPv6 } from 'node:net';

/**
 * Undefined when `name` can be the host name of a certificate, else one sentence that says what is
 * wrong with it. Allowed: a host name by RFC 1123 section 2.1 (letters, digits and hyphens; labels of
 * at most 63, 253 in all), one label such as `localhost` included, an IPv4 or IPv6 address, and
 * `*.` before a name of two labels or more (RFC 6125 section 6.4.3).
 */
export function validateHostname(name: string): string | undefined {
  return problemOf(name, 'host name');
}

/** As {@link validateHostname}, for the names beside it: the same rules hold, the sentence differs. */
export function validateAltName(name: string): string | undefined {
  return problemOf(name, 'alternative name');
}

function problemOf(name: string, what: string): string | undefined {
  const say = (problem: string) => `"${name}" is no ${what}: ${problem}.`;
  if (name === '') return `The ${what} is empty.`;
  if (name.includes('%')) return say('a zone (%) means nothing to other machines');
  if (isIPv4(name) || isIPv6(name)) return undefined;
  if (name.includes(':')) return say('it is no IPv6 address, and a port does not belong to it');
  if (!name.startsWith('*')) return complain(problemOfDnsName(name), say);
  if (!name.startsWith('*.')) return say('a wildcard stands alone as the first label, as in *.example.com');
  const domain = name.slice(2);
  if (!domain.includes('.')) return say('a wildcard needs two labels after it, as in *.example.com');
  return complain(problemOfDnsName(domain, 251), say);
}

function complain(problem: string | undefined, say: (problem: string) => string): string | undefined {
  return problem === undefined ? undefined : say(problem);
}

function problemOfDnsName(name: string, longest = 253): string | undefined {
  if (name.length > longest) return `it has ${name.length} characters, at most ${longest} are allowed`;
  if (name.endsWith('.')) return 'it ends in a dot; leave that out';
  const labels = name.split('.');
  for (const label of labels) {
    const problem = problemOfLabel(label);
    if (problem !== undefined) return problem;
  }
  // The last label of a host name is never all digits, so such a thing is a mistyped address.
  if (/^\d+$/.test(labels.at(-1) ?? '')) return 'it ends in a number like an IPv4 address, but it is none';
  return undefined;
}

function problemOfLabel(label: string): string | undefined {
  if (label === '') return 'there is nothing between two dots';
  if (label.includes('*')) return 'a wildcard stands alone as the first label, as in *.example.com';
  if (label.length > 63) return `"${label.slice(0, 20)}..." has ${label.length} characters, at most 63 are allowed between dots`;
  if (/[^\x21-\x7e]/.test(label)) return 'only letters, digits and hyphens are allowed; write others in their xn-- form';
  if (/[^A-Za-z0-9-]/.test(label)) return `only letters, digits and hyphens are allowed, "${label}" has others`;
  if (label.startsWith('-') || label.endsWith('-')) return `"${label}" begins or ends with a hyphen`;
  return undefined;
}
