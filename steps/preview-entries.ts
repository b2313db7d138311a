import type { DiffRow } from '../components/diff-view/diff-lines.ts';
import type { FileRow } from '../components/file-list/file-list.tsx';
import type { PlannedWork } from '../src/operations/engine.ts';
import { diffRows, fileRow, serviceRows, summaryOf } from './preview-rows.ts';

/** A row of the list, and what stands beside it. */
export interface Entry {
  readonly row: FileRow;
  readonly diff: readonly DiffRow[];
}

/** No path can be one of these: they are not absolute. */
const servicesRow = 'services';
const warningsRow = 'warnings';
export const applyRow = 'apply';

/** Files first, then what else one should have seen, and at the end the question. */
export function entriesOf(work: PlannedWork): readonly Entry[] {
  const { plan, preview } = work;
  const warnings = plan.findings.filter((finding) => finding.status !== 'pass');
  const words = (value: string, label: string, many: number): FileRow => ({
    value,
    label,
    isPath: false,
    detail: many === 0 ? [] : [{ text: String(many), tone: 'quiet' }],
  });
  return [
    ...preview.map((file) => ({ row: fileRow(file), diff: diffRows(file) })),
    ...(plan.services.length === 0
      ? []
      : [{ row: words(servicesRow, 'Services', plan.services.length), diff: serviceRows(plan.services) }]),
    ...(warnings.length === 0 ? [] : [{ row: words(warningsRow, 'To know', warnings.length), diff: warningRows(warnings) }]),
    { row: words(applyRow, 'Apply these changes', 0), diff: summaryOf(work).map((text): DiffRow => ({ kind: 'note', text })) },
  ];
}

function warningRows(findings: PlannedWork['plan']['findings']): readonly DiffRow[] {
  return findings.flatMap((finding, index): readonly DiffRow[] => [
    ...(index === 0 ? [] : [{ kind: 'gap', text: '' } as const]),
    { kind: 'title', text: finding.what },
    ...[...finding.evidence, ...(finding.remedy?.steps ?? [])].map((text): DiffRow => ({ kind: 'note', text })),
  ]);
}
