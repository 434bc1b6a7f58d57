import type { Responder } from '../../access/owners.ts'
import { defined } from '../../defined.ts'
import { ackOf, needsSince } from '../../fleet/acks.ts'
import type { Known } from '../../fleet/judge/known.ts'
import { showingOf } from '../../fleet/sets.ts'
import { knownOf, type WorkspaceFleet } from '../../fleet/workspace-fleet.ts'
import { isEnded } from '../../migrations/migration.ts'
import type { Showing } from '../../migrations/set.ts'
import type { Provider } from '../../providers/provider.ts'
import type { Channels } from '../../send/channels.ts'
import { boardLinkOf } from '../../send/thread/board-links.ts'
import { ownReceipt } from '../../send/thread/threads.ts'
import type { AccountHealth, Ack, Watch } from '../../store/store.ts'
import type { Groups } from '../decide/groups.ts'
import { type Subscription, subscriptionsOf } from '../decide/route.ts'
import type { EventTable } from '../events.ts'
import { isOnBoard } from './boards.ts'

/** Everything that the card and the messages of a watch are drawn from when its turn comes. */
export type Watched = {
  watch: Watch
  /** Subscriptions of its channel, which say what the channel hears, and when. */
  subscriptions: readonly Subscription[]
  /** Its display in the channel. */
  showing: Showing
  known: Known
  health: AccountHealth | undefined
  provider: Pick<Provider, 'label' | 'kinds'>
  events: EventTable
  /** How an event of the watch is told, by its number. Undefined while that is not decided. */
  decisionOn(seq: number): ReturnType<Groups['decisionOn']>
  /** Whose turn it is to act about an event of the watch, as far as that is decided. */
  respondersOn(seq: number): readonly Responder[]
  /** Who takes care of what is wrong with the migration, and the last who did. */
  taken?: Ack
  lastAck?: Ack
  /** Whether the channel was told everything up to this number. `perhaps`: a post of it was begun and not accepted. */
  hasHeard(seq: number): 'yes' | 'perhaps' | 'no'
  /** Whether the channel's board shows the figures, so that the card need not. */
  isOnBoard: boolean
  /** Since when Slack has been limiting what Ferry may post in the channel, if that is long. */
  heldSince?: number
  /** Slack's link to the channel's board, unless its messages stand below that. */
  boardLink?: string
  /** Whether it has no card of its own, so that its messages have to name it. */
  isBelowBoard: boolean
}

export type WatchSources = {
  fleet: WorkspaceFleet
  groups: Pick<Groups, 'decisionOn' | 'respondersOn'>
  channels: Pick<Channels, 'of'>
  providers: readonly Provider[]
  events: EventTable
}

/** Everything of a watch that its card and messages are drawn from. Undefined while its migration has not been read. */
export function watchedOf(
  watch: Watch,
  { fleet, groups, channels, providers, events }: WatchSources,
): Watched | undefined {
  const known = knownOf(fleet, watch)
  const provider = providers.find(({ name }) => name === known?.migration.provider)
  if (known === undefined || provider === undefined) return undefined
  const channel = channels.of(watch.channel)
  const deliveredSeq = ownReceipt(watch, channel)?.deliveredSeq ?? watch.createdAt - 1
  const showing = showingOf(watch, known.migration, fleet)
  const hasCard = channel.receipts[watch.id]?.cardTs !== undefined
  return {
    watch,
    subscriptions: subscriptionsOf(watch, known.migration, fleet),
    showing,
    known,
    health: fleet.health.get(watch.account),
    provider,
    events,
    decisionOn: (seq) => groups.decisionOn(watch.id, seq),
    respondersOn: (seq) => groups.respondersOn(watch.id, seq),
    hasHeard: (seq) => (deliveredSeq >= seq ? 'yes' : deliveryKeyOf(watch, seq) in channel.begun ? 'perhaps' : 'no'),
    isOnBoard: isOnBoard(channel, isEnded(known.migration.state)),
    isBelowBoard: channel.board !== undefined && !hasCard,
    ...defined({
      boardLink: hasCard || showing === 'announcements' ? boardLinkOf(channel) : undefined,
      taken: ackOf(fleet.acks, known.migration, needsSince(known)),
      lastAck: ackOf(fleet.acks, known.migration, watch.createdAt),
      heldSince: channel.held?.method === 'post' ? channel.held.since : undefined,
    }),
  }
}

/** Under this key, a message about a watch is posted once. */
export function deliveryKeyOf({ id, createdAt }: Pick<Watch, 'id' | 'createdAt'>, seq: number): string {
  return `${id}#${createdAt}#${seq}`
}
