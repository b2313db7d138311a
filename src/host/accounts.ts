/** One line of the tree's etc/passwd, with the groups its etc/group lists it in. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  /** Every gid it belongs to, the primary one included. */
  readonly groups: readonly number[];
  readonly home: string;
  readonly shell: string;
}

/** The accounts of the tree: never this machine's own, which may know other people by the same numbers. */
export class Accounts {
  readonly #accounts: readonly Account[];
  readonly #groups: ReadonlyMap<string, number>;
  constructor(accounts: readonly Account[], groups: ReadonlyMap<string, number>) {
    this.#accounts = accounts;
    this.#groups = groups;
  }
  find(name: string): Account | undefined {
    return this.#accounts.find((account) => account.name === name);
  }
  uid(name: string): number | undefined {
    return name.startsWith('#') ? Number(name.slice(1)) : this.find(name)?.uid;
  }
  gid(name: string): number | undefined {
    return name.startsWith('#') ? Number(name.slice(1)) : this.#groups.get(name);
  }
  /** The first account with that number, or `#number`. */
  userName(uid: number): string {
    return this.#accounts.find((account) => account.uid === uid)?.name ?? `#${uid}`;
  }
  groupName(gid: number): string {
    for (const [name, id] of this.#groups) if (id === gid) return name;
    return `#${gid}`;
  }
  all(): readonly Account[] {
    return this.#accounts;
  }
}

/** Reads passwd(5) and group(5); lines that are not of their form are passed over, as libc does. */
export function parseAccounts(passwd: string, group: string): Accounts {
  const groups = new Map<string, number>();
  const memberships = new Map<string, number[]>();
  for (const line of group.split('\n')) {
    const [name, , gid, members = ''] = line.split(':');
    if (!name || gid === undefined || !/^\d+$/.test(gid) || groups.has(name)) continue;
    groups.set(name, Number(gid));
    for (const member of members.trim().split(',')) {
      if (member) memberships.set(member, [...(memberships.get(member) ?? []), Number(gid)]);
    }
  }
  const accounts: Account[] = [];
  for (const line of passwd.split('\n')) {
    const [name, , uid, gid, , home = '/', shell = ''] = line.split(':');
    if (!name || !/^\d+$/.test(uid ?? '') || !/^\d+$/.test(gid ?? '')) continue;
    const primary = Number(gid);
    accounts.push({
      name,
      uid: Number(uid),
      gid: primary,
      groups: [...new Set([primary, ...(memberships.get(name) ?? [])])],
      home,
      shell: shell.trim(),
    });
  }
  return new Accounts(accounts, groups);
}
