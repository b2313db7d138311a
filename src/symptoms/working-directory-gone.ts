import { LAYOUT } from '../host/layout.ts';
import type { Symptom } from './symptom.ts';

/** Momentum manual, "eccfg". */
export const workingDirectoryGone: Symptom = {
  id: 'working-directory-gone',
  title: 'The directory that one stands in was replaced by eccfg pull',
  meaning:
    'A pull swaps the whole working copy for a new one. Whoever stood in it stands in the old one, which is gone: files look as before, or as if there were none.',
  words: ['eccfg pull', 'working copy', 'getcwd', 'no such file', 'edits are lost', 'cd'],
  messages: [
    {
      pattern: /your current working directory has been invalidated by the "pull" command/i,
      example: 'Note: your current working directory has been invalidated by the "pull" command.',
    },
    {
      pattern: /getcwd: cannot access parent directories/i,
      example:
        'shell-init: error retrieving current directory: getcwd: cannot access parent directories: No such file or directory',
    },
  ],
  concerns: { before: '5.0' },
  steps: [`cd ${LAYOUT.workingCopy}`, 'What an editor saves into the old directory is lost: save it again in the new one'],
  faults: [],
};
