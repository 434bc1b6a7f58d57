import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Store, Watch } from '../src/store/store.ts'
import { accountName, cloudAccounts, taskId, tasksPerAccount } from './accounts.ts'
import { type BotParts, noWire, openBotParts } from './bot-parts.ts'
import { workspace } from './ferry.ts'
import { type Program, startProgram } from './program.ts'

/** A cloud full of running tasks and a database in which each of them is watched, seen once and shown in Slack. */
export type Fleet = {
  accounts: number
  watches: readonly Watch[]
  cloud: Program
  /** STORE_URL of a copy of the database, so that no row spoils it for the others. */
  copyOfStore(): string
}

export type Fleets = {
  /** Made once for each number of accounts; every account has 100 tasks. */
  of(accounts: number): Promise<Fleet>
  /** One that may be changed; whoever asked for it stops its cloud. */
  fresh(accounts: number): Promise<Fleet>
  /** STORE_URL of a new, empty database. */
  emptyStore(): string
  stop(): Promise<void>
}

export function createFleets(): Fleets {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-bench-'))
  const made = new Map<number, Promise<Fleet>>()
  let serial = 0
  const newPath = () => {
    serial += 1
    return join(folder, `${serial}.db`)
  }
  return {
    of(accounts) {
      const fleet = made.get(accounts) ?? makeFleet(accounts, newPath)
      made.set(accounts, fleet)
      return fleet
    },
    fresh: (accounts) => makeFleet(accounts, newPath),
    emptyStore: () => `sqlite:${newPath()}`,
    async stop() {
      for (const fleet of made.values()) await (await fleet).cloud.stop()
      rmSync(folder, { recursive: true })
    },
  }
}

async function makeFleet(accounts: number, newPath: () => string): Promise<Fleet> {
  const cloud = await startProgram({ script: './cloud.ts', environment: { ACCOUNTS: String(accounts) } })
  const watches = watchesOf(accounts)
  const path = newPath()
  const parts = await openBotParts({ storeUrl: `sqlite:${path}`, cloudUrl: cloud.url, wire: noWire, isSilent: true })
  await fill(parts.store, { accounts, watches, cloudUrl: cloud.url })
  await parts.fleet.tick()
  await markDelivered(parts)
  await parts.stop()
  return {
    accounts,
    watches,
    cloud,
    copyOfStore() {
      const copy = newPath()
      copyFileSync(path, copy)
      return `sqlite:${copy}`
    },
  }
}

/** Ten watches in a channel for every hundred tasks; as many channels as there are tasks in an account. */
function watchesOf(accounts: number): Watch[] {
  return Array.from({ length: accounts * tasksPerAccount }, (_, index) => {
    const account = accountName(Math.floor(index / tasksPerAccount))
    const migrationId = taskId(Math.floor(index / tasksPerAccount), index % tasksPerAccount)
    const channel = channelId(index % tasksPerAccount)
    const made = { createdBy: 'U0ENGINEER', createdAt: 1_760_000_000_000 }
    return { id: `${account}/${migrationId}@${channel}`, account, kind: 'task', migrationId, channel, ...made }
  })
}

export function channelId(index: number): string {
  return `C0BENCH${String(index).padStart(3, '0')}`
}

async function fill(
  store: Store,
  { accounts, watches, cloudUrl }: { accounts: number; watches: readonly Watch[]; cloudUrl: string },
): Promise<void> {
  const into = store.in(workspace)
  const made = { createdBy: 'U0ENGINEER', createdAt: 1_760_000_000_000 }
  await Promise.all(
    cloudAccounts(accounts).map(({ projectId, region, accessKey, secretKey }, index) => {
      const credentials = { region, projectId, accessKey, secretKey, omsEndpoint: cloudUrl, iamEndpoint: cloudUrl }
      const name = accountName(index)
      return into.accounts.set(name, { name, provider: 'huawei', credentials, facts: { region }, ...made })
    }),
  )
  await Promise.all(watches.map((watch) => into.watches.set(watch.id, watch)))
}

/** As if every card had been posted. */
async function markDelivered({ fleet }: Pick<BotParts, 'fleet'>): Promise<void> {
  const work = fleet.of(workspace)
  for (const id of work?.fleet.watches.keys() ?? []) {
    const { news } = (await work?.boards.read(id)) ?? {}
    const cardHash = news?.card?.hash
    if (news === undefined || cardHash === undefined) continue
    await work?.boards.keep({ watchId: id, cardTs: '1760000000.000100', deliveredSeq: news.nextSeq - 1, cardHash })
  }
}
