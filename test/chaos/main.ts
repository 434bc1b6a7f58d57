import { parseArgs } from 'node:util'
import bundled from '../bundled.ts'
import { missingTools } from '../missing.ts'
import { tell } from './story.ts'
import { type Told, tableOf } from './table.ts'
import { failuresOf, type Outcome, type Trouble } from './trouble.ts'
import { troubles } from './troubles/index.ts'

/** Stories told at the same time. They mostly wait for leases. */
const storiesAtOnce = 2

/**
 * Tells stories of trouble with real processes and prints how they ended. `npm run chaos` tells all of them,
 * `npm run chaos -- sqlite-kill forget` only these. `--seed` repeats a run, `--rounds` sets how often trouble comes. The
 * exit code is 1 if an end was lost, or anything else happened that must not.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seed: { type: 'string' }, rounds: { type: 'string' } },
  })
  const seed = values.seed === undefined ? Date.now() % 1_000_000 : wholeNumber('seed', values.seed)
  const rounds = values.rounds === undefined ? undefined : wholeNumber('rounds', values.rounds)
  const waiting = wanted(positionals)
  await bundled()
  const rows: Told[] = []
  const tellOne = async (): Promise<void> => {
    const trouble = waiting.shift()
    if (trouble === undefined) return
    rows.push({ trouble, outcome: await run(trouble, { seed, rounds: rounds ?? trouble.rounds }) })
    return tellOne()
  }
  await Promise.all(Array.from({ length: storiesAtOnce }, tellOne))
  const sorted = troubles.flatMap((trouble) => rows.filter((row) => row.trouble === trouble))
  const again = [`--seed ${seed}`, ...(rounds === undefined ? [] : [`--rounds ${rounds}`]), ...positionals].join(' ')
  process.stdout.write(`\n${tableOf(sorted)}\n\nAgain: npm run chaos -- ${again}\n`)
  const failures = sorted.flatMap(({ trouble, outcome }) =>
    failuresOf(trouble, outcome).map((failure) => `${trouble.name}: ${failure}`),
  )
  if (failures.length === 0) return
  process.stdout.write(`\n${failures.join('\n')}\n`)
  process.exitCode = 1
}

/** The troubles with these names, or all. Those whose program this machine lacks are left out, and named. */
function wanted(names: readonly string[]): Trouble[] {
  const unknown = names.filter((name) => !troubles.some((trouble) => trouble.name === name))
  if (unknown.length > 0) {
    throw new Error(`No such trouble: ${unknown.join(', ')}; there are ${troubles.map(({ name }) => name).join(', ')}`)
  }
  const missing = missingTools().map(({ name }) => name)
  return troubles.filter(({ name, needs }) => {
    if (names.length > 0 && !names.includes(name)) return false
    if (needs === undefined || !missing.includes(needs)) return true
    process.stdout.write(`Left out: ${name}, which needs ${needs}\n`)
    return false
  })
}

/** Tells one story, and says at once how it ended: a run that is cut short has said what it knows. */
async function run(trouble: Trouble, { seed, rounds }: { seed: number; rounds: number }): Promise<Outcome> {
  const startedAt = performance.now()
  const outcome = await tell({ name: trouble.name, seed, rounds }, trouble.run).catch(brokenOff)
  const verdict = failuresOf(trouble, outcome).length === 0 ? 'ok' : 'FAILED'
  const { ends, lost, toldTwice } = outcome
  const counts = `${ends} ends, ${lost.length} lost, ${toldTwice.length} told twice`
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0)
  process.stderr.write(`${trouble.name}: ${verdict}, ${counts}, ${seconds} s\n`)
  return outcome
}

function brokenOff(error: unknown): Outcome {
  return { ...nothing, complaints: [error instanceof Error ? (error.stack ?? error.message) : String(error)] }
}

const nothing = { done: 'broke off', ends: 0, lost: [], falselyDeleted: [], byFormerLeader: [], toldTwice: [] }

function wholeNumber(name: string, text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 0) throw new Error(`--${name} takes a whole number, not ${text}`)
  return number
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(2)
})
