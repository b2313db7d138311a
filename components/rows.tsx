import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import type { Line } from './lines.ts';
import { useTheme } from './use-theme.tsx';

/** Rows one below the other, none of them ever wrapped or stretched by the layout. */
export function Lines({ lines }: { readonly lines: readonly Line[] }): ReactNode {
  const { styles } = useTheme();
  return (
    <Box flexDirection="column" flexShrink={0}>
      {lines.map((line, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no identity but its place
        <Text key={row} wrap="truncate">
          {line.length === 0
            ? ' '
            : line.map((span, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: likewise
                <Text key={index} {...styles[span.tone ?? 'plain']}>
                  {span.text}
                </Text>
              ))}
        </Text>
      ))}
    </Box>
  );
}
