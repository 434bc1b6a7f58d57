import { createLocalSlack, type LocalSlack } from '../playground/slack/server.ts'
import { controlOf } from './control.ts'
import { startFerry } from './ferry.ts'
import { median, pairsFor, quantile } from './figures.ts'
import type { Fleet } from './fleet.ts'
import { ask, type Program, startProgram } from './program.ts'
import type { Bench, Measurement, Row } from './row.ts'

/** Memory that many known migrations add to an idle bot, after some rounds and a garbage collection. */
export const memory: Row = {
  name: 'memory',
  async measure(bench: Bench): Promise<Measurement[]> {
    return [await overIdle(bench), await overManyRounds(bench), await inOneWorkspace(bench)]
  },
}

const mib = 1024 * 1024
const nodeOptions = ['--expose-gc']

/** The whole bot, started anew for each reading. */
async function overIdle({ isQuick, fleets }: Bench): Promise<Measurement> {
  const fleet = await fleets.of(isQuick ? 20 : 100)
  const slack = await createLocalSlack()
  const cloudUrl = fleet.cloud.url
  const pairs: { full: Memory; idle: Memory }[] = []
  try {
    for (let pair = 0; pair < pairsFor(isQuick); pair += 1) {
      const idle = await memoryOf({ slack, cloudUrl, storeUrl: fleets.emptyStore() })
      pairs.push({ idle, full: await memoryOf({ slack, cloudUrl, storeUrl: fleet.copyOfStore() }) })
    }
  } finally {
    await slack.stop()
  }
  const added = pairs.map(({ full, idle }) => full.residentMib - idle.residentMib)
  const heldMib = median(pairs.map(({ full, idle }) => full.heldMib - idle.heldMib))
  const spareMib = median(pairs.map(({ full, idle }) => full.spareMib - idle.spareMib))
  const idleMib = median(pairs.map(({ idle }) => idle.residentMib))
  return {
    what: `memory of ${fleet.watches.length} known over an idle bot, resident after GC`,
    measured: `${show(median(added))} [${spreadOf(added)}] over ${show(idleMib)} (held: ${show(heldMib)}, spare in the heap: ${show(spareMib)})`,
    bar: '≤ 60 MiB',
    isMet: median(added) <= 60,
  }
}

/** Readings between which the slope is taken, after a warm-up of two more. */
const readings = 8

/** A fleet whose figures move all the time, over many rounds. */
async function overManyRounds({ isQuick, fleets }: Bench): Promise<Measurement> {
  const fleet = await fleets.fresh(isQuick ? 2 : 10)
  await controlOf(fleet.cloud.url).setSpeed(1000)
  const program = await startRounds(fleet.copyOfStore(), fleet)
  const rounds = isQuick ? 10 : 100
  const samples: Memory[] = []
  for (let reading = 0; reading < readings + 2; reading += 1) samples.push(toMemory(await ask(program, rounds)))
  await program.stop()
  await fleet.cloud.stop()
  const later = samples.slice(2)
  const heldKib = slopeOf(later.map(({ heldMib }) => heldMib)) * (1024 / rounds)
  const residentKib = slopeOf(later.map(({ residentMib }) => residentMib)) * (1024 / rounds)
  return {
    what: `memory over ${rounds * (readings + 2)} rounds of ${fleet.watches.length} known that move`,
    measured: `${heldKib.toFixed(2)} KiB a round (resident: ${residentKib.toFixed(2)} KiB)`,
    bar: '≤ 2 KiB a round, 3 MiB a day',
    ...(isQuick ? {} : { isMet: heldKib <= 2 }),
  }
}

async function inOneWorkspace({ isQuick, fleets }: Bench): Promise<Measurement> {
  const fleet = await fleets.fresh(isQuick ? 50 : 500)
  const idle = await startRounds(fleets.emptyStore(), fleet)
  const before = toMemory(await ask(idle, 0))
  await idle.stop()
  const program = await startRounds(fleet.copyOfStore(), fleet)
  await ask(program, 3)
  const rounds = isQuick ? 3 : 9
  const answer = await ask(program, rounds)
  await program.stop()
  await fleet.cloud.stop()
  const { heldMib, residentMib } = toMemory(answer)
  const [resident, heap] = [show(residentMib - before.residentMib), show(heldMib - before.heldMib)]
  const eachMs = (Number(answer.tookMs) / rounds).toFixed(0)
  return {
    what: `${fleet.watches.length} known in ${fleet.accounts} accounts of one workspace, resident over idle after GC`,
    measured: `${resident} over ${show(before.residentMib)} (heap: ${heap}); a round takes ${eachMs} ms`,
    bar: '',
  }
}

function startRounds(storeUrl: string, { cloud: { url } }: Fleet): Promise<Program> {
  const environment = { STORE_URL: storeUrl, CLOUD_URL: url }
  return startProgram({ script: './rounds.ts', nodeOptions, environment })
}

type Memory = { heldMib: number; spareMib: number; residentMib: number }

function toMemory({ heldBytes, spareBytes, residentBytes }: Record<string, unknown>): Memory {
  return {
    heldMib: Number(heldBytes) / mib,
    spareMib: Number(spareBytes) / mib,
    residentMib: Number(residentBytes) / mib,
  }
}

function show(amountMib: number): string {
  return `${amountMib.toFixed(1)} MiB`
}

function spreadOf(samples: readonly number[]): string {
  return `${quantile(samples, 0).toFixed(1)}–${quantile(samples, 1).toFixed(1)}`
}

/** The slope of the line through these values that fits best, for each step. */
function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const over = values.reduce((sum, value, index) => sum + (index - middle) * (value - mean), 0)
  return over / values.reduce((sum, _, index) => sum + (index - middle) ** 2, 0)
}

const ticksBefore = 4
/** Number of readings, of which the least counts: one of them may coincide with a round. */
const asks = 5

async function memoryOf(place: { slack: LocalSlack; storeUrl: string; cloudUrl: string }): Promise<Memory> {
  // As in the Dockerfile: with more arenas, the allocator keeps what pages of answers took.
  const environment = { POLL_SCHEDULE: '* * * * * *', MALLOC_ARENA_MAX: '2' }
  const ferry = await startFerry({ ...place, script: './measured-ferry.ts', nodeOptions, environment })
  try {
    await ticksOf(ferry)
    const answers: Memory[] = []
    for (let count = 0; count < asks; count += 1) {
      answers.push(toMemory(await ask(ferry, 'memory?')))
      await new Promise((resolve) => setTimeout(resolve, 300))
    }
    return {
      heldMib: Math.min(...answers.map(({ heldMib }) => heldMib)),
      spareMib: Math.min(...answers.map(({ spareMib }) => spareMib)),
      residentMib: Math.min(...answers.map(({ residentMib }) => residentMib)),
    }
  } finally {
    await ferry.kill()
  }
}

async function ticksOf({ metricsUrl }: Program): Promise<void> {
  for (;;) {
    const metrics = await (await fetch(`${metricsUrl}/metrics`)).text()
    if (Number(/^ferry_ticks_total\{outcome="ok"\} (\d+)/m.exec(metrics)?.[1] ?? 0) >= ticksBefore) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
