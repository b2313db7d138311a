import type { Host } from '../../host/host.ts';
import { readText } from '../../host/text.ts';
import type { HostPath } from '../../model/paths.ts';

/** `NAME=value` of a file that shells, PAM, sysctl or Momentum's own scripts read. */
export interface Assignment {
  readonly file: HostPath;
  /** From 1. */
  readonly line: number;
  readonly name: string;
  /** Without quotes. */
  readonly value: string;
}

/** Every assignment of a file in order, `export` and `readonly` before it or not; none where there is no file. Comments are none. */
export async function assignments(host: Host, file: HostPath): Promise<readonly Assignment[]> {
  const text = (await readText(host, file)) ?? '';
  return text.split('\n').flatMap((raw, index) =>
    raw
      .replace(/(^|\s)[#;].*/, '$1')
      // Several may stand on one line: LANG=C; export LANG
      .split(';')
      .flatMap((part) => {
        const [, name = '', rest = ''] =
          /^\s*(?:(?:export|readonly|declare|setenv)\s+(?:-\w+\s+)?)?([A-Za-z_][\w./-]*)\s*=\s*(.*?)\s*$/.exec(part) ?? [];
        return name === '' ? [] : [{ file, line: index + 1, name, value: rest.replace(/^(["'])(.*)\1$/, '$2') }];
      }),
  );
}

/** `file:line: NAME=value`, for evidence. Not for files that hold passwords. */
export function assigned({ file, line, name, value }: Assignment): string {
  return `${file}:${line}: ${name}=${value}`;
}
