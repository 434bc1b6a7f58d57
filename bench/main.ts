import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { makeBundle } from '../build/bundle.ts'
import { rows } from './index.ts'
import { type Section, writePage } from './page.ts'
import type { Bench, Row } from './row.ts'
import { tableOf } from './table.ts'
import { createFleets } from './world/fleet.ts'

/**
 * Runs the benchmarks. `npm run bench` measures everything on a machine that does nothing else,
 * and writes docs/measures.md. `npm run bench -- ack tick` measures only these rows, with `--write` onto the page too;
 * `--quick` uses smaller sizes and writes nothing. The exit code is 1 if a bar is missed.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { quick: { type: 'boolean', default: false }, write: { type: 'boolean', default: false } },
  })
  const unknown = positionals.filter((name) => !rows.some((row) => row.name === name))
  if (unknown.length > 0) {
    throw new Error(`No such row: ${unknown.join(', ')}; there are ${rows.map(({ name }) => name).join(', ')}`)
  }
  const wanted = rows.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
  // What people run, and nothing is bundled in the background meanwhile.
  await makeBundle()
  const fleets = createFleets()
  const bench = { isQuick: values.quick, fleets }
  const sections: Section[] = []
  try {
    for (const row of wanted.filter(({ isWaiting }) => !isWaiting)) sections.push(...(await measured(row, bench)))
    const waiting = wanted.filter(({ isWaiting }) => isWaiting)
    sections.push(...(await Promise.all(waiting.map((row) => measured(row, bench)))).flat())
  } finally {
    await fleets.stop()
  }
  const measurements = sections.flatMap((section) => section.measurements)
  process.stdout.write(`\n${tableOf(measurements)}\n\n${chaosHint}\n`)
  if (!values.quick && (values.write || positionals.length === 0)) writePage(sections)
  if (measurements.some(({ isMet }) => isMet === false)) process.exitCode = 1
}

/** The section of a row. Without one that broke off, the others still count, and the exit code is 1. */
async function measured(row: Row, bench: Bench): Promise<Section[]> {
  const startedAt = performance.now()
  const [loadBefore = 0] = loadavg()
  const measurements = await row.measure(bench).catch((error: unknown) => {
    process.stderr.write(`${row.name} broke off: ${error instanceof Error ? error.stack : String(error)}\n`)
    process.exitCode = 1
    return undefined
  })
  if (measurements === undefined) return []
  const [loadAfter = 0] = loadavg()
  const tookMs = performance.now() - startedAt
  process.stderr.write(`${row.name}: ${(tookMs / 1000).toFixed(1)} s\n`)
  return [{ name: row.name, measurements, tookMs, load: [loadBefore, loadAfter] }]
}

const chaosHint = 'Whether ends are lost or told twice when processes die: npm run chaos'

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(2)
})
