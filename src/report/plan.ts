import { octal } from '../model/ownership.ts';
import type { PlannedWork } from '../operations/engine.ts';
import type { FilePreview } from '../plan/preview.ts';
import { diffLines } from './file-words.ts';
import { findingLines, findingsJson } from './findings.ts';
import type { Line } from './fold.ts';
import { scopeLines } from './scopes.ts';

/** A plan for people: findings, every file with its diff, the services. */
export function planLines({ plan, preview, scopes = [] }: PlannedWork): readonly Line[] {
  const lines: Line[] = [...findingLines(plan.findings, false)];
  if (preview.length === 0) {
    const failing = plan.findings.some((finding) => finding.status === 'fail');
    return [...lines, failing ? 'No changes' : 'Nothing to change: the host is as asked already'];
  }
  if (lines.length > 0) lines.push('');
  for (const file of preview) lines.push(...fileLines(file), '');
  if (scopes.length > 0) lines.push(...scopeLines(scopes), '');
  for (const { title, action, interrupts } of plan.services) {
    lines.push(`${title}: ${action === 'none' ? 'left alone' : action}`, ...interrupts.map((what) => `    ${what}`));
  }
  if (plan.services.length > 0) lines.push('');
  return [...lines, summaryLine(preview)];
}

/** How many files are created, changed and removed. */
export function summaryLine(preview: readonly FilePreview[]): string {
  const count = (test: (file: FilePreview) => boolean) => preview.filter(test).length;
  const created = count(({ before, after }) => before === null && after !== null);
  const removed = count(({ after }) => after === null);
  return `${created} to create, ${preview.length - created - removed} to change, ${removed} to remove`;
}

/** One file: what and why, then its unified diff. */
export function fileLines(file: FilePreview): readonly Line[] {
  const sign = file.before === null ? '+' : file.after === null ? '-' : '~';
  const head = [
    `${sign} ${file.path}${file.added + file.removed === 0 ? '' : `  (+${file.added} -${file.removed})`}`,
    ...file.why.map((why) => `    ${why}`),
    ...file.notes.map((note) => `    ${note}`),
  ];
  return [...head, ...diffLines(file).map(({ text }) => ({ whole: text }))];
}

/** `plan --json`: one row a path. */
export function planJson({ plan, preview, scopes = [] }: PlannedWork): unknown {
  return {
    changed: preview.length > 0,
    changes: preview.map(({ kind, path, choices, why, before, after, added, removed, notes }) => ({
      kind,
      path,
      choices,
      why,
      before: sideJson(before),
      after: sideJson(after),
      added,
      removed,
      notes,
    })),
    scopes,
    services: plan.services.map(({ service, action, needs, interrupts }) => ({ service, action, needs, interrupts })),
    findings: findingsJson(plan.findings),
  };
}

function sideJson(side: FilePreview['before']): unknown {
  return side && { ...side, mode: octal(side.mode) };
}
