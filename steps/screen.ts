import type { Cover } from './frame.tsx';

/** What every screen of the dialogue passes on to its frame. */
export interface ScreenProps {
  readonly frame: {
    /** Undefined beside the steps of the dialogue. */
    readonly position: { readonly at: number; readonly of: number } | undefined;
    readonly aside: string;
    readonly cover: Cover | undefined;
  };
}
