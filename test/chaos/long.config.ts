import { defineConfig } from 'vitest/config'
import { missingTools } from '../missing.ts'

/**
 * Settings for long runs of the suite's own stories, with many more kills and restarts, and for every case where the suite
 * draws some. A failure names its seed.
 */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/chaos/*.test.ts', 'test/chaos/*.long.ts', 'test/requests/*.chaos.test.ts'],
    exclude: missingTools().map((tool) => tool.files),
    env: {
      CHAOS_CASES: 'all',
      CHAOS_KILLS: process.env.CHAOS_KILLS ?? '40',
      CHAOS_ROLLS: process.env.CHAOS_ROLLS ?? '10',
    },
    pool: 'forks',
    maxWorkers: 2,
    // Stories of killed processes wait for leases, not for the machine.
    hookTimeout: 180_000,
    // So many cases take a long time.
    testTimeout: 600_000,
  },
})
