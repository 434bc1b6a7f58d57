import { Agent, request } from 'undici'
import { signRequest } from '../src/providers/huawei/sign.ts'
import { cloudAccounts } from './accounts.ts'
import { noWire, openBotParts } from './bot-parts.ts'
import { controlOf } from './control.ts'
import { comparison, median, ms, timed, usualLatencyMs } from './figures.ts'
import type { Fleet } from './fleet.ts'
import type { Bench, Measurement, Row } from './row.ts'

/** A tick over all accounts, compared with reading the same pages of the same cloud without Ferry. */
export const tick: Row = {
  name: 'tick',
  async measure({ isQuick, fleets }: Bench): Promise<Measurement[]> {
    const fleet = await fleets.of(isQuick ? 20 : 100)
    const parts = await openBotParts({ storeUrl: fleet.copyOfStore(), cloudUrl: fleet.cloud.url, wire: noWire })
    const agent = new Agent()
    const control = controlOf(fleet.cloud.url)
    const compare = async (latencyMs: number, rounds: number) => {
      await control.setLatency(latencyMs)
      const [ours, bare]: [number[], number[]] = [[], []]
      for (let round = 0; round < rounds; round += 1) {
        bare.push(await timed(() => readPages(fleet, agent)))
        ours.push(await timed(parts.fleet.tick))
      }
      return comparison(median(ours), median(bare))
    }
    const rounds = isQuick ? 3 : 5
    const what = `tick over ${fleet.watches.length} unchanged watches, against bare undici`
    try {
      await compare(0, 2)
      const far = await compare(usualLatencyMs, rounds)
      const near = await compare(0, rounds)
      return [
        { what: `${what}, cloud ${usualLatencyMs} ms away`, ...far, bar: '≤ 1.5 ×', isMet: far.ratio <= 1.5 },
        { what: `${what}, cloud 0 ms away`, ...near, bar: '' },
        await everythingMoved(await fleets.fresh(fleet.accounts)),
      ]
    } finally {
      await control.setLatency(0)
      await parts.stop()
      await agent.close()
    }
  },
}

/** Moves the cloud's clock, so that every card has to be drawn and stored. */
async function everythingMoved(fleet: Fleet): Promise<Measurement> {
  const { url } = fleet.cloud
  const parts = await openBotParts({ storeUrl: fleet.copyOfStore(), cloudUrl: url, wire: noWire, isSilent: true })
  try {
    await controlOf(url).jump(60_000)
    const tickMs = await timed(parts.fleet.tick)
    return { what: `tick over ${fleet.watches.length} watches that all moved`, measured: ms(tickMs), bar: '' }
  } finally {
    await parts.stop()
    await fleet.cloud.stop()
  }
}

const statuses = ['1', '2', '7']
/** Number of accounts that are read at once, the same as in the poller. */
const concurrency = 8

async function readPages({ accounts, cloud }: Fleet, agent: Agent): Promise<void> {
  const left = cloudAccounts(accounts)
  const lane = async () => {
    for (let account = left.shift(); account !== undefined; account = left.shift()) {
      const { projectId, ...keys } = account
      await Promise.all(statuses.map((status) => readPage({ cloud: cloud.url, projectId, status }, keys, agent)))
    }
  }
  await Promise.all(Array.from({ length: concurrency }, lane))
}

type PageOf = { cloud: string; projectId: string; status: string }

async function readPage(
  { cloud, projectId, status }: PageOf,
  keys: { accessKey: string; secretKey: string },
  dispatcher: Agent,
): Promise<void> {
  const url = new URL(`/v2/${projectId}/tasks?offset=0&limit=100&status=${status}`, cloud)
  const headers = signRequest({ method: 'GET', url, headers: { 'X-Project-Id': projectId } }, keys, new Date())
  const answer = await request(url, { dispatcher, headers })
  await answer.body.json()
}
