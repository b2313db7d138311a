import type { Message } from '../symptom.ts';

/** What a umask breaks, wherever it is set. */
export const UMASK_MEANING =
  "Under a umask of 027 or 077, directories that root makes are closed to ecuser. Momentum's installation fails with it, and whatever is made later below conf or installer cannot be read.";

export const UMASK_WORDS = ['umask', 'permission denied', 'installation fails', 'cannot log in', 'ecconfigd', 'hardening'];

export const UMASK_MESSAGES: readonly Message[] = [
  {
    pattern: /failed to stat\s+'?\/opt\/msys\/[^']*'?\s*:\s*Permission denied/i,
    example: "CFG-07961 failed to stat '/opt/msys/etc/installer/ecelerity.d/': Permission denied",
  },
];
