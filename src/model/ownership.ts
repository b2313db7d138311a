/** `0640`, as chmod and `stat -c %a` write it: a decimal mode would be read by nobody. */
export function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}

/** `root:ecuser 0640`. */
export function ownership({
  owner,
  group,
  mode,
}: {
  readonly owner: string;
  readonly group: string;
  readonly mode: number;
}): string {
  return `${owner}:${group} ${octal(mode)}`;
}
