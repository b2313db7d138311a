import { LAYOUT } from '../../host/layout.ts';
import { oncePerHost } from '../../host/once.ts';

export interface Marked {
  /** As svn marks it: M edited, A added, D deleted, C in conflict, ! missing, ? unknown to it. */
  readonly mark: string;
  readonly name: string;
}

const TIMEOUT_MS = 20_000;

/** What `eccfg status` shows of the working copy; undefined where it is not there, or does not answer. */
export const workingCopyStatus = oncePerHost(async (host): Promise<readonly Marked[] | undefined> => {
  if ((await host.stat(LAYOUT.eccfg)) === undefined) return undefined;
  const { exit, stdout } = await host.ask({ program: LAYOUT.eccfg, args: ['status'], timeoutMs: TIMEOUT_MS });
  if (exit !== 0) return undefined;
  return stdout.split('\n').flatMap((line) => {
    const [, mark, name] = /^([A-Z!?~])\S*\s+(\S.*)$/.exec(line) ?? [];
    return mark === undefined || name === undefined ? [] : [{ mark, name }];
  });
});
