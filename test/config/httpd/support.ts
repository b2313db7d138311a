import { type HttpdOptions, readHttpd } from '../../../src/config/httpd/read.ts';
import type { HttpdTree } from '../../../src/config/httpd/tree.ts';
import { hostPath } from '../../../src/model/paths.ts';
import { readerOf } from '../support.ts';

export const main = hostPath('/opt/msys/ecwebui/config/httpd.conf');

/** The tree of a main file and those beside it; names are relative to /opt/msys/ecwebui. */
export function treeOf(
  text: string,
  files: Record<string, string> = {},
  options: Partial<HttpdOptions> = {},
): Promise<HttpdTree> {
  return readHttpd(readerOf({ [main]: text, ...files }), main, { serverRoot: hostPath('/opt/msys/ecwebui'), ...options });
}
