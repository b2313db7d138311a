import { Box, useApp, useWindowSize } from 'ink';
import { type ReactNode, useMemo, useState } from 'react';
import { useKeys } from '../components/keyboard.tsx';
import type { Hint } from '../components/keys.ts';
import type { PlannedWork } from '../src/operations/engine.ts';
import { ConfirmApply } from './confirm-apply.tsx';
import { Frame } from './frame.tsx';
import { showInPager } from './pager.ts';
import { PreviewBody } from './preview-body.tsx';
import { applyRow, entriesOf } from './preview-entries.ts';
import { previewText } from './preview-rows.ts';
import { count } from './say.ts';
import type { ScreenProps } from './screen.ts';
import { troubleOf } from './trouble.ts';

interface PreviewProps extends ScreenProps {
  readonly work: PlannedWork;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onConfirm: () => void;
}

/** Narrower than this a list and a diff do not fit beside each other. */
const sideBySide = 80;

/** Every file that would change, and the difference. Saying yes here is the only way to apply. */
export function Preview({ frame, work, env, onConfirm }: PreviewProps): ReactNode {
  const [asking, setAsking] = useState(false);
  const [whole, setWhole] = useState(false);
  const [notice, setNotice] = useState<string>();
  const failing = work.plan.findings.filter((finding) => finding.status === 'fail').length;
  const entries = useMemo(() => entriesOf(work), [work]);
  const [selected, select] = useState(entries[0]?.row.value ?? applyRow);
  const { suspendTerminal } = useApp();

  const at = entries.findIndex((entry) => entry.row.value === selected);
  const step = (by: 1 | -1) => {
    const to = entries[at + by];
    if (to !== undefined) select(to.row.value);
  };
  const ask = () => {
    if (failing === 0) setAsking(true);
    else setNotice(`${count(failing, 'check fails', 'checks fail')} in the preflight: go there with g and put that right first.`);
  };
  const openPager = () => {
    const text = `${previewText(work).join('\n')}\n`;
    suspendTerminal(() => showInPager(text, env)).then(
      () => setNotice(undefined),
      (error: unknown) => setNotice(troubleOf(error).what),
    );
  };
  useKeys({ apply: ask, pager: openPager }, { level: 'screen', active: !asking });

  const narrow = useWindowSize().columns < sideBySide;
  const listHints = !narrow ? wideHints : selected === applyRow ? applyHints : narrowHints;
  const hints: readonly Hint[] = whole ? wholeHints : listHints;
  return (
    <Frame
      {...frame}
      title={asking ? 'Apply these changes?' : 'Preview'}
      hints={asking ? askingHints : hints}
      moreKeys={
        asking
          ? ['interrupt']
          : ['up', 'down', 'pageDown', 'pageUp', 'nextHunk', 'previousHunk', 'search', 'fullScreen', 'pager', 'interrupt']
      }
      about={about}
      notice={notice === undefined ? undefined : { text: notice, tone: 'warn' }}
    >
      {(size) => (
        <>
          {asking && <ConfirmApply work={work} {...size} onAnswer={(yes) => (yes ? onConfirm() : setAsking(false))} />}
          <Box display={asking ? 'none' : 'flex'} flexShrink={0}>
            <PreviewBody {...{ size, narrow, entries, selected, select, step, whole, setWhole, ask, active: !asking }} />
          </Box>
        </>
      )}
    </Frame>
  );
}

const about = [
  'Every file that would change, line by line: + is what comes, - is what goes, the rest stays byte for byte. Keys and passwords are never shown.',
  'Nothing is written until you say yes to the question that Enter leads to. Then all of it happens or none of it.',
];

const wideHints: readonly Hint[] = [
  ['next', 'apply'],
  ['nextHunk', 'next change'],
  'search',
  ['fullScreen', 'full'],
  'pager',
  'back',
  'help',
  'quit',
];
const narrowHints: readonly Hint[] = [['next', 'open'], 'back', 'apply', 'pager', 'help', 'quit'];
const applyHints: readonly Hint[] = [['next', 'apply'], 'back', 'pager', 'help', 'quit'];
const wholeHints: readonly Hint[] = [
  ['next', 'next file'],
  ['fullScreen', 'list'],
  ['nextHunk', 'next change'],
  'search',
  'pager',
  'help',
  'quit',
];
const askingHints: readonly Hint[] = [['next', 'answer'], 'yes', 'no', ['toggle', 'change'], ['interrupt', 'quit']];
