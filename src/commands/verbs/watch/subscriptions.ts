import { defined } from '../../../defined.ts'
import { isNotEnded } from '../../../fleet/sets.ts'
import { refOf } from '../../../migrations/typed/ref.ts'
import type { Channel, Patience, SubscriptionRecord } from '../../../store/store.ts'
import { isBetween } from '../../../text/zoned.ts'
import type { PatienceLine, SubscriptionLine } from '../../../views/page/subscription-rows.ts'
import type { Origin, Tools } from '../../machine/command.ts'
import { type Deliveries, heldHere, waitingFor, whyBroken } from './deliveries.ts'

/** All subscriptions, newest first, ended ones last, with how their sets stand and what of them waits. */
export async function subscriptionLines(
  { user }: Pick<Origin, 'user'>,
  { store, fleet, clock }: Pick<Tools, 'store' | 'fleet' | 'clock'>,
  deliveries: Deliveries,
): Promise<SubscriptionLine[]> {
  const { items } = await store.subscriptions.list()
  if (items.length === 0) return []
  const followed = items.filter(isNotEnded).map(({ id, of }) => ({ id, of }))
  const { sets = [] } = await fleet.ask({ type: 'sets', sets: followed })
  return items
    .toSorted((a, b) => Number(a.ended !== undefined) - Number(b.ended !== undefined) || b.createdAt - a.createdAt)
    .map((one) => ({
      ...one,
      isOwn: one.createdBy === user,
      counts: sets.find(({ id }) => id === one.id)?.counts ?? [],
      ...deliveredOf(one, deliveries),
      ...defined({
        heldHere: heldHere({ ...one, account: one.of.account }, deliveries, { user, now: clock.now() }),
      }),
    }))
}

/** The last message about a set, and the trouble in its channel or with its accounts. */
function deliveredOf(
  { channel, of, shows }: SubscriptionRecord,
  { watches, accounts, sightedBy, sentIn }: Deliveries,
): Omit<SubscriptionLine, keyof SubscriptionRecord | 'isOwn' | 'counts'> {
  const sent = sentIn(channel)
  const own = watches.filter(
    (one) => one.isOfSet && one.channel === channel && (of.account ?? one.account) === one.account,
  )
  const times = own.flatMap(({ id }) => sent?.receipts[id]?.deliveredAt ?? [])
  const waiting = own.reduce((sum, one) => sum + waitingFor(one, { sighted: sightedBy(one), sent }).length, 0)
  const blind = accounts.filter(({ account, trouble }) => trouble !== undefined && (of.account ?? account) === account)
  const { broken } = sent ?? {}
  return {
    waiting,
    blind: blind.flatMap(({ account, trouble }) =>
      trouble === undefined ? [] : [{ account, what: trouble.what, since: trouble.since }],
    ),
    ...defined({
      deliveredAt: times.length === 0 ? undefined : Math.max(...times),
      boardUrl: shows === 'announcements' ? undefined : openBoard(sent),
    }),
    ...(broken && { broken: { what: whyBroken(broken.reason), since: broken.since } }),
  }
}

/** Slack's link to a channel's board while it is open, if Slack has told it. */
function openBoard({ board }: Pick<Channel, 'board'> = {}): string | undefined {
  return board?.closedAt === undefined ? board?.link?.url : undefined
}

/** When channels, and the person who looks, may be disturbed. What is over is left out. */
export function patienceLines(
  { patience }: Pick<Deliveries, 'patience'>,
  { user, now }: { user: string; now: number },
): PatienceLine[] {
  // Another person's own patience is nobody else's affair.
  const shown = patience.filter(({ of }) => of === user || !/^[UW]/.test(of))
  return shown.map(({ of, quietHours, digest, mutes = [] }) => ({
    of,
    isOwn: of === user,
    ...defined({ digest, quietHours: quietHours && { ...quietHours, isNow: isBetween(now, quietHours) } }),
    mutes: mutes
      .filter(({ until }) => until > now)
      .map((mute) => ({ name: nameOf(mute), until: mute.until, by: mute.by })),
  }))
}

function nameOf({ account, migrationId }: NonNullable<Patience['mutes']>[number]): string {
  if (account === undefined) return 'all'
  return migrationId === undefined ? account : refOf({ account, id: migrationId })
}
