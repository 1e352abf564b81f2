import { defineConfig } from 'vitest/config'

export default defineConfig({
  ssr: { resolve: { conditions: ['@tidewire/source'] } },
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'test/e2e/**/*.test.ts',
      'test/fault/**/*.test.ts',
      'test/*.test.ts',
    ],
    // Most tests wait for servers: a worker for each of two cores, where vitest would leave one idle.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
