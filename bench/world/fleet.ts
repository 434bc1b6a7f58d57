import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectOf } from '../../src/fleet/judge/identity.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import { withReceipts } from '../../src/send/channels.ts'
import type { Account, Receipt, Store, Watch } from '../../src/store/store.ts'
import { accountName, cloudAccounts, taskId, tasksPerAccount } from './accounts.ts'
import { type BotParts, noWire, openBenchStore, openBotParts } from './bot-parts.ts'
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

/** The channel of an account's task with this number. */
type Place = (task: number) => string

export type Fleets = {
  /** Made once for each number of accounts; every account has 100 tasks. */
  of(accounts: number): Promise<Fleet>
  /**
   * One that may be changed; the row that asked for it stops its cloud. By default, everything in it is followed, in a
   * hundred channels.
   */
  fresh(accounts: number, how?: { place?: Place; followed?: number }): Promise<Fleet>
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
    fresh: (accounts, how) => makeFleet(accounts, newPath, how),
    emptyStore: () => `sqlite:${newPath()}`,
    async stop() {
      for (const fleet of made.values()) await (await fleet).cloud.stop()
      rmSync(folder, { recursive: true })
    },
  }
}

/** `followed`: the accounts in which everything is followed. */
async function makeFleet(
  accounts: number,
  newPath: () => string,
  { place, followed = accounts }: { place?: Place; followed?: number } = {},
): Promise<Fleet> {
  const cloud = await startProgram({
    script: new URL('./cloud.ts', import.meta.url),
    environment: { ACCOUNTS: String(accounts) },
  })
  const watches = watchesOf(followed, cloud.url, place)
  const path = newPath()
  const url = `sqlite:${path}`
  await fillStore(url, { accounts, watches, cloudUrl: cloud.url })
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

/** Stores the accounts and watches, and what a bot knows of them once it has listed everything and posted every card. */
export async function fillStore(url: string, content: Content): Promise<void> {
  const store = await openBenchStore(url)
  await fill(store, content)
  const parts = await openBotParts({ storeUrl: url, store, cloudUrl: content.cloudUrl, wire: noWire, isSilent: true })
  await settle(parts)
  await markDelivered(parts, content.watches)
  await parts.stop()
}

/** Does rounds until every account has been listed once as a whole. */
export async function settle({ fleet }: Pick<BotParts, 'fleet'>): Promise<void> {
  const isListed = () =>
    fleet.led().every((workspace) => {
      const accounts = [...(fleet.of(workspace)?.fleet.accounts.values() ?? [])]
      return accounts.length > 0 && accounts.every(({ listing }) => listing.whole !== undefined)
    })
  for (let round = 0; round < mostRounds; round += 1) {
    await fleet.tick()
    if (isListed()) return
  }
  throw new Error(`The accounts were not listed within ${mostRounds} rounds`)
}

const mostRounds = 100

/** A watch for every task. By default, there are as many channels as tasks in an account. */
export function watchesOf(accounts: number, cloudUrl: string, place: Place = channelId): Watch[] {
  return accountsOf(accounts, cloudUrl).flatMap(({ name: account, ...rest }, index) => {
    const identity = projectOf(rest, huawei)
    return Array.from({ length: tasksPerAccount }, (_, task) => {
      const [migrationId, channel] = [taskId(index, task), place(task)]
      return {
        id: `${account}/${migrationId}@${channel}`,
        account,
        kind: 'task',
        migrationId,
        channel,
        identity,
        ...made,
      }
    })
  })
}

export function channelId(index: number): string {
  return `C0BENCH${String(index).padStart(3, '0')}`
}

type Content = { accounts: number; watches: readonly Watch[]; cloudUrl: string }

async function fill(store: Store, { accounts, watches, cloudUrl }: Content): Promise<void> {
  const into = store.in(workspace)
  await Promise.all(accountsOf(accounts, cloudUrl).map((account) => into.accounts.set(account.name, account)))
  await Promise.all(watches.map((watch) => into.watches.set(watch.id, watch)))
}

/** Puts each account into a workspace of its own, and has its first task followed. */
export async function fillWorkspaces(store: Store, workspaces: number, cloudUrl: string): Promise<void> {
  const watches = watchesOf(workspaces, cloudUrl)
  for (const [index, account] of accountsOf(workspaces, cloudUrl).entries()) {
    const into = store.in(`T0BENCH${index}`)
    await into.accounts.set(account.name, account)
    const watch = watches[index * tasksPerAccount]
    if (watch !== undefined) await into.watches.set(watch.id, watch)
  }
}

const made = { createdBy: 'U0ENGINEER', createdAt: 1_760_000_000_000 }

/** The accounts as stored, with access to the simulated cloud. */
export function accountsOf(accounts: number, cloudUrl: string): Account[] {
  return cloudAccounts(accounts).map(({ projectId, region, accessKey, secretKey }, index) => {
    const credentials = { region, projectId, accessKey, secretKey, omsEndpoint: cloudUrl, iamEndpoint: cloudUrl }
    return { name: accountName(index), provider: 'huawei', credentials, facts: { region }, ...made }
  })
}

/** As if every card and every board had been posted. */
async function markDelivered({ fleet }: Pick<BotParts, 'fleet'>, watches: readonly Watch[]): Promise<void> {
  const threads = fleet.of(workspace)?.threads
  // Decides which channels get a board.
  await threads?.review()
  const tsOf = new Map(watches.map((watch) => [watch.id, cardTs(watch)]))
  for (const channel of new Set(watches.map((watch) => watch.channel))) {
    const receipts: [id: string, receipt: Receipt][] = []
    for (const id of (await threads?.inChannel(channel)) ?? []) {
      const { news } = (await threads?.read(id)) ?? {}
      const cardHash = news?.card?.hash
      if (news === undefined || cardHash === undefined) continue
      receipts.push([id, { cardTs: tsOf.get(id) ?? boardTs, deliveredSeq: news.nextSeq - 1, cardHash }])
    }
    await threads?.channels.change(channel, (before) => withReceipts(before, receipts))
  }
}

const boardTs = '1760000000.000001'

/** Slack's time of a watch's card, different for each. */
export function cardTs({ migrationId }: Pick<Watch, 'migrationId'>): string {
  return `1760000000.${migrationId.slice(-6)}`
}
