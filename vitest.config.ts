import { defineConfig } from 'vitest/config'
import { patienceMs } from './test/happenings.ts'
import { missingTools } from './test/missing.ts'
import { MixedOrder } from './test/mixed-order.ts'
import { closingReporter } from './test/reporter.ts'

const isCi = process.env.CI === 'true'
const missing = missingTools()
const closing = closingReporter({
  missing,
  isCi,
  print: (text) => process.stdout.write(`${text}\n`),
  fail: () => {
    process.exitCode = 1
  },
})

// A wait that takes too long fails earlier and says what it waited for.
const longestMs = patienceMs + 30_000

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: missing.map((tool) => tool.files),
    globalSetup: ['test/bundled.ts', 'test/playground/page/browser-server.ts'],
    setupFiles: ['test/one-undici.ts', 'test/open-handles.ts'],
    pool: 'forks',
    // A worker keeps what it has loaded for its next file; see open-handles.ts for what a file may not leave behind.
    isolate: false,
    sequence: { sequencer: MixedOrder },
    // Tests mostly wait for real sockets, so more workers than cores are useful.
    maxWorkers: 6,
    // Generous: it ends a test that hangs and does not measure speed.
    testTimeout: longestMs,
    hookTimeout: longestMs,
    expect: { poll: { timeout: patienceMs } },
    // After this, a run that has not ended is reported as hanging.
    teardownTimeout: 5000,
    reporters: isCi
      ? ['default', ['json', { outputFile: 'node_modules/.vitest/results.json' }], closing]
      : ['default', closing],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      exclude: ['src/main.ts'],
      reporter: ['text', 'html'],
    },
  },
})
