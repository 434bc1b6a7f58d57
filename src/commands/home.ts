import type { WorkspaceStore } from '../store/store.ts'
import { homePage } from '../views/home.ts'
import type { Home } from '../views/message.ts'
import { watchLines } from './verbs/watches.ts'

/** The app's home tab as it is now. Asks no cloud, so that it opens at once. */
export async function readHome(store: WorkspaceStore): Promise<Home> {
  const [accounts, requests, watches] = await Promise.all([
    store.accounts.list(),
    store.requests.list(),
    watchLines(store),
  ])
  const waiting = requests.items
    .map(({ request }) => request)
    .filter(({ status }) => status.type === 'waiting')
    .toSorted((a, b) => a.terms.expiresAt - b.terms.expiresAt)
  return homePage({ accounts: accounts.items.length, waiting, watches })
}
