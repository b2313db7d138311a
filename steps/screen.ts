import type { ReactNode } from 'react';
import type { Size } from './frame.tsx';

/** What every screen of the dialogue passes on to its frame. */
export interface ScreenProps {
  readonly frame: {
    readonly position: { readonly at: number; readonly of: number };
    readonly aside: string;
    readonly cover: ((size: Size) => ReactNode) | undefined;
  };
}
