import { homePage } from '../views/home.ts'
import type { Home } from '../views/message.ts'
import { authorise } from './authorise.ts'
import type { Origin, Tools } from './command.ts'
import { type Offering, offeredTo } from './offer.ts'
import { watchLines } from './verbs/watch/watches.ts'

/** Reads the app's home tab for the person who opens it. Asks no cloud, so that it opens at once. Throws stranger. */
export async function readHome(origin: Origin, tools: Offering & Pick<Tools, 'fleet'>): Promise<Home> {
  await authorise({ origin, needs: 'viewer' }, tools)
  const { store, fleet } = tools
  const [accounts, requests, watches] = await Promise.all([
    store.accounts.list(),
    store.requests.list(),
    watchLines(origin, { store, fleet }),
  ])
  const waiting = requests.items
    .map(({ request }) => request)
    .filter(({ status }) => status.type === 'waiting')
    .toSorted((a, b) => a.terms.expiresAt - b.terms.expiresAt)
  return offeredTo(
    origin,
    homePage({ accounts: accounts.items.length, waiting, watches: watches.filter(({ ended }) => ended === undefined) }),
    tools,
  )
}
