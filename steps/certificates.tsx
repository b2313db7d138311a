import type { ReactNode } from 'react';
import { type Line, writer } from '../components/lines.ts';
import { useTheme } from '../components/use-theme.tsx';
import type { Survey } from '../src/operations/engine.ts';
import { type QuestionsProps, QuestionsScreen } from './questions-screen.tsx';
import { certificateLines } from './welcome-lines.ts';

interface CertificatesProps extends Omit<QuestionsProps, 'now' | 'about'> {
  readonly certificates: Survey['certificates'];
}

/** What new certificates will say, beside those that are there. */
export function Certificates({ certificates, ...props }: CertificatesProps): ReactNode {
  const theme = useTheme();
  const now = (width: number): readonly Line[] => {
    const write = writer(theme, width);
    if (certificates.length === 0) return write.text('There are no certificates yet.', 'quiet');
    return [...write.text('What is there now', 'strong'), ...certificateLines(write, certificates)];
  };
  return <QuestionsScreen {...props} now={now} about={about} />;
}

const about = [
  'What new certificates will say. The preview shows which ones are made and where they go.',
  'A valid certificate that is there already is kept. Changing the host name, the other names or the key size makes a new one of ours; one that somebody else issued is never replaced unasked.',
];
