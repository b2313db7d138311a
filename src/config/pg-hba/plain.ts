import { contains, type Network } from './network.ts';
import type { HbaRule } from './rules.ts';
import { type HbaToken, isKeyword, listedFile } from './tokens.ts';

/**
 * Rules that refuse every session over TCP that has no SSL, when they stand before all others; the
 * first rule that matches decides (PostgreSQL manual, "The pg_hba.conf File"). Refusing in front leaves
 * the operator's own rules as they are, and none of them can be turned into one that lets plain text
 * in: a `reject` made hostssl would, and a `hostnogssenc` (12 and later) does. Two lines for IPv4 and
 * IPv6, and those again for `replication`, which `all` does not cover (9.0 and later).
 */
export function requireSslBlock(): readonly string[] {
  return [
    'hostnossl all all 0.0.0.0/0 reject',
    'hostnossl all all ::0/0 reject',
    'hostnossl replication all 0.0.0.0/0 reject',
    'hostnossl replication all ::0/0 reject',
  ];
}

/** Types that match a session in plain text; `hostgssenc` has no SSL either, but is encrypted. */
const PLAIN: readonly string[] = ['host', 'hostnossl', 'hostnogssenc'];

/**
 * The rules through which a session over TCP in plain text could still be let in: those that match one,
 * do not reject, and are not wholly covered by rejecting rules before them. `rules` in their order. What
 * a rule is about is split into database, user and family of addresses, each covered by one rejecting
 * rule; who matches a name, `samenet` or a list that was not read is taken to be anybody.
 */
export function admitsPlainTcp<R extends HbaRule>(rules: readonly R[]): R[] {
  const rejecting: HbaRule[] = [];
  const admitting: R[] = [];
  for (const rule of rules) {
    if (!PLAIN.includes(rule.type)) continue;
    if (rule.method === 'reject') rejecting.push(rule);
    else if (!isCovered(rule, rejecting)) admitting.push(rule);
  }
  return admitting;
}

function isCovered(rule: HbaRule, rejecting: readonly HbaRule[]): boolean {
  return rule.databases
    .flatMap(databaseKinds)
    .every((database) =>
      rule.users.every((user) =>
        rangesOf(rule).every((range) =>
          rejecting.some(
            (reject) =>
              reject.databases.some((token) => coversDatabase(token, database)) &&
              reject.users.some((token) => isKeyword(token, 'all') || same(token, user)) &&
              coversRange(reject, range),
          ),
        ),
      ),
    );
}

/** What a database token stands for; `replication` (9.0 and later) is no database, and `all` not it. */
type Database = { readonly token: HbaToken; readonly replication: boolean };

function databaseKinds(token: HbaToken): Database[] {
  if (isKeyword(token, 'replication')) return [{ token, replication: true }];
  const database = { token, replication: false };
  return listedFile(token) === undefined ? [database] : [database, { token, replication: true }];
}

function coversDatabase(token: HbaToken, database: Database): boolean {
  if (database.replication) return isKeyword(token, 'replication');
  return isKeyword(token, 'all') || same(token, database.token);
}

function same(a: HbaToken, b: HbaToken): boolean {
  return a.text === b.text && a.quoted === b.quoted;
}

const EVERY: readonly Network[] = [
  { family: 4, address: 0n, mask: 0n },
  { family: 6, address: 0n, mask: 0n },
];

/** The ranges of addresses a rule is about, at most. */
function rangesOf({ address }: HbaRule): readonly Network[] {
  return address?.kind === 'network' ? [address.network] : EVERY;
}

/** Whether a rule is about every address of `range`: only of networks and `all` that can be told. */
function coversRange({ address }: HbaRule, range: Network): boolean {
  if (address?.kind === 'all') return true;
  return address?.kind === 'network' && contains(address.network, range);
}
