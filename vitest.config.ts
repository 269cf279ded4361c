import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    // Theory and coverage runs take seconds each; nothing takes longer than this unless it hangs.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A page on a busy machine may take its time to come to what is asked of it; one second, as is usual, is a race.
    expect: { poll: { timeout: 20_000 } },
    pool: 'forks',
    // No module holds state, so that files may share what they import.
    isolate: false,
    maxWorkers: 2,
  },
});
