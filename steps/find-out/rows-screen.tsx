import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { Hint } from '../../components/keys.ts';
import { ManySelect } from '../../components/many-select/many-select.tsx';
import type { Row } from '../../components/select/select-state.ts';
import { Frame } from '../frame.tsx';
import type { ScreenProps } from '../screen.ts';

interface RowsScreenProps extends ScreenProps {
  readonly title: string;
  readonly about: string;
  readonly rows: readonly Row[];
  /** Undefined where one row is searched for. */
  readonly marked?: readonly string[];
  readonly refused: string | undefined;
  readonly onChange?: (values: readonly string[]) => void;
  /** With the row under the pointer. */
  readonly onEnter: (value: string | undefined) => void;
}

/** A list that is searched by typing: for one row, or to mark some. */
export function RowsScreen({ frame, title, about, rows, marked, refused, onChange, onEnter }: RowsScreenProps): ReactNode {
  const marks: readonly Hint[] = marked === undefined ? [] : ['mark', 'markAll'];
  return (
    <Frame
      {...frame}
      title={title}
      hints={[
        ['next', marked === undefined ? 'look for it' : 'see what would change'],
        ...marks,
        ['cancel', 'back'],
        'help',
        ['interrupt', 'quit'],
      ]}
      moreKeys={['up', 'down', 'pageDown', 'pageUp', ['eraseToStart', 'search for nothing']]}
      about={[about]}
      notice={refused === undefined ? undefined : { text: refused, tone: 'fail' }}
    >
      {({ width, height }) => (
        <Box flexDirection="column" flexShrink={0}>
          <ManySelect
            label={title}
            rows={rows}
            values={marked ?? []}
            one={marked === undefined}
            width={Math.min(width, 120)}
            height={height}
            active
            onEnter={onEnter}
            onChange={onChange ?? nothing}
          />
        </Box>
      )}
    </Frame>
  );
}

const nothing = () => undefined;
