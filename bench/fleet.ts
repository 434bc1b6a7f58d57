import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Store, Watch } from '../src/store/store.ts'
import { accountName, cloudAccounts, taskId, tasksPerAccount } from './accounts.ts'
import { noWire, openBotParts } from './bot-parts.ts'
import { workspace } from './ferry.ts'
import { type Program, startProgram } from './program.ts'

/**
 * A cloud full of running tasks, and a database in which each of them is watched, was read once and has a card in
 * Slack.
 */
export type Fleet = {
  accounts: number
  watches: readonly Watch[]
  cloud: Program
  /** STORE_URL of a copy of the database, so that no row changes it for the others. */
  copyOfStore(): string
}

export type Fleets = {
  /** The fleet for a number of accounts with 100 tasks each. Created once for each number. */
  of(accounts: number): Promise<Fleet>
  /** A new fleet that may be changed. The caller stops its cloud. */
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
  await parts.poller.tick()
  await markDelivered(parts.store)
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

/** Watches for every task, spread over as many channels as an account has tasks. */
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

/** Marks every card as posted. */
async function markDelivered(store: Store): Promise<void> {
  const { sightings, receipts } = store.in(workspace)
  const { items } = await sightings.list()
  await Promise.all(
    items.map(({ watchId, card, nextSeq }) =>
      receipts.set(watchId, {
        watchId,
        cardTs: '1760000000.000100',
        deliveredSeq: nextSeq - 1,
        ...(card === undefined ? {} : { cardHash: card.hash }),
      }),
    ),
  )
}
