import type { RunOptions } from '../run-wizard.tsx';
export async function runPlain(_o: RunOptions) { return { exitCode: 0, summary: [] }; }
