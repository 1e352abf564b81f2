import { defineConfig } from 'vitest/config'

// Tests that need no server of their own process: beside the code, and the rules of the house.
export default defineConfig({
  ssr: { resolve: { conditions: ['@tidewire/source'] } },
  test: {
    name: 'unit',
    include: ['packages/*/src/**/*.test.ts', 'test/*.test.ts'],
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Starting a worker and loading the modules for each of a hundred files costs as much as the tests.
    isolate: false,
  },
})
