import { LAYOUT } from '../../host/layout.ts';
import type { Message } from '../symptom.ts';

/** How a corrected configuration is tried and taken up. */
export const LOADING: readonly string[] = [
  `Try it before you load it: ${LAYOUT.validateConfig} says "Configuration valid", and nothing at all where it is not`,
  `Load it: ${LAYOUT.console} ${LAYOUT.controlSocket} config reload`,
];

/** Momentum gives its reasons for an unknown word in three ways (Momentum manual, "ec_dump_config"). */
export function unknownWord(example: string, pattern: string): readonly Message[] {
  return [
    {
      pattern: new RegExp(`No module provides capability 'config\\.[^':\\n]*:${pattern}'`, 'i'),
      example: `CFG-07961 No module provides capability 'config.Global:${example}'.`,
    },
    {
      pattern: new RegExp(`'${pattern}' is not a valid scope name in scope`, 'i'),
      example: `'${example}' is not a valid scope name in scope 'Global'`,
    },
    {
      pattern: new RegExp(`Syntax error in \\S+ at line \\d+ near '${pattern}'`, 'i'),
      example: `Syntax error in ${LAYOUT.ecelerityConf} at line 4 near '${example}'`,
    },
  ];
}
