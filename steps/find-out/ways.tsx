import type { ReactNode } from 'react';
import { Select } from '../../components/select/select.tsx';
import { Frame } from '../frame.tsx';
import type { ScreenProps } from '../screen.ts';
import { ways } from './words.ts';

interface WaysProps extends ScreenProps {
  readonly onWay: (way: (typeof ways)[number]['value']) => void;
}

/** By what one looks for the fault. */
export function Ways({ frame, onWay }: WaysProps): ReactNode {
  const choose = (value: string | undefined) => {
    const way = ways.find((one) => one.value === value);
    if (way !== undefined) onWay(way.value);
  };
  return (
    <Frame
      {...frame}
      title="Something is wrong"
      hints={[['next', 'choose'], 'back', 'help', 'quit']}
      moreKeys={['up', 'down', 'interrupt']}
      about={['Looking changes nothing. What can be put right is shown line by line before anything is written.']}
    >
      {({ width }) => (
        <Select
          label="What do you have?"
          rows={ways}
          value="message"
          width={Math.min(width, 100)}
          active
          onEnter={choose}
          onChange={choose}
        />
      )}
    </Frame>
  );
}
