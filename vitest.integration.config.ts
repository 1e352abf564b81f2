import { defineConfig } from 'vitest/config'

// Real servers and official clients: Apache Kafka, the Java console tools, kcat.
export default defineConfig({
  ssr: { resolve: { conditions: ['@tidewire/source'] } },
  test: {
    include: ['test/integration/**/*.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
})
