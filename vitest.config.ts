import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    reporters: ['default', './scripts/summary-reporter.ts'],
    // Most of the time goes by waiting for servers; more than two files at a time would wait for each other.
    maxWorkers: 2,
    // For what hangs, not for what is slow: waits of their own end long before.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
