import type { FilePreview } from '../plan/preview.ts';

const KINDS: Readonly<Record<FilePreview['kind'], string>> = {
  create: 'created',
  edit: 'edited',
  remove: 'removed',
  restore: 'given back',
  attributes: 'owner and mode',
  directory: 'directory',
  certificate: 'certificate',
  key: 'private key',
  'dh-parameters': 'DH parameters',
  tool: "by Momentum's own tool",
};

/** `edited (+3 -0)` */
export function kindWords({ kind, added, removed }: FilePreview): string {
  return added + removed === 0 ? KINDS[kind] : `${KINDS[kind]} (+${added} -${removed})`;
}

/** The lines of a unified diff. */
export function diffLines({
  path,
  before,
  after,
  hunks,
}: FilePreview): readonly { readonly kind: 'head' | 'added' | 'removed' | 'context'; readonly text: string }[] {
  if (hunks.length === 0) return [];
  const marks = { added: '+', removed: '-', context: ' ' } as const;
  return [
    { kind: 'head', text: `--- ${before === null ? '/dev/null' : path}` },
    { kind: 'head', text: `+++ ${after === null ? '/dev/null' : path}` },
    ...hunks.flatMap((hunk) => [
      { kind: 'head' as const, text: `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@` },
      ...hunk.lines.map(({ kind, text }) => ({ kind, text: `${marks[kind]}${text}` })),
    ]),
  ];
}
