import { defined } from '../../../defined.ts'
import { refOf } from '../../../migrations/typed/ref.ts'
import type { Channel, Patience, SubscriptionRecord } from '../../../store/store.ts'
import type { PatienceLine, SubscriptionLine } from '../../../views/page/subscription-rows.ts'
import type { Origin, Tools } from '../../machine/command.ts'

/** All subscriptions, newest first, ended ones last, with how their sets stand. */
export async function subscriptionLines(
  { user }: Pick<Origin, 'user'>,
  { store, fleet }: Pick<Tools, 'store' | 'fleet'>,
): Promise<SubscriptionLine[]> {
  const { items } = await store.subscriptions.list()
  if (items.length === 0) return []
  const [{ sets = [] }, watches, channels] = await Promise.all([
    fleet.ask({ type: 'sets' }),
    store.watches.list(),
    store.channels.list(),
  ])
  const ofSets = watches.items.filter(({ isOfSet }) => isOfSet)
  const deliveredIn = (channel: string) => {
    const receipts = channels.items.find((one) => one.channel === channel)?.receipts ?? {}
    const times = ofSets.flatMap((watch) => (watch.channel === channel ? (receipts[watch.id]?.deliveredAt ?? []) : []))
    return times.length === 0 ? undefined : Math.max(...times)
  }
  const boardIn = ({ channel, shows }: SubscriptionRecord) =>
    shows === 'announcements' ? undefined : openBoard(channels.items.find((one) => one.channel === channel))
  return items
    .toSorted((a, b) => Number(a.ended !== undefined) - Number(b.ended !== undefined) || b.createdAt - a.createdAt)
    .map((one) => ({
      ...one,
      isOwn: one.createdBy === user,
      counts: sets.find(({ id }) => id === one.id)?.counts ?? [],
      ...defined({ deliveredAt: deliveredIn(one.channel), boardUrl: boardIn(one) }),
    }))
}

/** Slack's link to a channel's board while it is open, if Slack has told it. */
function openBoard({ board }: Pick<Channel, 'board'> = {}): string | undefined {
  return board?.closedAt === undefined ? board?.link?.url : undefined
}

/** When channels, and the person who looks, may be disturbed. What is over is left out. */
export async function patienceLines(
  { user }: Pick<Origin, 'user'>,
  { store, clock }: Pick<Tools, 'store' | 'clock'>,
): Promise<PatienceLine[]> {
  const { items } = await store.patience.list()
  const now = clock.now()
  // Another person's own patience is nobody else's affair.
  const shown = items.filter(({ of }) => of === user || !/^[UW]/.test(of))
  return shown.map(({ of, quietHours, digest, mutes = [] }) => ({
    of,
    isOwn: of === user,
    ...defined({ quietHours, digest }),
    mutes: mutes
      .filter(({ until }) => until > now)
      .map((mute) => ({ name: nameOf(mute), until: mute.until, by: mute.by })),
  }))
}

function nameOf({ account, migrationId }: NonNullable<Patience['mutes']>[number]): string {
  if (account === undefined) return 'all'
  return migrationId === undefined ? account : refOf({ account, id: migrationId })
}
