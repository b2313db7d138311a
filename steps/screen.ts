import type { Cover } from './frame.tsx';

/** What every screen of the dialogue passes on to its frame. */
export interface ScreenProps {
  readonly frame: {
    readonly position: { readonly at: number; readonly of: number };
    readonly aside: string;
    readonly cover: Cover | undefined;
  };
}
