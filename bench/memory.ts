import { once } from 'node:events'
import { createLocalSlack, type LocalSlack } from '../playground/slack/server.ts'
import { startFerry } from './ferry.ts'
import type { Fleet } from './fleet.ts'
import type { Program } from './program.ts'
import type { Bench, Measurement, Row } from './row.ts'

/** Memory that many watched migrations add to an idle bot, after some ticks and a garbage collection. */
export const memory: Row = {
  name: 'memory',
  async measure({ isQuick, fleets }: Bench): Promise<Measurement[]> {
    const slack = await createLocalSlack()
    const whole = await fleets.of(isQuick ? 20 : 100)
    const half = await fleets.of(isQuick ? 10 : 50)
    try {
      const idle = await memoryOf({ slack, storeUrl: fleets.emptyStore(), cloudUrl: whole.cloud.url })
      const withHalf = await memoryOf({ slack, ...placeOf(half) })
      const withAll = await memoryOf({ slack, ...placeOf(whole) })
      return measurements(whole.watches.length, { idle, withHalf, withAll })
    } finally {
      await slack.stop()
    }
  },
}

const mib = 1024 * 1024
/** Differences below this are noise. */
const noiseMib = 5
const ticksBefore = 2
/** Number of readings, of which the least counts: on a busy machine, one of them may coincide with a tick. */
const asks = 5

type Memory = { heldMib: number; residentMib: number }
type Memories = { idle: Memory; withHalf: Memory; withAll: Memory }

function measurements(count: number, { idle, withHalf, withAll }: Memories): Measurement[] {
  const added = withAll.heldMib - idle.heldMib
  const addedByHalf = withHalf.heldMib - idle.heldMib
  const resident = `${megabytes(withAll.residentMib - idle.residentMib)} over ${megabytes(idle.residentMib)}`
  return [
    {
      what: `memory of ${count} watches over an idle bot, after GC`,
      measured: `${megabytes(added)} over ${megabytes(idle.heldMib)}`,
      bar: '≤ 60 MiB',
      isMet: added <= 60,
    },
    {
      what: `memory is linear: ${count / 2} against ${count} watches`,
      measured: `${megabytes(addedByHalf)} : ${megabytes(added)}`,
      bar: `≤ 2 × + ${noiseMib} MiB`,
      isMet: added <= 2 * Math.max(0, addedByHalf) + noiseMib,
    },
    { what: `resident set with ${count} watches, over an idle bot`, measured: resident, bar: '' },
  ]
}

function megabytes(amount: number): string {
  return `${amount.toFixed(1)} MiB`
}

function placeOf(fleet: Fleet): { storeUrl: string; cloudUrl: string } {
  return { storeUrl: fleet.copyOfStore(), cloudUrl: fleet.cloud.url }
}

async function memoryOf(place: { slack: LocalSlack; storeUrl: string; cloudUrl: string }): Promise<Memory> {
  const ferry = await startFerry({
    ...place,
    script: './measured-ferry.ts',
    nodeOptions: ['--expose-gc'],
    environment: { POLL_SCHEDULE: '*/5 * * * * *' },
  })
  try {
    await ticksOf(ferry)
    const answers: Memory[] = []
    for (let ask = 0; ask < asks; ask += 1) {
      answers.push(await askMemory(ferry))
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
    return {
      heldMib: Math.min(...answers.map(({ heldMib }) => heldMib)),
      residentMib: Math.max(...answers.map(({ residentMib }) => residentMib)),
    }
  } finally {
    await ferry.stop()
  }
}

async function ticksOf({ metricsUrl }: Program): Promise<void> {
  for (;;) {
    const metrics = await (await fetch(`${metricsUrl}/metrics`)).text()
    if (Number(/^ferry_ticks_total\{outcome="ok"\} (\d+)/m.exec(metrics)?.[1] ?? 0) >= ticksBefore) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function askMemory({ process: child }: Program): Promise<Memory> {
  const answered = once(child, 'message')
  child.send('memory?')
  const [answer] = await answered
  return { heldMib: answer.heldBytes / mib, residentMib: answer.residentBytes / mib }
}
