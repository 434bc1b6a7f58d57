import { parseArgs } from 'node:util'
import { createFleets } from './fleet.ts'
import { rows } from './index.ts'
import type { Measurement } from './row.ts'
import { tableOf } from './table.ts'

/**
 * Runs the benchmarks. `npm run bench` measures everything, `npm run bench -- ack tick` only these rows, and `--quick`
 * uses smaller sizes. The exit code is 1 if a bar is missed.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { quick: { type: 'boolean', default: false } },
  })
  const unknown = positionals.filter((name) => !rows.some((row) => row.name === name))
  if (unknown.length > 0) {
    throw new Error(`No such row: ${unknown.join(', ')}; there are ${rows.map(({ name }) => name).join(', ')}`)
  }
  const wanted = rows.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
  const fleets = createFleets()
  const measurements: Measurement[] = []
  try {
    for (const row of wanted) {
      const startedAt = performance.now()
      measurements.push(...(await row.measure({ isQuick: values.quick, fleets })))
      process.stderr.write(`${row.name}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`)
    }
  } finally {
    await fleets.stop()
  }
  process.stdout.write(`\n${tableOf(measurements)}\n\n${chaosHint}\n`)
  if (measurements.some(({ isMet }) => isMet === false)) process.exitCode = 1
}

const chaosHint = 'Whether ends are lost or told twice when processes die: npm run chaos'

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(2)
})
