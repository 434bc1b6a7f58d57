import { defineConfig } from 'vitest/config'
import { missingTools } from '../missing.ts'

/**
 * `npm run chaos`: as in the suite, but killed and restarted so often that it takes its time, and with every case of
 * which the suite draws some. What goes wrong names its seed.
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
    // Stories of killed processes wait for each other's leases, not for the machine.
    hookTimeout: 180_000,
    // So many cases take their time.
    testTimeout: 600_000,
  },
})
