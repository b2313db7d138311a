import type { ReactNode } from 'react';
import { fill, widthOf } from '../src/model/wrap.ts';
import { useKeys } from './keyboard.tsx';
import { type Hint, helpText } from './keys.ts';
import { blank, type Line, writer } from './lines.ts';
import { ScrollView } from './scroll-view/scroll-view.tsx';
import { useTheme } from './use-theme.tsx';

interface HelpOverlayProps {
  /** What this screen is for; a paragraph an element. */
  readonly about: readonly string[];
  readonly hints: readonly Hint[];
  readonly width: number;
  readonly height: number;
  readonly onClose: () => void;
}

/** In place of a screen: what it is for, and every key that does something there. */
export function HelpOverlay({ about, hints, width, height, onClose }: HelpOverlayProps): ReactNode {
  const theme = useTheme();
  const write = writer(theme, width);
  const rows = hints.map(helpText);
  const column = Math.max(...rows.map((row) => widthOf(row.key)));
  const lines: readonly Line[] = [
    ...about.flatMap((paragraph) => [...write.text(paragraph), blank]),
    ...write.text('Keys', 'strong'),
    ...rows.flatMap((row) => write.item(fill(row.key, column), row.says, 'plain', 'accent')),
  ];
  useKeys({ help: onClose, back: onClose, next: onClose, quit: onClose }, { level: 'overlay', modal: true });
  return <ScrollView lines={lines} height={height} level="overlay" />;
}
