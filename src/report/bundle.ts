import { ownership } from '../model/ownership.ts';
import type { BundledFiles } from '../operations/bundle-files.ts';

export interface Bundle extends BundledFiles {
  readonly program: string;
  /** ISO 8601. */
  readonly at: string;
  readonly momentum: { readonly version: string | undefined; readonly roles: readonly string[] };
  /** Reports as they are printed, masked; in the order in which they are read. */
  readonly parts: readonly { readonly title: string; readonly text: string }[];
}

/** One Markdown document: what somebody elsewhere needs to help, and what is not in it. */
export function bundleMarkdown({ program, at, momentum, parts, files, leftOut }: Bundle): string {
  const sections = parts.flatMap(({ title, text }) => [`## ${title}`, '', ...fenced(text), '']);
  const shown = files.flatMap(({ path, owner, group, mode, bytes, text }) => [
    `### ${path}`,
    '',
    `${ownership({ owner, group, mode })}, ${bytes} bytes`,
    '',
    ...fenced(text),
    '',
  ]);
  return [
    '# What is wrong with this Momentum',
    '',
    `- written: ${at} by momentum-secure ${program}`,
    `- Momentum: ${momentum.version ?? 'version not known'}, roles: ${momentum.roles.join(', ') || 'none found'}`,
    '',
    'Passwords, private keys and hashes of passwords are masked or left out, by what they look like: look through it before you give it',
    'away. Names and addresses of hosts and accounts are in it.',
    '',
    '## What is not in it',
    '',
    '- values of settings that are called like a password, a secret or a token, and what stands behind them on the line',
    '- hashes of passwords, long base64, passwords in addresses, and the passwords that Momentum keeps on this host',
    ...leftOut.map(({ path, why }) => `- ${path}: ${why}`),
    '',
    ...sections,
    `## Files (${files.length})`,
    '',
    ...shown,
  ].join('\n');
}

/** With a fence that is longer than any in the text. */
function fenced(text: string): readonly string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}text`, text.trimEnd(), fence];
}
