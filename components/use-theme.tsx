import { createContext, type ReactNode, use } from 'react';
import { type Theme, unicodeTheme } from './theme.ts';

const Context = createContext<Theme>(unicodeTheme);

export function Themed({ theme, children }: { readonly theme: Theme; readonly children: ReactNode }): ReactNode {
  return <Context value={theme}>{children}</Context>;
}

export function useTheme(): Theme {
  return use(Context);
}
