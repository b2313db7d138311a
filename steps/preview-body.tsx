import { Box } from 'ink';
import type { ReactNode } from 'react';
import { DiffView } from '../components/diff-view/diff-view.tsx';
import { FileList } from '../components/file-list/file-list.tsx';
import { useKeys } from '../components/keyboard.tsx';
import { Lines } from '../components/rows.tsx';
import { useTheme } from '../components/use-theme.tsx';
import type { Size } from './frame.tsx';
import { applyRow, type Entry } from './preview-entries.ts';

interface BodyProps {
  readonly size: Size;
  readonly narrow: boolean;
  readonly entries: readonly Entry[];
  readonly selected: string;
  readonly select: (value: string) => void;
  readonly step: (by: 1 | -1) => void;
  readonly whole: boolean;
  readonly setWhole: (whole: boolean) => void;
  readonly ask: () => void;
  readonly active: boolean;
}

/** The list, the diff, or both beside each other. */
export function PreviewBody({
  size,
  narrow,
  entries,
  selected,
  select,
  step,
  whole,
  setWhole,
  ask,
  active,
}: BodyProps): ReactNode {
  const { width, height } = size;
  const theme = useTheme();
  const isLast = selected === applyRow;
  const rows = entries.find((entry) => entry.row.value === selected)?.diff ?? [];
  // Enter walks: through the files where they are opened one by one, and to the question at the end.
  const enter = () => {
    if (whole) {
      setWhole(false);
      step(1);
    } else if (narrow && !isLast) setWhole(true);
    else ask();
  };
  useKeys(
    {
      next: enter,
      ...(isLast ? {} : { fullScreen: () => setWhole(!whole) }),
      ...(whole ? { back: () => setWhole(false) } : {}),
    },
    { level: 'screen', active },
  );
  const diff = (across: number, arrows: boolean, showing: boolean) => (
    <DiffView
      key={selected}
      rows={rows}
      width={across}
      height={height}
      active={active && showing}
      arrows={arrows}
      onBeyond={step}
    />
  );
  if (whole) return diff(width, true, true);
  const across = narrow ? width : Math.min(44, Math.max(28, Math.floor(width * 0.36)));
  const list = (
    <FileList
      label="Files"
      rows={entries.map((entry) => entry.row)}
      selected={selected}
      width={across}
      height={height}
      active={active}
      onSelect={select}
    />
  );
  if (narrow) return list;
  const divider = { text: ` ${theme.figures.divider}`, tone: 'quiet' as const };
  return (
    <Box flexShrink={0}>
      {list}
      <Lines lines={Array.from({ length: height }, () => [divider])} />
      {diff(width - across - 2, false, true)}
    </Box>
  );
}
