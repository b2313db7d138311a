import { Box } from 'ink';
import type { ReactNode } from 'react';
import { fill, truncate, truncateStart } from '../../src/model/wrap.ts';
import { type Line, writer } from '../lines.ts';
import { printable } from '../printable.ts';
import { Lines } from '../rows.tsx';
import { topToShow, windowAt } from '../scroll-view/scroll-state.ts';
import type { Row } from '../select/select-state.ts';
import { useTheme } from '../use-theme.tsx';
import { useMany } from './use-many.ts';

interface ManySelectProps {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly values: readonly string[];
  readonly width: number;
  /** Of the whole widget, at least `fewestManyRows`. */
  readonly height: number;
  readonly active: boolean;
  /** One row is searched for, and taken by Enter; none is marked. */
  readonly one?: boolean;
  readonly onEnter: (value: string | undefined) => void;
  readonly onChange: (values: readonly string[]) => void;
}

const searchRows = 1;
const detailRows = 2;
/** Where rows are wider than this, what belongs to a row stands beside it; else below the list. */
const roomyWidth = 70;

export const fewestManyRows = searchRows + 4 + detailRows;

/** Any number of very many: typing finds, Space marks one, another key all that match. Only rows in sight are drawn. */
export function ManySelect(props: ManySelectProps): ReactNode {
  const { label, width, active, one = false } = props;
  const theme = useTheme();
  const height = props.height - searchRows - detailRows;
  const { filter, matched, marked, pointer } = useMany({ ...props, one, page: Math.max(1, height - 1) });
  const write = writer(theme, width);
  const { pointer: sign, boxOn, boxOff, ellipsis } = theme.figures;
  const extent = { rows: matched.length, height };
  const seen = windowAt(topToShow(0, pointer, pointer + 1, extent), extent);
  // Of one that is searched for the row is a sentence, and wants the room; what else belongs to it stands below the list.
  const beside = width >= roomyWidth && !one ? Math.floor(width * 0.35) : 0;
  // A path tells by its end, a sentence by its beginning.
  const shorten = one ? truncate : truncateStart;
  const room = width - (one ? 2 : 6) - (beside > 0 ? beside + 2 : 0);

  const line = (row: Row, index: number): Line => {
    const pointed = active && seen.from + index === pointer;
    const name = shorten(printable(row.label, theme.unicode), room, ellipsis);
    const hint = beside === 0 ? '' : `  ${truncate(printable(row.hint ?? '', theme.unicode), beside, ellipsis)}`;
    return write.row(
      {
        text: `${pointed ? sign : ' '} ${one ? '' : `${marked.has(row.value) ? boxOn : boxOff} `}`,
        tone: pointed ? 'accent' : 'plain',
      },
      { text: beside === 0 ? name : fill(name, room), tone: pointed ? 'accent' : 'plain' },
      { text: hint, tone: 'quiet' },
    );
  };
  const { above, below } = theme.figures;
  const more: readonly Line[] =
    seen.above + seen.below === 0 ? [] : [[{ text: `  ${above} ${seen.above}  ${below} ${seen.below}`, tone: 'quiet' }]];
  const counts = `${matched.length} of ${props.rows.length} found${one ? '' : `, ${marked.size} marked`}`;
  const here = matched[pointer];
  const detail = here === undefined ? [] : write.text([here.label, here.hint].filter(Boolean).join(': '), 'quiet', 2);
  return (
    <Box flexDirection="column" height={props.height} flexShrink={0} aria-role="listbox" aria-label={`${label}: ${counts}`}>
      <Lines
        lines={[
          write.row({ text: `Find: ${filter}${active ? '_' : ''}`, tone: 'accent' }, { text: `  ${counts}`, tone: 'quiet' }),
        ]}
      />
      {matched.slice(seen.from, seen.to).map((row, index) => (
        <Box key={row.value} flexShrink={0} aria-role="checkbox" aria-state={{ checked: marked.has(row.value) }}>
          <Lines lines={[line(row, index)]} />
        </Box>
      ))}
      <Lines lines={[...more, ...detail.slice(0, detailRows)]} />
    </Box>
  );
}
