import type { ReactNode } from 'react';
import type { Fix } from '../../src/operations/fix.ts';
import { MessageScreen, troubleScreenLines } from '../message-screen.tsx';
import { preflightLines } from '../preflight-lines.ts';
import { Preview } from '../preview.tsx';
import type { ScreenProps } from '../screen.ts';
import type { Loaded } from '../use-load.ts';
import { nothingToPutRight } from './words.ts';

interface FixPreviewProps extends ScreenProps {
  readonly fix: Loaded<Fix>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onBack: () => void;
  readonly onAgain: () => void;
  readonly onConfirm: () => void;
}

/** The remedies as a plan: what is in its way, or every line that would change. */
export function FixPreview({ frame, fix, env, onBack, onAgain, onConfirm }: FixPreviewProps): ReactNode {
  const common = { frame, title: 'Put right' };
  if (fix.phase === 'busy')
    return <MessageScreen {...common} lines={(write) => write.text('Working out what would change ...', 'quiet')} />;
  if (fix.phase === 'failed')
    return <MessageScreen {...common} lines={troubleScreenLines(fix.error)} onAgain={['try again', onAgain]} />;
  const { work } = fix.value;
  if (work.plan.changes.length === 0)
    return <MessageScreen {...common} lines={(write) => write.text(nothingToPutRight)} onNext={['back', onBack]} />;
  if (work.plan.findings.some(({ status }) => status === 'fail'))
    return (
      <MessageScreen
        {...common}
        lines={(write) => preflightLines(write, work, 'it is done together with the changes')}
        onAgain={['check again', onAgain]}
      />
    );
  return <Preview frame={frame} work={work} env={env} onConfirm={onConfirm} />;
}
