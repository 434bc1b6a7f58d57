import { cloudLatencyMs, interleaved, median, pairsFor, ratioOf, times } from '../figures.ts'
import type { Bench, Measurement, Row } from '../row.ts'
import { type CloudControl, controlOf } from '../world/control.ts'
import type { Fleet } from '../world/fleet.ts'
import {
  type BareProgram,
  kindsOfHuawei,
  type RoundProgram,
  type Rounds,
  startBarePages,
  startRounds,
  type Took,
} from './round-program.ts'

/** A round over all accounts, compared with a plain client that reads the same pages of the same cloud. */
export const tick: Row = {
  name: 'tick',
  async measure({ isQuick, fleets }: Bench): Promise<Measurement[]> {
    const sizes = isQuick ? [1, 5, 20] : [1, 10, 100]
    const pairs = pairsFor(isQuick)
    const costs: Cost[] = []
    const measurements: Measurement[] = []
    for (const accounts of sizes) {
      const fleet = await fleets.of(accounts)
      const control = controlOf(fleet.cloud.url)
      const [bot, bare] = [await startRounds(fleet), await startBarePages(fleet)]
      const world = { fleet, control, bot, bare }
      try {
        costs.push(await costOf(world, pairs))
        if (accounts === sizes.at(-1)) measurements.push(...(await compareWithBare(world, pairs)))
      } finally {
        await control.setLatency(0)
        await Promise.all([bot.stop(), bare.stop()])
      }
    }
    return [...measurements, growth(costs)]
  },
}

type World = { fleet: Fleet; control: CloudControl; bot: RoundProgram; bare: BareProgram }

async function compareWithBare(world: World, pairs: number): Promise<Measurement[]> {
  const { fleet, control } = world
  await control.setLatency(cloudLatencyMs)
  const round = `a round of ${fleet.watches.length} known in ${fleet.accounts} accounts`
  const still = await comparison(world, { pairs, jumpMs: 0 })
  const moving = await comparison(world, { pairs, jumpMs: 60_000 })
  return [
    ...judge(`${round}, nothing changed`, still, 1.5),
    records(`${round}, nothing changed: fleet and channel records`, still, [...fleetRecords, 'checkpoints']),
    ...judge(`${round}, all figures moved`, moving, 1.7),
    records(`${round}, all figures moved: fleet and channel records, without checkpoints`, moving, fleetRecords),
  ]
}

const fleetRecords = ['known', 'health', 'watches', 'channels']

type Compared = readonly { ours: Rounds; theirs: Took }[]

/** The cloud renders its pages before it is asked for them, so that neither side waits for that. */
async function comparison({ bot, bare, control }: World, { pairs, jumpMs }: { pairs: number; jumpMs: number }) {
  let calls: Rounds['requests'] = []
  const moved = async () => {
    await control.jump(jumpMs)
    await control.renderAhead()
  }
  return interleaved(pairs, {
    async ours() {
      await moved()
      const round = await bot.rounds(1)
      calls = round.requests
      return round
    },
    async theirs() {
      await moved()
      return bare.read(calls)
    },
  })
}

function judge(round: string, pairs: Compared, bar: number): Measurement[] {
  const wall = ratioOf(pairs.map(({ ours, theirs }) => ({ ours: ours.tookMs, theirs: theirs.tookMs })))
  const cpu = ratioOf(pairs.map(({ ours, theirs }) => ({ ours: ours.cpuMs, theirs: theirs.cpuMs })))
  const what = `${round}, against bare undici`
  return [
    { what, measured: wall.measured, bar: `≤ ${bar} ×`, isMet: wall.ratio <= bar },
    { what: `${what}: processor time`, measured: cpu.measured, bar: '≤ 3 ×', isMet: cpu.ratio <= 3 },
  ]
}

function records(what: string, pairs: Compared, sorts: readonly string[]): Measurement {
  const sum = (by: 'read' | 'written') =>
    pairs.flatMap(({ ours }) => sorts.map((sort) => ours[by][sort] ?? 0)).reduce((total, count) => total + count, 0)
  const [reads, writes] = [sum('read'), sum('written')]
  return { what, measured: `${reads} read, ${writes} written`, bar: '0', isMet: reads + writes === 0 }
}

/** Processor time of a round for each migration, in microseconds. */
type Cost = { migrations: number; usEach: number }

/** The cloud answers at once: waiting would hide how the work grows. */
async function costOf({ bot, control, fleet }: World, rounds: number): Promise<Cost> {
  const samplesMs: number[] = []
  for (let round = 0; round < rounds * kindsOfHuawei; round += 1) {
    await control.jump(60_000)
    samplesMs.push((await bot.rounds(1)).cpuMs)
  }
  const migrations = fleet.watches.length
  return { migrations, usEach: (median(samplesMs) * 1000) / migrations }
}

function growth(costs: readonly Cost[]): Measurement {
  const [first, last] = [costs[0]?.usEach ?? 0, costs.at(-1)?.usEach ?? 0]
  const each = costs.map(({ migrations, usEach }) => `${migrations}: ${usEach.toFixed(0)} µs`).join(', ')
  return {
    what: 'processor time of a round for each migration, all figures moved',
    measured: `${each} (${times(last / first)})`,
    bar: '≤ 1.1 × that of the fewest',
    isMet: last <= 1.1 * first,
  }
}
