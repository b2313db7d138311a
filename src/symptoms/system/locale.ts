import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import { hostPath, joinPath } from '../../model/paths.ts';
import { type Assignment, assignments } from './assignments.ts';

/** What gives sessions of root a locale, in the order in which they are read: the last one counts. */
export async function localeSettings(host: Host): Promise<readonly Assignment[]> {
  const scripts = ((await host.list(LAYOUT.profileDirectory)) ?? []).filter((name) => name.endsWith('.sh'));
  const home = hostPath((await host.accounts()).find('root')?.home ?? '/root');
  const files = [
    ...LAYOUT.localeFiles,
    LAYOUT.profile,
    ...scripts.map((name) => joinPath(LAYOUT.profileDirectory, name)),
    ...LAYOUT.bashrc,
    ...['.bash_profile', '.profile', '.bashrc'].map((name) => joinPath(home, name)),
  ];
  const all = (await Promise.all(files.map((file) => assignments(host, file)))).flat();
  return all.filter(({ name, value }) => /^(?:LANG|LC_[A-Z]+)$/.test(name) && value !== '' && !value.includes('$'));
}

/** Does it write text as Momentum's database wants it: UTF-8, or plain C? */
export function isFitting(locale: string): boolean {
  return /^(?:C|POSIX)$|\.utf-?8(?:@|$)/i.test(locale);
}
