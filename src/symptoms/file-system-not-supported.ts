import { LAYOUT } from '../host/layout.ts';
import type { Symptom } from './symptom.ts';

/** Momentum manual, "Preparing for installation" and "OS-specific installation instructions". */
export const fileSystemNotSupported: Symptom = {
  id: 'file-system-not-supported',
  title: 'A file system that Momentum does not get along with',
  meaning:
    '3.4.x cannot be installed on XFS, and a database or spool on NFS is damaged sooner or later. ext2, ext3 or ext4 on a local disk are what it is made for.',
  words: ['xfs', 'nfs', 'file system', 'installation fails', 'database corruption', 'disk'],
  messages: [],
  concerns: {},
  steps: [
    'Look what lies where: df -T /opt/msys /var/db /var/spool /var/log',
    `Put ${LAYOUT.msyspg.directory} and the spool on a local ext4, with the services stopped; link the old place to the new one`,
  ],
  faults: [],
};
