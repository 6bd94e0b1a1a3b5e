// What parts of the shell open for each other: the workspace switch, the help, the drawer.
import { createContext, use } from 'react';

export interface ShellState {
  openSwitch(): void;
  openHelp(): void;
}

export const ShellContext = createContext<ShellState>({
  openSwitch: () => undefined,
  openHelp: () => undefined,
});

export function useShell(): ShellState {
  return use(ShellContext);
}
