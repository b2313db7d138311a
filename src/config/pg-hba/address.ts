import { type Network, parseAddress, withPrefix } from './network.ts';
import { type HbaField, isKeyword } from './tokens.ts';

/** Which clients a rule is about. A name is looked up by the server, and may have addresses of both families. */
export type HbaAddress =
  | { readonly kind: 'all' | 'samehost' | 'samenet' }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'network'; readonly network: Network };

/** The address and how many fields it took: an address without a prefix length is followed by its netmask. */
export interface ReadAddress {
  readonly address: HbaAddress;
  readonly fields: 1 | 2;
}

/** A refusal: what PostgreSQL has against it, and which field of those given. */
export interface AddressError {
  readonly error: string;
  readonly field: number;
}

const KEYWORDS = ['all', 'samehost', 'samenet'] as const;

/** Reads the address at the beginning of `fields`, as parse_hba_line (hba.c) does. */
export function readAddress(fields: readonly HbaField[]): ReadAddress | AddressError {
  const [field, maskField] = fields;
  const token = field?.[0];
  if (!field || !token) return { error: 'The line ends before the address', field: 0 };
  if (field.length > 1) return { error: 'More than one address in one rule', field: 0 };
  const keyword = KEYWORDS.find((word) => isKeyword(token, word));
  if (keyword) return { address: { kind: keyword }, fields: 1 };
  const slash = token.text.indexOf('/');
  const host = slash < 0 ? token.text : token.text.slice(0, slash);
  const numeric = parseAddress(host);
  if (slash >= 0) {
    const network = numeric && withPrefix(numeric, token.text.slice(slash + 1));
    if (network) return { address: { kind: 'network', network }, fields: 1 };
    const error = numeric ? `Invalid prefix length in "${token.text}"` : `"${token.text}" is a name with a prefix length`;
    return { error, field: 0 };
  }
  if (!numeric) return { address: { kind: 'name', name: host }, fields: 1 };
  const mask = maskField?.[0];
  if (!maskField || !mask) return { error: `The line ends before the netmask of ${host}`, field: 0 };
  const maskBits = maskField.length === 1 ? parseAddress(mask.text) : undefined;
  if (maskBits?.family !== numeric.family) return { error: `"${mask.text}" is not the netmask of ${host}`, field: 1 };
  return {
    address: { kind: 'network', network: { family: numeric.family, address: numeric.bits, mask: maskBits.bits } },
    fields: 2,
  };
}
