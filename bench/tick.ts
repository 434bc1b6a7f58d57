import { type BarePages, openBarePages } from './bare-pages.ts'
import { type BotParts, openBotParts, type Requested } from './bot-parts.ts'
import { type CloudControl, controlOf } from './control.ts'
import { type Counts, openCountedStore, sumOf } from './counted-store.ts'
import { cloudLatencyMs, interleaved, median, pairsFor, ratioOf, times } from './figures.ts'
import type { Fleet } from './fleet.ts'
import { heldWire } from './held-wire.ts'
import type { Bench, Measurement, Row } from './row.ts'

/** A round over all accounts, compared with reading the same pages of the same cloud without Ferry. */
export const tick: Row = {
  name: 'tick',
  async measure({ isQuick, fleets }: Bench): Promise<Measurement[]> {
    const sizes = isQuick ? [1, 5, 20] : [1, 10, 100]
    const pairs = pairsFor(isQuick)
    const costs: Cost[] = []
    const measurements: Measurement[] = []
    for (const accounts of sizes) {
      const world = await openWorld(await fleets.of(accounts))
      try {
        costs.push(await costOf(world, pairs))
        if (accounts === sizes.at(-1)) measurements.push(...(await compareWithBare(world, pairs)))
      } finally {
        await world.stop()
      }
    }
    return [...measurements, growth(costs)]
  },
}

type World = {
  fleet: Fleet
  parts: BotParts
  counts: Counts
  control: CloudControl
  bare: BarePages
  /** The requests of the last round. */
  requests: Requested[]
  stop(): Promise<void>
}

async function openWorld(fleet: Fleet): Promise<World> {
  const storeUrl = fleet.copyOfStore()
  const { store, counts } = await openCountedStore(storeUrl.replace('sqlite:', ''))
  const requests: Requested[] = []
  const { wire, release } = heldWire()
  const onRequest = (request: Requested) => void requests.push(request)
  const parts = await openBotParts({ storeUrl, store, cloudUrl: fleet.cloud.url, wire, onRequest })
  const bare = openBarePages(fleet.accounts)
  const control = controlOf(fleet.cloud.url)
  // As at every start, all cards are looked at once.
  for (let round = 0; round < kindsOfHuawei; round += 1) await parts.fleet.tick()
  await parts.delivery.idle()
  return {
    ...{ fleet, parts, counts, control, bare, requests },
    async stop() {
      await control.setLatency(0)
      release()
      await parts.stop()
      await bare.stop()
    },
  }
}

/** The rounds after which every kind has been listed once. */
const kindsOfHuawei = 3

async function roundOf({ parts, requests }: World): Promise<void> {
  requests.length = 0
  await parts.fleet.tick()
}

async function compareWithBare(world: World, pairs: number): Promise<Measurement[]> {
  const { fleet, control } = world
  await control.setLatency(cloudLatencyMs)
  const many = `a round of ${fleet.watches.length} known in ${fleet.accounts} accounts`
  const still = await comparison(world, { pairs, before: async () => {} })
  const moving = await comparison(world, { pairs, before: () => control.jump(60_000) })
  return [
    judge(`${many}, nothing changed, against bare undici`, still, 1.5),
    records(`${many}, nothing changed: fleet and channel records`, still, [...fleetRecords, 'checkpoints']),
    judge(`${many}, all figures moved, against bare undici`, moving, 1.7),
    records(`${many}, all figures moved: fleet and channel records, without checkpoints`, moving, fleetRecords),
  ]
}

const fleetRecords = ['known', 'health', 'watches', 'channels']

type Compared = ReturnType<typeof ratioOf> & Counts

async function comparison(
  world: World,
  { pairs, before }: { pairs: number; before(): Promise<void> },
): Promise<Compared> {
  const { counts, bare, requests } = world
  counts.read.clear()
  counts.written.clear()
  const ours = () => roundOf(world)
  const measured = await interleaved(pairs, { before, ours, theirs: () => bare.read(requests) })
  return { ...ratioOf(measured), read: new Map(counts.read), written: new Map(counts.written) }
}

function judge(what: string, { ratio, measured }: Compared, bar: number): Measurement {
  return { what, measured, bar: `≤ ${bar} ×`, isMet: ratio <= bar }
}

function records(what: string, { read, written }: Compared, sorts: readonly string[]): Measurement {
  const [reads, writes] = [sumOf(read, sorts), sumOf(written, sorts)]
  return { what, measured: `${reads} read, ${writes} written`, bar: '0', isMet: reads + writes === 0 }
}

/** Processor time of a round for each migration, in microseconds. */
type Cost = { migrations: number; usEach: number }

/** The cloud answers at once, and only this process's own work counts: waiting would hide how it grows. */
async function costOf(world: World, rounds: number): Promise<Cost> {
  const samples: number[] = []
  for (let round = 0; round < rounds * kindsOfHuawei; round += 1) {
    await world.control.jump(60_000)
    const before = process.cpuUsage()
    await roundOf(world)
    const { user, system } = process.cpuUsage(before)
    samples.push(user + system)
  }
  const migrations = world.fleet.watches.length
  return { migrations, usEach: median(samples) / migrations }
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
