import type { DiffRow } from '../components/diff-view/diff-lines.ts';
import type { FileRow } from '../components/file-list/file-list.tsx';
import { ownership } from '../src/model/ownership.ts';
import type { PlannedWork } from '../src/operations/engine.ts';
import type { PlannedService } from '../src/plan/plan.ts';
import type { FilePreview } from '../src/plan/preview.ts';
import { count } from './say.ts';

const kinds: Readonly<Record<FilePreview['kind'], { readonly fresh: string; readonly known: string }>> = {
  create: { fresh: 'New file', known: 'Replaced' },
  edit: { fresh: 'New file', known: 'Edited' },
  remove: { fresh: 'Removed', known: 'Removed' },
  restore: { fresh: 'Put back as it was before the first change', known: 'Put back as it was before the first change' },
  attributes: { fresh: 'Owner and mode', known: 'Owner and mode' },
  directory: { fresh: 'New directory', known: 'Directory' },
  certificate: { fresh: 'New certificate', known: 'Certificate, replaced' },
  tool: { fresh: "Made by one of Momentum's own tools", known: "Changed by one of Momentum's own tools" },
  'dh-parameters': { fresh: 'New Diffie-Hellman parameters', known: 'Diffie-Hellman parameters, replaced' },
  key: { fresh: 'New private key', known: 'Private key, replaced' },
};

/** One file for the diff view: what happens to it and why, then the difference. */
export function diffRows(file: FilePreview): readonly DiffRow[] {
  return [
    { kind: 'title', text: file.path },
    { kind: 'note', text: kindOf(file) },
    ...[...file.why, ...file.notes].map((text): DiffRow => ({ kind: 'note', text })),
    ...file.hunks.flatMap((hunk): readonly DiffRow[] => [
      { kind: 'gap', text: '' },
      { kind: 'hunk', text: `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@` },
      ...hunk.lines.map(({ kind, text }): DiffRow => ({ kind, text })),
    ]),
  ];
}

/** What the notes do not say already: they name owner and mode where these change. */
function kindOf({ kind, before, after }: FilePreview): string {
  if (before === null) return kinds[kind].fresh;
  if (after === null) return `${kinds[kind].known}, was ${ownership(before)}`;
  const same = ownership(before) === ownership(after);
  return same ? `${kinds[kind].known}; it stays ${ownership(after)}` : kinds[kind].known;
}

/** One file for the list beside the diff. */
export function fileRow(file: FilePreview): FileRow {
  const row = { value: file.path, label: file.path, isPath: true };
  if (file.added + file.removed > 0) {
    return {
      ...row,
      detail: [
        { text: `+${file.added}`, tone: 'added' },
        { text: ` -${file.removed}`, tone: 'removed' },
      ],
    };
  }
  const word = file.after === null ? 'gone' : file.before === null ? 'new' : file.kind === 'attributes' ? 'mode' : 'replaced';
  return { ...row, detail: [{ text: word, tone: 'quiet' }] };
}

const actions: Readonly<Record<PlannedService['action'], string>> = {
  reload: 'reloads',
  restart: 'restarts',
  none: 'is left alone',
};

export function serviceRows(services: readonly PlannedService[]): readonly DiffRow[] {
  return services.flatMap((service, index): readonly DiffRow[] => [
    ...(index === 0 ? [] : [{ kind: 'gap', text: '' } as const]),
    { kind: 'title', text: `${service.title} ${actions[service.action]}` },
    ...service.interrupts.map((text): DiffRow => ({ kind: 'note', text })),
  ]);
}

/** What saying yes means, for the question itself. */
export function summaryOf({ plan, preview }: PlannedWork): readonly string[] {
  const busy = plan.services.filter((service) => service.action !== 'none');
  const added = preview.reduce((sum, file) => sum + file.added, 0);
  const removed = preview.reduce((sum, file) => sum + file.removed, 0);
  return [
    `${count(preview.length, 'file changes', 'files change')} (${count(added, 'line')} added, ${removed} removed).`,
    ...plan.services.map((service) => [`${service.title} ${actions[service.action]}.`, ...service.interrupts].join(' ')),
    busy.length === 0 ? 'No service is interrupted.' : 'If a service does not come back, everything is put back as it was.',
  ];
}

/** Everything as text: for a pager, and for prompts on a terminal that only appends. */
export function previewText(work: PlannedWork): readonly string[] {
  const signs: Readonly<Record<DiffRow['kind'], string>> = {
    title: '',
    note: '# ',
    gap: '',
    hunk: '',
    context: ' ',
    added: '+',
    removed: '-',
  };
  const write = (row: DiffRow) => signs[row.kind] + row.text;
  const files = work.preview.flatMap((file) => [
    ...diffRows(file)
      .filter((row) => row.kind !== 'gap')
      .map(write),
    '',
  ]);
  const services = serviceRows(work.plan.services).map(write);
  return services.length === 0 ? files : [...files, 'Services', ...services, ''];
}
