import { defineConfig } from 'vitest/config'

// Tests that need no server of their own process: beside the code, and the rules of the house.
export default defineConfig({
  ssr: { resolve: { conditions: ['@tidewire/source'] } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'test/*.test.ts'],
    testTimeout: 20_000,
  },
})
