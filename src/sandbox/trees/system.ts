import { directory, file, type Tree } from '../entry.ts';
import type { Site } from '../site.ts';

/** What every host has, whatever Momentum is on it. */
export function system(site: Site): Tree {
  const name = site.hostname.split('.')[0] ?? site.hostname;
  return {
    '/etc/passwd': file(site.accounts.map((a) => `${a.name}:x:${a.uid}:${a.gid}:${a.comment}:${a.home}:${a.shell}\n`).join('')),
    '/etc/group': file(site.accounts.map((a) => `${a.name}:x:${a.gid}:\n`).join('')),
    '/etc/hosts': file(`127.0.0.1\tlocalhost localhost.localdomain\n::1\tlocalhost\n127.0.0.1\t${site.hostname} ${name}\n`),
    '/etc/hostname': file(`${site.hostname}\n`),
    '/etc/selinux/config': file('# Momentum needs SELinux disabled.\nSELINUX=disabled\nSELINUXTYPE=targeted\n'),
    '/etc/pki/tls/certs': directory(),
    '/tmp': directory('root', 0o1777),
    '/var/tmp': directory('root', 0o1777),
    '/run': directory(),
    '/var/run': directory(),
    '/var/lib': directory(),
    '/var/log': directory(),
    '/var/spool': directory(),
    '/root': directory('root', 0o700),
  };
}
