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
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
