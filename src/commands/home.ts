import type { MigrationRequest } from '../approvals/request.ts'
import { AppError, say } from '../errors/errors.ts'
import { isTold } from '../fleet/health.ts'
import type { Account, AccountHealth } from '../store/store.ts'
import type { Home } from '../views/blocks/message.ts'
import { type DeadAccount, type HomePage, homePage } from '../views/home/home.ts'
import { authorise, isWorthOffering, rightsNow } from './machine/authorise.ts'
import type { Origin, Tools } from './machine/command.ts'
import { type Offering, offeredTo } from './machine/offer.ts'
import { examineWorkspace } from './verbs/doctor/workspace.ts'
import { readDeliveries } from './verbs/watch/deliveries.ts'
import { subscriptionLines } from './verbs/watch/subscriptions.ts'
import { linesOf } from './verbs/watch/watches.ts'
import { stepsDone } from './verbs/welcome.ts'

type Reading = Offering & Pick<Tools, 'fleet' | 'providers' | 'clock'>

/** Reads the app's home tab for the person who opens it. Asks no cloud, so that it opens at once. Throws stranger. */
export async function readHome(origin: Origin, tools: Reading): Promise<Home> {
  await authorise({ origin, needs: 'viewer' }, tools)
  const { store, providers } = tools
  const deliveries = await readDeliveries(tools)
  const watches = linesOf(deliveries, { user: origin.user, now: tools.clock.now() })
  const [accounts, health, waiting, subscriptions, steps, illnesses] = await Promise.all([
    store.accounts.list(),
    store.health.list(),
    waitingFor(origin, tools),
    subscriptionLines(origin, tools, deliveries),
    stepsDone(tools),
    healthFor(origin, tools),
  ])
  return offeredTo(
    origin,
    homePage({
      accounts: accounts.items.length + accounts.unreadable.length,
      dead: deadAmong(accounts, health.items),
      waiting,
      watches: watches.filter(({ ended }) => ended === undefined),
      subscriptions: subscriptions.filter(({ isOwn, ended }) => isOwn && ended === undefined),
      ...(illnesses && { health: illnesses }),
      ...{ steps, providers },
    }),
    tools,
  )
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
async function healthFor(origin: Origin, tools: Reading): Promise<HomePage['health']> {
  if (!(await isWorthOffering({ origin, needs: 'admin' }, rightsNow(tools)))) return undefined
  const findings = await examineWorkspace(tools)
  return findings.filter(({ part }) => !part.startsWith('Account '))
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
