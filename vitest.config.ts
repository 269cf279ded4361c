import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    // Theory and coverage runs take seconds each; nothing takes longer than this unless it hangs.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // No module holds state, so that files may share what they import.
    isolate: false,
    maxWorkers: 2,
  },
});
