import { createContext, type ReactNode, use } from 'react';

const Context = createContext(false);

/** A screen that lies below an overlay keeps what was typed in it, but the cursor is not its own. */
export function Covered({ covered, children }: { readonly covered: boolean; readonly children: ReactNode }): ReactNode {
  return <Context value={covered}>{children}</Context>;
}

export function useCovered(): boolean {
  return use(Context);
}
