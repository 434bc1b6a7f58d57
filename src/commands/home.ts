import { AppError, say } from '../errors/errors.ts'
import { isTold } from '../fleet/health.ts'
import type { Account, AccountHealth } from '../store/store.ts'
import type { Home } from '../views/blocks/message.ts'
import { type DeadAccount, homePage } from '../views/page/home.ts'
import { authorise } from './machine/authorise.ts'
import type { Origin, Tools } from './machine/command.ts'
import { type Offering, offeredTo } from './machine/offer.ts'
import { watchLines } from './verbs/watch/watches.ts'

/** Reads the app's home tab for the person who opens it. Asks no cloud, so that it opens at once. Throws stranger. */
export async function readHome(
  origin: Origin,
  tools: Offering & Pick<Tools, 'fleet' | 'providers' | 'clock'>,
): Promise<Home> {
  await authorise({ origin, needs: 'viewer' }, tools)
  const { store, providers } = tools
  const [accounts, health, requests, watches] = await Promise.all([
    store.accounts.list(),
    store.health.list(),
    store.requests.list(),
    watchLines(origin, tools),
  ])
  const waiting = requests.items
    .map(({ request }) => request)
    .filter(({ status }) => status.type === 'waiting')
    .toSorted((a, b) => a.terms.expiresAt - b.terms.expiresAt)
  return offeredTo(
    origin,
    homePage({
      accounts: accounts.items.length + accounts.unreadable.length,
      dead: deadAmong(accounts, health.items),
      waiting,
      watches: watches.filter(({ ended }) => ended === undefined),
      providers,
    }),
    tools,
  )
}

/** Accounts whose record or cloud can't be read. */
function deadAmong(
  { items, unreadable }: { items: readonly Account[]; unreadable: readonly string[] },
  health: readonly AccountHealth[],
): DeadAccount[] {
  const lost = unreadable.map((account) => ({ account, trouble: { code: 'record_unreadable', ...unreadableRecord } }))
  const refused = items.flatMap(({ name, createdBy, createdAt }) => {
    const own = health.find(({ account, connectedAt }) => account === name && connectedAt === createdAt)
    return isTold(own) ? [{ account: name, trouble: own.trouble, connectedBy: createdBy }] : []
  })
  return [...lost, ...refused]
}

const unreadableRecord = say(new AppError('record_unreadable', { collection: 'accounts' }))
