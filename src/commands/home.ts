import type { MigrationRequest } from '../approvals/request.ts'
import { AppError, say } from '../errors/errors.ts'
import { isTold } from '../fleet/health.ts'
import { bornAt, type Migration } from '../migrations/migration.ts'
import { refOf } from '../migrations/typed/ref.ts'
import type { Account, AccountHealth } from '../store/store.ts'
import type { Home } from '../views/blocks/message.ts'
import { type DeadAccount, type HomePage, homePage } from '../views/home/home.ts'
import type { WatchLine } from '../views/page/watches.ts'
import { authorise, isWorthOffering, rightsNow } from './machine/authorise.ts'
import type { Origin, Tools } from './machine/command.ts'
import { type Offering, offeredTo } from './machine/offer.ts'
import { ownedBy } from './owned.ts'
import { deliveredIn } from './verbs/doctor/workspace.ts'
import { askList } from './verbs/list/page.ts'
import { type Deliveries, readDeliveries } from './verbs/watch/deliveries.ts'
import { subscriptionLines } from './verbs/watch/subscriptions.ts'
import { linesOf } from './verbs/watch/watches.ts'
import { stepsIn } from './verbs/welcome.ts'
import { whoCanHelp } from './who-can-help.ts'

type Reading = Offering & Pick<Tools, 'fleet' | 'providers' | 'clock' | 'kindOf' | 'membersOf' | 'firstAdmins'>

/** How long something that failed stands on the page of its owner, in milliseconds, if nobody follows it. */
const staysMs = 7 * 24 * 60 * 60_000
/** Most failures that are looked through for those of an owner. */
const mostFailures = 200

/** Reads the app's home tab for the person who opens it. Asks no cloud, so that it opens at once. Throws stranger. */
export async function readHome(origin: Origin, tools: Reading): Promise<Home> {
  await authorise({ origin, needs: 'viewer' }, tools)
  const { store, providers } = tools
  const deliveries = await readDeliveries(tools)
  const watches = linesOf(deliveries, { user: origin.user, now: tools.clock.now() }).filter(
    ({ ended }) => ended === undefined,
  )
  const isOwned = await ownedBy(origin, tools)
  const [accounts, keys, grants, health, waiting, subscriptions, illnesses] = await Promise.all([
    store.accounts.list(),
    store.storageKeys.list(),
    store.grants.list(),
    store.health.list(),
    waitingFor(origin, tools),
    subscriptionLines(origin, tools, deliveries),
    healthFor(origin, deliveries, tools),
  ])
  const steps = stepsIn({ accounts, keys, grants, isFollowing: deliveries.watches.length + subscriptions.length > 0 })
  return offeredTo(
    origin,
    homePage({
      accounts: accounts.items.length + accounts.unreadable.length,
      dead: deadAmong(accounts, health.items),
      waiting,
      watches: watches.map((line) => ({
        ...line,
        ...(line.migration && isOwned?.(line.migration) && { isOwned: true }),
      })),
      owned: isOwned === undefined ? [] : await failedAmong(isOwned, { accounts: accounts.items, watches }, tools),
      subscriptions: subscriptions.filter(({ isOwn, ended }) => isOwn && ended === undefined),
      ...(illnesses === undefined ? await helpersAmong(accounts, tools) : { health: illnesses }),
      ...{ steps, providers },
    }),
    tools,
  )
}

/** Migrations of a person's that failed lately and that no watch shows. */
async function failedAmong(
  isOwned: (migration: Migration) => boolean,
  { accounts, watches }: { accounts: readonly Account[]; watches: readonly WatchLine[] },
  tools: Reading,
): Promise<Migration[]> {
  const { rows } = await askList(accounts, { states: ['failed'], offset: 0, limit: mostFailures }, tools)
  const shown = new Set(watches.map(({ ref }) => ref))
  const since = tools.clock.now() - staysMs
  return rows
    .map(({ head }) => head)
    .filter((one) => isOwned(one) && !shown.has(refOf(one)) && bornAt(one) + (one.elapsedMs ?? 0) >= since)
}

/** The requests that wait, the one that expires first on top, and whether the person can decide each now. */
async function waitingFor(origin: Origin, tools: Reading): Promise<HomePage['waiting']> {
  const { items } = await tools.store.requests.list()
  const waiting = items
    .map(({ request }) => request)
    .filter(({ status }) => status.type === 'waiting')
    .toSorted((a, b) => a.terms.expiresAt - b.terms.expiresAt)
  const now = rightsNow(tools)
  return Promise.all(
    waiting.map(async (request) => ({ request, isMine: await canDecide(request, { origin, tools: now }) })),
  )
}

/** Whether a person may decide on a request and has not yet. Their vote is checked by the same rights again. */
async function canDecide(
  request: MigrationRequest,
  { origin, tools }: { origin: Origin; tools: ReturnType<typeof rightsNow> },
): Promise<boolean> {
  const { requestedBy, terms, votes, spec } = request
  const isOwn = requestedBy === origin.user && !terms.allowsSelf
  if (isOwn || votes.some(({ user }) => user === origin.user)) return false
  return isWorthOffering({ origin, needs: { to: 'decide', about: request }, account: spec.account }, tools)
}

/** How the workspace stands besides its accounts, for an admin. Undefined for others. */
async function healthFor(origin: Origin, deliveries: Deliveries, tools: Reading): Promise<HomePage['health']> {
  const isShown = await isWorthOffering({ origin, needs: 'admin' }, rightsNow(tools))
  return isShown ? deliveredIn(deliveries, tools) : undefined
}

/** The admins, for a person who needs one. */
async function helpersAmong(
  { items, unreadable }: { items: readonly unknown[]; unreadable: readonly string[] },
  tools: Reading,
): Promise<Pick<HomePage, 'admins'>> {
  if (items.length + unreadable.length > 0) return {}
  return { admins: (await whoCanHelp(new AppError('not_allowed', { admins: [] }), tools)).admins }
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
