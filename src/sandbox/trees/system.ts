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
    ...sessions(),
    '/etc/pki/tls/certs': directory(),
    '/tmp': directory('root', 0o1777),
    '/var/tmp': directory('root', 0o1777),
    '/run': directory(),
    '/var/run': directory(),
    '/var/lib': directory(),
    '/var/log': directory(),
    '/var/spool': directory(),
    '/root': directory('root', 0o700),
    '/root/.bashrc': file("# .bashrc\n\nalias rm='rm -i'\n\nif [ -f /etc/bashrc ]; then\n\t. /etc/bashrc\nfi\n"),
  };
}

/** What decides over sessions and the kernel: as a healthy Linux has it. */
function sessions(): Tree {
  return {
    '/etc/profile': file('# /etc/profile\n\npathmunge () {\n    PATH=$1:$PATH\n}\n\numask 022\n'),
    '/etc/profile.d': directory(),
    '/etc/bashrc': file(
      '# /etc/bashrc\n\nif [ $UID -gt 199 ] && [ "`id -gn`" = "`id -un`" ]; then\n    umask 002\nelse\n    umask 022\nfi\n',
    ),
    '/etc/login.defs': file('# Without pam_umask, UMASK is for home directories alone.\nPASS_MAX_DAYS\t99999\nUMASK\t\t077\n'),
    '/etc/pam.d/system-auth': file(
      'auth        required      pam_unix.so\nsession     required      pam_limits.so\nsession     required      pam_unix.so\n',
    ),
    '/etc/sudoers': file('Defaults    env_reset\nroot    ALL=(ALL)       ALL\n', 'root', 0o440),
    '/etc/sudoers.d': directory('root', 0o750),
    '/etc/environment': file('LANG=en_US.UTF-8\n'),
    '/etc/locale.conf': file('LANG=en_US.UTF-8\n'),
    '/etc/sysctl.conf': file('kernel.shmmax = 1073741824\nkernel.shmall = 4294967296\n'),
    '/etc/nsswitch.conf': file('passwd:     files\ngroup:      files\nhosts:      files dns\n'),
    '/etc/systemd/system': directory(),
  };
}
